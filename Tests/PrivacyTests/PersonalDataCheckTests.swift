import EventModel
import Testing

@testable import Privacy

@Suite("The check of an export")
struct PersonalDataCheckTests {
    private let identity = "11010519491231002X"

    private func line(
        id: String = "1",
        subject: String = "fund/x",
        data: String,
        more: String = ""
    ) -> [UInt8] {
        Array(
            (#"{"data":\#(data),"id":"\#(id)","recordedtime":"2019-07-01T00:00:00.000Z","#
                + #""sequence":"000000000007","source":"/synthetic/office","specversion":"1.0","#
                + #""subject":"\#(subject)","time":"2019-07-01T10:00:00+08:00","type":"x.y"\#(more)}"#)
                .utf8
        )
    }

    private func places(_ lines: [[UInt8]], passing names: [String] = []) -> [String] {
        var check = PersonalDataCheck(passing: ReviewedPlaces(names))
        for (position, line) in lines.enumerated() {
            check.check(event: line.span, at: UInt64(position))
        }
        #expect(check.findingCount == UInt64(check.findings.count))
        return check.findings.map { "\($0.place) \($0.masked)" }
    }

    @Test("A finding names source, id and member, never the number; JSON numbers are no text")
    func members() {
        let data =
            #"{"amountFen":13812345678,"note":"电话 13812345678","list":["a",{"b":"\#(identity)"}]}"#
        #expect(
            places([line(data: data)]) == [
                "/synthetic/office#1:data.note 138****5678",
                "/synthetic/office#1:data.list[1].b 1101**********002X",
            ]
        )
        #expect(places([line(data: #"{"amountFen":13812345678}"#)]).isEmpty)
    }

    @Test("A number in an id, a subject or a member's name is found and masked in the place too")
    func names() {
        let found = places([
            line(id: identity, data: "{}"), line(subject: "person/\(identity)", data: "{}"),
            line(data: #"{"13812345678":{"k":"13912345678"}}"#),
        ])
        #expect(
            found == [
                "/synthetic/office#1101**********002X:id 1101**********002X",
                "/synthetic/office#1:subject 1101**********002X",
                "/synthetic/office#1:data.138****5678 138****5678",
                "/synthetic/office#1:data.138****5678.k 139****5678",
            ]
        )
        #expect(!found.joined().contains(identity) && !found.joined().contains("13812345678"))
    }

    @Test("Escapes do not hide a number")
    func escapes() {
        #expect(places([line(data: #"{"note":"\u000113812345678"}"#)]).count == 1)
        #expect(places([line(data: #"{"note":"\"13812345678\\"}"#)]).count == 1)
        #expect(places([line(data: #"{"note":"\u0031\u00338\u0031\u0032345678"}"#)]).count == 1)
    }

    @Test("A reviewed place passes and is kept in the record; the others do not")
    func reviewed() {
        let lines = [
            line(id: "a", data: #"{"note":"13812345678"}"#),
            line(id: "b", data: #"{"note":"13812345678"}"#),
            line(id: identity, data: "{}"),
        ]
        var check = PersonalDataCheck(
            passing: ReviewedPlaces([
                "/synthetic/office#a:data.note", "/synthetic/office#1101**********002X:id",
                "/synthetic/office#zz:data.note",
            ])
        )
        for (position, line) in lines.enumerated() {
            check.check(event: line.span, at: UInt64(position))
        }
        #expect(check.findings.map(\.place.description) == ["/synthetic/office#b:data.note"])
        #expect(
            check.passed == [
                "/synthetic/office#1101**********002X:id", "/synthetic/office#a:data.note",
            ]
        )
        #expect(places(Array(lines.prefix(2)), passing: ["/synthetic/office#*:data.note"]).isEmpty)
        #expect(places(Array(lines.prefix(2)), passing: ["/synthetic#*:data.note"]).count == 2)
        #expect(places(Array(lines.prefix(2)), passing: ["/synthetic/office#*:data"]).count == 2)
    }

    @Test(
        "Cells and lines are named by file, row and column; what was reviewed in its event passes there"
    )
    func tables() {
        var check = PersonalDataCheck(passing: ReviewedPlaces(["/synthetic/office#a:data.note"]))
        check.check(event: line(id: "a", data: #"{"note":"13812345678"}"#).span, at: 0)
        check.check(cell: "付 13812345678", file: "a.csv", row: 2, column: "payee")
        check.check(cell: "付 13912345678", file: "a.csv", row: 3, column: "payee")
        check.check(text: Array("a\n13812345678\n\(identity)".utf8), file: "b.txt")
        #expect(check.findings.map(\.place.description) == ["a.csv:3:payee", "b.txt:3"])
        #expect(check.passed == ["/synthetic/office#a:data.note"])
    }

    @Test("Only the first findings are named, all are counted")
    func manyFindings() {
        var check = PersonalDataCheck(namedMax: 3)
        for position in 0..<10 {
            let bytes = line(id: "\(position)", data: #"{"note":"13812345678"}"#)
            check.check(event: bytes.span, at: UInt64(position))
        }
        #expect(check.findings.count == 3 && check.findingCount == 10 && !check.isClean)
    }

    @Test(
        "A line is looked into exactly if one of its strings holds a number",
        arguments: 1...200 as ClosedRange<UInt64>
    )
    func shortCut(seed: UInt64) throws {
        var numbers = SyntheticNumbers(seed: seed)
        let texts = (0..<6).map { _ in
            let piece = numbers.one(of: [
                numbers.identity(), numbers.mobile(), numbers.card(), numbers.digits(12), "雪", "",
                "a\\", "\"", "\u{1}", "\n", "1", "X", "-", " ",
            ])
            return piece + numbers.one(of: ["", "1", "x", numbers.mobile(), "\u{2}", "元", " "])
        }
        let member = { (text: String) in
            String(decoding: JSONValue.string(text).compactText, as: UTF8.self)
        }
        let data =
            "{\"a\":"
            + texts.map(member).joined(separator: ",\"b\":1,\"c\":")
            .replacing(",\"b\":1,\"c\":", with: "|") + "}"
        var index = 0
        let named = data.split(separator: "|", omittingEmptySubsequences: false).map { part in
            index += 1
            return index == 1 ? String(part) : "\"k\(index)\":\(part)"
        }.joined(separator: ",")
        var scanner = PersonalDataScanner()
        let expected = texts.reduce(0) { $0 + scanner.matches(in: $1).count }
        #expect(places([line(data: named)]).count == expected, "seed \(seed): \(named)")
    }
}
