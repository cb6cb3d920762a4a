import CSHA256
import CairnTestSupport
import Testing

@testable import EventModel

@Suite("SHA-256")
struct SHA256Tests {
    private func expected(_ bytes: [UInt8]) -> SHA256Digest {
        SHA256Digest(bytes: librarySHA256(of: bytes))
    }

    @Test("Digests are those of another implementation, for every length over several blocks")
    func againstLibrary() {
        var random = SplitMix64(seed: 256)
        for count in 0...400 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            #expect(SHA256Digest.hash(bytes) == expected(bytes), "\(count) bytes")
            var words: [UInt64] = [0, 0, 0, 0]
            unsafe words.withUnsafeMutableBufferPointer {
                unsafe cairn_sha256_portable(bytes, bytes.count, $0.baseAddress)
            }
            let portable = SHA256Digest(bigEndianWords: (words[0], words[1], words[2], words[3]))
            #expect(portable == expected(bytes), "\(count) bytes without the processor's help")
        }
    }

    @Test("Two messages side by side have the digests that they have alone")
    func pairs() {
        var random = SplitMix64(seed: 257)
        for _ in 0..<2_000 {
            let messages = (0..<2).map { _ in
                (0..<Int.random(in: 0...300, using: &random)).map { _ in
                    UInt8.random(in: .min ... .max, using: &random)
                }
            }
            let (one, other) = (messages[0], messages[1])
            let (first, second) = SHA256Digest.hash(one.span, other.span)
            #expect(first == expected(one))
            #expect(second == expected(other))
        }
    }

    @Test("The examples of FIPS 180-4")
    func publishedExamples() {
        #expect(
            SHA256Digest.hash(Array("abc".utf8)).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        #expect(
            SHA256Digest.hash(Array(long.utf8)).description
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        )
        #expect(
            SHA256Digest.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)).description
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
    }
}
