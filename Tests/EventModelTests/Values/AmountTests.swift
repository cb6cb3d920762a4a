import CairnTestSupport
import Testing

@testable import EventModel

@Suite("Amounts and ratios")
struct AmountTests {
    @Test(
        "Percent is printed to four decimals, half to even",
        arguments: [
            (1, 12, "8.3333"), (1, 1, "100.0000"), (0, 7, "0.0000"), (2, 3, "66.6667"),
            (1, 2_000_000, "0.0000"), (3, 2_000_000, "0.0002"), (5, 2_000_000, "0.0002"),
            (-1, 12, "-8.3333"), (-1, 10_000_000, "0.0000"), (1_999_999, 2_000_000, "100.0000"),
            (1_999_997, 2_000_000, "99.9998"), (12_345, 100, "12345.0000"),
        ] as [(Int128, Int128, String)]
    )
    func percent(numerator: Int128, denominator: Int128, text: String) {
        #expect(ExactRatio.percent(numerator, of: denominator) == text)
    }

    @Test("Percent of the largest numbers does not overflow")
    func largePercent() {
        #expect(ExactRatio.percent(.max, of: .max) == "100.0000")
        #expect(ExactRatio.percent(.min, of: .max) == "-100.0000")
        #expect(ExactRatio.percent(.max - 1, of: .max) == "100.0000")
    }

    @Test(
        "Percent agrees with rational rounding for random ratios",
        arguments: [1, 2, 3] as [UInt64]
    )
    func randomPercent(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<2_000 {
            let d = Int.random(in: 1...5_000, using: &random)
            let n = Int.random(in: 0...20_000, using: &random)
            let (units, rest) = (n * 1_000_000).quotientAndRemainder(dividingBy: d)
            let rounded = rest * 2 > d || (rest * 2 == d && units % 2 == 1) ? units + 1 : units
            let digits = String(rounded % 10_000)
            let padding = String(repeating: "0", count: 4 - digits.count)
            let expected = "\(rounded / 10_000).\(padding)\(digits)"
            try #require(ExactRatio.percent(Int128(n), of: Int128(d)) == expected, "\(n)/\(d)")
        }
    }

    @Test("Ratios compare by cross-multiplication, without overflow")
    func comparison() {
        #expect(ExactRatio(1, of: 2) == ExactRatio(2, of: 4))
        #expect(ExactRatio(1, of: 3) < ExactRatio(1, of: 2))
        #expect(ExactRatio(-1, of: 2) < ExactRatio(0, of: 1))
        #expect(ExactRatio(.max - 1, of: .max) < ExactRatio(1, of: 1))
        #expect(ExactRatio(.max, of: .max - 1) > ExactRatio(.max - 1, of: .max))
    }

    @Test("Amounts add with a check and print in yuan")
    func fen() throws {
        #expect(try Fen(rawValue: 1).adding(Fen(rawValue: 2)) == Fen(rawValue: 3))
        #expect(throws: MoneyOverflow()) { try Fen(rawValue: .max).adding(Fen(rawValue: 1)) }
        #expect(throws: MoneyOverflow()) { try Fen(rawValue: .min).subtracting(Fen(rawValue: 1)) }
        #expect(Fen(rawValue: 1_234_567).yuanDescription == "12345.67")
        #expect(Fen(rawValue: -5).yuanDescription == "-0.05")
        #expect(Fen(rawValue: .min).yuanDescription == "-92233720368547758.08")
    }

    @Test("A digest is read only from 64 lower-case hex digits")
    func digest() throws {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        let hashed = SHA256Digest.hash([UInt8]())
        #expect(hashed.description == empty)
        #expect(SHA256Digest(hex: empty) == hashed)
        #expect(SHA256Digest(bytes: hashed.bytes) == hashed)
        #expect(SHA256Digest(hex: empty.uppercased()) == nil)
        #expect(SHA256Digest(hex: String(empty.dropLast())) == nil)
        #expect(SHA256Digest(hex: empty + "0") == nil)
        #expect(hashed.withBytes { $0[0] } == 0xE3)
    }

    @Test("References are equal by bytes, not by canonical equivalence")
    func references() {
        let composed = EventReference(source: "/a", id: "caf\u{E9}")
        let decomposed = EventReference(source: "/a", id: "cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(EventReference(parsing: "/a#b#c") == EventReference(source: "/a", id: "b#c"))
        #expect(EventReference(parsing: "/a#\u{301}x")?.id == "\u{301}x")
        #expect(EventReference(parsing: "/a#") == nil)
        #expect(EventReference(parsing: "/a") == nil)
    }
}
