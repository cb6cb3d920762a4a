import Answers
import EventLog
import Foundation
import Testing

/// Explanations of random histories: the second account of each row against the first.
@Suite("Explanations agree with the figures")
struct ExplanationTests {
    private static let seedCount =
        ProcessInfo.processInfo.environment["CAIRN_SEEDS"].flatMap { Int($0) } ?? 60
    private static let groups = 20

    @Test("The events behind every row come to every member of it", arguments: 0..<groups)
    func everyRow(group: Int) {
        var failures = 0
        for seed in stride(from: group, to: Self.seedCount, by: Self.groups) where failures < 3 {
            do {
                if let failure = try Self.failure(seed: UInt64(seed)) {
                    Issue.record("seed \(seed): \(failure)")
                    failures += 1
                }
            } catch {
                Issue.record("seed \(seed): \(error)")
                failures += 1
            }
        }
    }

    /// The first member that the events account for otherwise; `nil` if there is none.
    private static func failure(seed: UInt64) throws -> String? {
        let history = HistoryMaker.history(seed: seed)
        let ledger = OracleLedger(history.events)
        return try AgreementCheck.withLog(of: history) { log in
            for asked in QuestionMaker.questions(of: ledger, seed: seed) {
                let question = try AgreementCheck.question(asked)
                let failure = try log.withSnapshot { snapshot -> String? in
                    let answer = try question.answer(from: snapshot, tables: log.tables)
                    let accounts = try AnswerAccounts(of: answer, from: snapshot)
                    for row in answer.rows {
                        let name = answer.figure(of: row)
                        let explanation = try accounts.explanation(of: name)
                        guard !explanation.isEqual else { continue }
                        return explanation.checks.filter { !$0.isEqual }.map { check in
                            "\(name)#\(check.member): \(String(describing: check.figure)), from the "
                                + "events \(String(describing: check.recomputed))"
                        }.joined(separator: "\n")
                    }
                    return nil
                }
                if let failure { return failure }
            }
            return nil
        }
    }
}
