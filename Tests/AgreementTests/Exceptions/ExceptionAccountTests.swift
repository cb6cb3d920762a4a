import Answers
import EventLog
import EventModel
import Foundation
import Testing

/// Explanations and changes of the list of exceptions, over histories that are rich in them.
@Suite("Exceptions are accounted for")
struct ExceptionAccountTests {
    private static let seedCount =
        ProcessInfo.processInfo.environment["CAIRN_SEEDS"].flatMap { Int($0) } ?? 60
    private static let groups = 10

    private static func questions(of history: History, seed: UInt64) -> [OracleQuestion] {
        QuestionMaker.questions(of: OracleLedger(history.events), seed: seed).suffix(3).map {
            var question = $0
            question.indicator = "exceptions"
            return question
        }
    }

    @Test(
        "The events of every row come to every member of it, and rows have names of their own",
        arguments: 0..<groups
    )
    func everyRow(group: Int) throws {
        for seed in stride(from: group, to: Self.seedCount, by: Self.groups) {
            let history = ExceptionHistories.history(seed: UInt64(seed))
            let asked = Self.questions(of: history, seed: UInt64(seed))
            let failure = try ExplanationTests.failure(of: history, asked: asked)
            #expect(failure == nil, "seed \(seed)")
            if failure != nil { return }
        }
    }

    @Test("Each changed row is split by cause as the oracle has it", arguments: 0..<groups)
    func everyChange(group: Int) throws {
        for seed in stride(from: group, to: Self.seedCount, by: Self.groups) {
            let history = ExceptionHistories.history(seed: UInt64(seed))
            let asked = Self.questions(of: history, seed: UInt64(seed))
            let failure = try ChangeTests.failure(of: history, asked: asked)
            #expect(failure == nil, "seed \(seed)")
            if failure != nil { return }
        }
    }

    @Test("A row that says more or less than its events is noticed")
    func falsified() throws {
        var noticed: Set<String> = []
        for seed in UInt64(0)..<25 {
            let history = ExceptionHistories.history(seed: seed)
            let asked = Self.questions(of: history, seed: seed)[0]
            try AgreementCheck.withLog(of: history) { log in
                let question = try AgreementCheck.question(asked)
                try log.withSnapshot { snapshot in
                    let answer = try question.answer(from: snapshot, tables: log.tables)
                    for row in answer.rows {
                        guard let kind = row["kind"]?.description else { continue }
                        for wrong in Self.falsified(row) {
                            let forged = Answer(
                                figure: answer.figure,
                                rootHash: answer.rootHash,
                                parameters: answer.parameters,
                                rows: [wrong],
                                findings: []
                            )
                            let accounts = try AnswerAccounts(of: forged, from: snapshot)
                            let found = try accounts.explanation(of: forged.figure(of: wrong))
                            #expect(!found.isEqual, "seed \(seed): \(wrong)")
                            noticed.insert(kind)
                        }
                    }
                }
            }
        }
        #expect(noticed.count > 14, "\(noticed.sorted())")
    }

    /// The row under another rule, and with each of its numbers one off.
    private static func falsified(_ row: Answer.Row) -> [Answer.Row] {
        func replacing(_ name: String, _ value: Answer.Value) -> Answer.Row {
            Answer.Row(
                members: row.members.map { $0.name == name ? .init(name, value) : $0 }
            )
        }
        var forged = [replacing("rule", .text("R-FUND-99"))]
        if case .texts(let figures)? = row["detail"] {
            for (place, figure) in figures.enumerated() {
                let parts = figure.split(separator: "=")
                guard parts.count == 2, let number = Int128(parts[1]) else { continue }
                var others = figures
                others[place] = "\(parts[0])=\(number + 1)"
                forged.append(replacing("detail", .texts(others)))
            }
        }
        return forged
    }
}
