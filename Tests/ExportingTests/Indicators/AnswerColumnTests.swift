import Answers
import EventModel
import Foundation
import Testing

@testable import Exporting

@Suite("Columns of answers")
struct AnswerColumnTests {
    @Test(
        "Every indicator's members are described, in both languages",
        arguments: Indicator.allCases
    )
    func described(indicator: Indicator) throws {
        let columns = try #require(AnswerColumns.described[indicator.rawValue])
        #expect(columns.map(\.name) == AnswerMembers.names(of: indicator.rawValue))
        for column in columns {
            #expect(column.title.zh != column.title.en && column.meaning.zh != column.meaning.en)
        }
        let readings = columns.first { $0.name == "reading" }?.terms.keys.map { $0 } ?? []
        #expect(Set(readings) == Set(indicator.readings))
    }

    @Test("Every value of a fixed list in the recorded answers has words")
    func terms() throws {
        let folder = Histories.file("shigatse-2019/answers")
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
            let answer = try JSONValue(parsing: bytes)
            let indicator = try #require(answer["indicator"]?.stringValue)
            let columns = try #require(AnswerColumns.described[indicator])
            for row in try #require(answer["rows"]?.arrayValue) {
                for member in row.objectValue ?? [] {
                    let column = try #require(columns.first { $0.name == member.name })
                    guard column.kind == .term, let code = member.value.stringValue else {
                        continue
                    }
                    // A county is its code.
                    if column.name == "region", code.utf8.count == 12 { continue }
                    #expect(column.terms[code] != nil, "\(indicator) \(column.name) \(code)")
                    count += 1
                }
            }
        }
        #expect(count > 1_000)
    }

    @Test("A member that nobody described gets a column of its own, so that no value is lost")
    func undescribed() {
        let rows = [
            Answer.Row(members: [.init("rule", .text("R-X")), .init("lostFen", .integer(5))]),
            Answer.Row(members: [.init("events", .texts(["a#1"])), .init("rule", .null)]),
        ]
        let columns = AnswerColumns.columns(of: "synthetic", rows: rows)
        #expect(columns.map(\.name) == ["rule", "lostFen", "events"])
        #expect(columns.map(\.kind) == [.text, .money, .texts])
    }

    @Test("The dictionary describes every column of every table, the dictionary's own too")
    func dictionary() throws {
        let tables = [FundTables.journal, FundTables.lines, FindingReport.table]
        let reports = DataDictionary(tables: tables, schemas: FundHistory.schemas).reports
        var described: Set<String> = []
        try reports[0].forEachRow { row in
            guard case .text(let table) = row[0], case .text(let column) = row[3] else { return }
            #expect(described.insert("\(table).\(column)").inserted)
        }
        for table in tables + reports.map(\.table) {
            for column in table.columns {
                #expect(described.contains("\(table.name).\(column.name)"))
                if column.kind == .money {
                    #expect(described.contains("\(table.name).\(column.yuanName)"))
                }
            }
        }
        var fields: Set<String> = []
        try reports[1].forEachRow { row in
            guard case .text(let type) = row[0], case .text(let field) = row[5] else { return }
            fields.insert("\(type).\(field)")
        }
        for schema in FundHistory.schemas {
            for field in schema.fields { #expect(fields.contains("\(schema.type).\(field.name)")) }
        }
        var codes: Set<String> = []
        try reports[2].forEachRow { row in
            guard case .text(let column) = row[0], case .text(let code) = row[1] else { return }
            codes.insert("\(column).\(code)")
        }
        #expect(codes.isSuperset(of: ["source.central", "classes.training", "state.voided"]))
    }
}
