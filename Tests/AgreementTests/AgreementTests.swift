import EventModel
import Foundation
import Testing

/// The engine against an independent computation of the same figures from the rules' text.
@Suite("Agreement with a naive computation")
struct AgreementTests {
    /// Histories of one run: 1,000, or what `CAIRN_SEEDS` says.
    private static let seedCount =
        ProcessInfo.processInfo.environment["CAIRN_SEEDS"].flatMap { Int($0) } ?? 1_000
    private static let groups = 20

    @Test("Random histories give the same answers event by event", arguments: 0..<groups)
    func agreement(group: Int) throws {
        var failures = 0
        for seed in stride(from: group, to: Self.seedCount, by: Self.groups) where failures < 3 {
            do {
                if try !agrees(seed: UInt64(seed)) { failures += 1 }
            } catch {
                Issue.record("seed \(seed): \(error)")
                failures += 1
            }
        }
    }

    private func agrees(seed: UInt64) throws -> Bool {
        let history = HistoryMaker.history(seed: seed)
        let questions = QuestionMaker.questions(of: history, seed: seed)
        let ledger = OracleLedger(history.events)
        #expect(questions.count == 8)
        let failed = try AgreementCheck.withLog(of: history) { log in
            try questions.first { question in
                let expected = question.answer(from: ledger)
                let found = try AgreementCheck.answer(to: question, in: log)
                return AgreementCheck.difference(expected, found) != nil
            }
        }
        guard let failed else { return true }
        let smallest = AgreementCheck.smallestFailure(history, failed)
        Issue.record("seed \(seed), question \(failed)\n\(smallest)")
        return false
    }
}
