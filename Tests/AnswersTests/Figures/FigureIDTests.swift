import Answers
import CairnTestSupport
import EventModel
import Testing

@Suite("Names of figures")
struct FigureIDTests {
    private static let digest = String(repeating: "0123abcd", count: 8)
    private static let dates =
        "?asOf=2019-12-31&knownAt=2019-12-31T15:59:59.999Z&position=5041"

    @Test(
        "What is accepted is given back to the byte",
        arguments: [
            "fig:funds@\(digest)\(dates)", "fig:funds@0123abcd\(dates)",
            "fig:funds/CAP-b/paid@\(digest)\(dates)",
            "fig:funds/CAP-b/paid/paid@0123abcd\(dates)#numeratorFen",
            "fig:funds@0123abcd\(dates)&reading=CAP-b",
            "fig:coverage/class%3Anational/poorVillages/currentList/open/strive@0123abcd\(dates)",
            "fig:exits@0123abcd\(dates)&include=all",
            "fig:exits@0123abcd\(dates)&reading=filed&include=all,closed",
            "fig:exits/%E4%B9%A1%2F1/R-EXIT-05/filedPerPerson/%E7%94%B2@0123abcd\(dates)&include=closed#run",
            "fig:exits@0123abcd?asOf=2019-12-31&position=0",
            "fig:exits@0123abcd\(dates)&root=0123456789abcdef&reading=filed&include=all",
            "fig:exits@0123abcd?asOf=2019-12-31&knownAt=2019-12-31T15:59:59.999Z&position=0",
            "fig:exits/e%CC%81/R-EXIT-03@0123abcd\(dates)",
            "fig:exceptions/splitPayments/line%2FL1/2019-06-01/@0123abcd\(dates)",
            "fig:exits/%C3%A9/R-EXIT-03@0123abcd\(dates)",
            "fig:funds@0123abcd?asOf=1970-01-01&knownAt=1970-01-01T00:00:00.000Z&position=18446744073709551615",
        ]
    )
    func roundTrip(text: String) throws {
        let figure = try FigureID(parsing: text)
        #expect(figure.description == text)
        #expect(try FigureID(parsing: figure.description) == figure)
    }

    @Test("Names with the same letters in other bytes are other names")
    func bytes() throws {
        let composed = try FigureID(parsing: "fig:exits/%C3%A9/R-EXIT-03@0123abcd\(Self.dates)")
        let decomposed = try FigureID(parsing: "fig:exits/e%CC%81/R-EXIT-03@0123abcd\(Self.dates)")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test("Parts are what they say")
    func parts() throws {
        let text =
            "fig:exits/%E4%B9%A1%2F1/R-EXIT-05/filedPerPerson/P%201@0123abcd\(Self.dates)"
            + "&include=all,closed#run"
        let figure = try FigureID(parsing: text)
        #expect(figure.indicator == .exits)
        #expect(figure.row == ["乡/1", "R-EXIT-05", "filedPerPerson", "P 1"])
        #expect(figure.definition == "0123abcd")
        #expect(figure.asOf.description == "2019-12-31")
        #expect(figure.knownAt?.utcDescription == "2019-12-31T15:59:59.999Z")
        #expect(figure.position == 5041)
        #expect(figure.rows == RowChoice(includesAll: true, includesClosed: true))
        #expect(figure.member == "run")
        #expect(figure.path == "exits/%E4%B9%A1%2F1/R-EXIT-05/filedPerPerson/P%201#run")
    }

    @Test(
        "What is no name is refused by the part at fault",
        arguments: [
            ("funds@0123abcd\(dates)", .noFigure(found: "funds@0123abcd\(dates)")),
            ("fig:fund@0123abcd\(dates)", .unknownIndicator(found: "fund")),
            ("fig:@0123abcd\(dates)", .badPart("path", found: "")),
            ("fig:funds//paid@0123abcd\(dates)", .badPart("path", found: "funds//paid")),
            ("fig:funds/%zz@0123abcd\(dates)", .badPart("path", found: "funds/%zz")),
            ("fig:funds/%C3@0123abcd\(dates)", .badPart("path", found: "funds/%C3")),
            ("fig:funds/%C3%28@0123abcd\(dates)", .badPart("path", found: "funds/%C3%28")),
            ("fig:funds\(dates)", .missing(part: "@definition")),
            ("fig:funds@0123abc\(dates)", .badPart("definition", found: "0123abc")),
            ("fig:funds@0123ABCD\(dates)", .badPart("definition", found: "0123ABCD")),
            ("fig:funds@\(digest)0\(dates)", .badPart("definition", found: digest + "0")),
            ("fig:funds@0123abcd", .missing(part: "?asOf")),
            ("fig:funds@0123abcd?position=1", .missing(part: "asOf")),
            (
                "fig:funds@0123abcd?asOf=2019-02-29&position=0",
                .badPart("asOf", found: "2019-02-29")
            ),
            ("fig:funds@0123abcd?asOf=2019-12-31", .missing(part: "position")),
            ("fig:funds@0123abcd?asOf=2019-12-31&position=-1", .badPart("position", found: "-1")),
            ("fig:funds@0123abcd?asOf=2019-12-31&position=3", .missing(part: "knownAt")),
            (
                "fig:funds@0123abcd?asOf=2019-12-31&knownAt=2019-12-31&position=3",
                .badPart("knownAt", found: "2019-12-31")
            ),
            (
                "fig:exits@0123abcd\(dates)&root=0123456789abcde",
                .badPart("root", found: "0123456789abcde")
            ),
            ("fig:exits@0123abcd\(dates)&include=none", .badPart("include", found: "none")),
            ("fig:funds@0123abcd\(dates)#percent", .misplaced("#")),
            ("fig:funds/CAP-b/paid@0123abcd\(dates)&reading=CAP-b", .misplaced("reading")),
            ("fig:funds@0123abcd\(dates)&include=all", .misplaced("include")),
        ] as [(String, FigureSpellingError)]
    )
    func refusals(text: String, error: FigureSpellingError) {
        #expect(throws: error) { try FigureID(parsing: text) }
    }

    @Test(
        "Another spelling is refused with the one that is accepted",
        arguments: [
            "fig:funds@0123abcd?position=5041&asOf=2019-12-31&knownAt=2019-12-31T15:59:59.999Z",
            "fig:funds@0123abcd?asOf=2019-12-31&knownAt=2019-12-31T15:59:59.999Z&position=05041",
            "fig:funds@0123abcd?asOf=2019-12-31&knownAt=2019-12-31T15:59:59.999Z&position=+5041",
            "fig:f%75nds@0123abcd\(dates)",
        ]
    )
    func otherSpelling(text: String) throws {
        let accepted = "fig:funds@0123abcd\(Self.dates)"
        #expect(throws: FigureSpellingError.otherSpelling(found: text, accepted: accepted)) {
            try FigureID(parsing: text)
        }
        #expect(try FigureID(parsing: accepted).description == accepted)
    }

    @Test("Lower-case escapes and unescaped characters are other spellings")
    func escapes() {
        let accepted = "fig:exits/a%3Ab/R-EXIT-03@0123abcd\(Self.dates)"
        for spelling in ["a%3ab", "a:b", "%61%3Ab"] {
            let text = "fig:exits/\(spelling)/R-EXIT-03@0123abcd\(Self.dates)"
            #expect(throws: FigureSpellingError.otherSpelling(found: text, accepted: accepted)) {
                try FigureID(parsing: text)
            }
        }
    }

    @Test("Any text is taken and given back to the byte, or refused; none traps", arguments: 0..<40)
    func fuzz(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var takenCount = 0
        for _ in 0..<400 {
            let whole = Self.figure(&random)
            let read = try FigureID(parsing: whole)
            #expect(read.description == whole, "seed \(seed)")
            let changed = Self.changed(whole, &random)
            guard let other = try? FigureID(parsing: changed) else { continue }
            takenCount += 1
            #expect(other.description.hasSameBytes(as: changed), "seed \(seed): \(changed)")
        }
        #expect(takenCount > 0, "seed \(seed)")
    }

    /// A name of random parts.
    private static func figure(_ random: inout SplitMix64) -> String {
        func pick<Value>(_ values: [Value]) -> Value {
            values[Int.random(in: 0..<values.count, using: &random)]
        }
        let indicator = pick(Indicator.allCases)
        let pieces = [
            "a", "乡", "/", "%", "#", "?", "@", "é", "e\u{301}", " ", "\u{0}", "~", "&", "🏔",
        ]
        let row = (0..<pick([0, 1, 2, 5])).map { _ in
            (0...Int.random(in: 0...6, using: &random)).map { _ in pick(pieces) }.joined()
        }
        var text = "fig:" + ([indicator.rawValue] + row.map(encoded)).joined(separator: "/")
        text += "@" + digest.prefix(Int.random(in: 8...64, using: &random))
        text += "?asOf=\(BusinessDate(daysSince1970: Int32.random(in: 0...40_000, using: &random)))"
        let instant = Instant(
            millisecondsSince1970: Int64.random(in: 0...4_000_000_000_000, using: &random)
        )
        text += "&knownAt=\(instant.utcDescription)"
        text +=
            "&position=\(UInt64.random(in: 0...UInt64.max, using: &random) >> pick([0, 40, 63]))"
        if row.isEmpty, pick([true, false]) { text += "&reading=" + encoded(pick(pieces)) }
        if indicator.hasHiddenRows { text += pick(["", "&include=all", "&include=all,closed"]) }
        if !row.isEmpty, pick([true, false]) { text += "#" + encoded(pick(pieces)) }
        return text
    }

    /// RFC 3986 as a second hand writes it.
    private static func encoded(_ text: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        return text.utf8.map { byte in
            if plain.contains(byte) { return String(UnicodeScalar(byte)) }
            let hex = String(byte, radix: 16, uppercase: true)
            return "%" + (hex.count == 1 ? "0" : "") + hex
        }.joined()
    }

    /// The text with some bytes changed, left out, put in or moved.
    private static func changed(_ text: String, _ random: inout SplitMix64) -> String {
        var bytes = Array(text.utf8)
        let bits = Array("/@?#&=%,.:-+0123456789abcdefABCDEF".utf8)
        for _ in 0...Int.random(in: 0...2, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let byte = bits[Int.random(in: 0..<bits.count, using: &random)]
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = byte
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(byte, at: place)
            default: bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            if bytes.isEmpty { return "" }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
