import CairnTestSupport
import EventModel
import Privacy
import Testing

@Suite("Sealed values")
struct SubjectKeyTests {
    private static let place = SealingContext(
        subject: "person/P17",
        source: "/synthetic/clerk",
        id: "17",
        type: "person.registered",
        field: "phone"
    )
    private static let keys = (0..<2).compactMap { seed in
        SubjectKey(bytes: (0..<32).map { UInt8($0 * 7 + seed) })
    }

    @Test("What is sealed opens again, whatever it is, and its length hardly shows")
    func opensAgain() throws {
        var random = SplitMix64(seed: 3)
        for count in 0..<140 {
            let scalars = (0..<count).map { _ in
                Unicode.Scalar(UInt32.random(in: 0...0xD7FF, using: &random)) ?? " "
            }
            let value = String(String.UnicodeScalarView(scalars))
            let text = Self.keys[0].seal(value, at: Self.place)
            #expect(try Self.keys[0].open(text, at: Self.place) == value)
            let byteCount = try #require(Base64.decodeForURL(text)).count
            #expect((byteCount - 29) % 32 == 0)
        }
        let lengths = ["", "13800138000", "540222199001011234"].map {
            Self.keys[0].seal($0, at: Self.place).utf8.count
        }
        #expect(Set(lengths).count == 1)
    }

    @Test("The same value at the same place is sealed the same, and nowhere else")
    func sameAndOther() {
        let key = Self.keys[0]
        let texts =
            [
                key.seal("a", at: Self.place), key.seal("b", at: Self.place),
                Self.keys[1].seal("a", at: Self.place),
            ] + Self.otherPlaces.map { key.seal("a", at: $0) }
        #expect(key.seal("a", at: Self.place) == texts[0])
        #expect(Set(texts).count == texts.count)
        let nonces = texts.map { Base64.decodeForURL($0)?[1..<13] }
        #expect(Set(nonces).count == texts.count)
    }

    /// Each part changed, and bytes moved from one part to the next.
    private static let otherPlaces = [
        ("person/P18", "/synthetic/clerk", "17", "person.registered", "phone"),
        ("person/P17", "/synthetic/clerk2", "17", "person.registered", "phone"),
        ("person/P17", "/synthetic/clerk", "18", "person.registered", "phone"),
        ("person/P17", "/synthetic/clerk", "17", "household.registered", "phone"),
        ("person/P17", "/synthetic/clerk", "17", "person.registered", "name"),
        ("person/P1", "7/synthetic/clerk", "17", "person.registered", "phone"),
    ].map { SealingContext(subject: $0.0, source: $0.1, id: $0.2, type: $0.3, field: $0.4) }

    @Test("Nothing opens elsewhere or with another key")
    func opensNowhereElse() {
        let text = Self.keys[0].seal("13800138000", at: Self.place)
        for place in Self.otherPlaces {
            #expect(throws: SealingError.otherKeyOrPlace) {
                try Self.keys[0].open(text, at: place)
            }
        }
        #expect(throws: SealingError.otherKeyOrPlace) {
            try Self.keys[1].open(text, at: Self.place)
        }
    }

    @Test("A value with any bit changed, and any other text, does not open")
    func changedBits() throws {
        let text = Self.keys[0].seal("13800138000", at: Self.place)
        let bytes = try #require(Base64.decodeForURL(text))
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                let forged = Base64.encodeForURL(changed)
                #expect(throws: SealingError.self) {
                    try Self.keys[0].open(forged, at: Self.place)
                }
            }
        }
        for length in 0..<bytes.count {
            let cut = Base64.encodeForURL(Array(bytes[..<length]))
            #expect(throws: SealingError.self) { try Self.keys[0].open(cut, at: Self.place) }
        }
        #expect(throws: SealingError.malformed) { try Self.keys[0].open("!", at: Self.place) }
        #expect(throws: SealingError.newerVersion(2)) {
            try Self.keys[0].open(Base64.encodeForURL([2] + bytes.dropFirst()), at: Self.place)
        }
    }

    @Test("New keys differ, and a key has 32 bytes")
    func newKeys() {
        #expect(SubjectKey().bytes != SubjectKey().bytes)
        #expect(SubjectKey().bytes.count == 32)
        #expect(SubjectKey(bytes: [1, 2, 3]) == nil)
    }
}
