import CairnTestSupport
@testable import EventModel
import Testing

@Suite("Base 64")
struct Base64Tests {
    @Test(
        "The vectors of RFC 4648, section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
    )
    func vectors(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
        let short = text.replacing("=", with: "")
        #expect(Base64.encodeForURL(Array(plain.utf8)) == short)
        #expect(Base64.decodeForURL(short) == Array(plain.utf8))
    }

    @Test("Every byte comes back, in both alphabets")
    func everyByte() {
        for count in 0...66 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count &* 11) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decodeForURL(Base64.encodeForURL(bytes)) == bytes)
        }
        let all = (0...255).map { UInt8($0) }
        #expect(Base64.encode(all).contains("+") && Base64.encode(all).contains("/"))
        #expect(Base64.encodeForURL(all).contains("-") && Base64.encodeForURL(all).contains("_"))
    }

    @Test(
        "There is one text for each sequence of bytes",
        arguments: [
            "Zh==", "Zm9=", "Zg=", "Zg", "Z", "Zg==Zg==", "Zg==\n", " Zg==", "Zm9v====", "Zm-v",
        ]
    )
    func strict(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("The URL alphabet is as strict", arguments: ["Zh", "Z", "Zg==", "Zm+v", "Zm9v\n"])
    func strictForURLs(text: String) {
        #expect(Base64.decodeForURL(text) == nil)
    }

    @Test(
        "A text is canonical exactly if it is what is written of the bytes that it decodes to",
        arguments: 1...50
    )
    func canonical(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("ABCDwxyz0189+/=-_ ".utf8)
        for _ in 0..<400 {
            var text = (0..<Int(random.next() % 13)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            if random.next() % 2 == 0 {
                let bytes = (0..<Int(random.next() % 9)).map { _ in
                    UInt8(truncatingIfNeeded: random.next())
                }
                text = Array(Base64.encode(bytes).utf8)
            }
            let decoded = Base64.decode(String(decoding: text, as: UTF8.self))
            let limit = Int(random.next() % 9)
            let expected = decoded.map { $0.count <= limit } ?? false
            #expect(
                Base64.isCanonical(text.span, decodedMax: limit) == expected,
                "\(text) \(limit)"
            )
        }
    }
}
