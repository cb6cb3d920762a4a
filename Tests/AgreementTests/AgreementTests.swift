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
    func agreement(group: Int) {
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

    @Test("The histories reach every reading, verdict, status and finding")
    func reach() {
        var census = AnswerCensus()
        for seed in UInt64(0)..<150 {
            let history = HistoryMaker.history(seed: seed)
            let ledger = OracleLedger(history.events)
            for question in QuestionMaker.questions(of: history, seed: seed) {
                census.add(question.answer(from: ledger), question)
            }
        }
        for key in AnswerCensus.expected {
            let count = census.counts[key] ?? 0
            #expect(count >= 5, "\(key): \(count) in the answers of 150 seeds")
        }
    }

    @Test("A rule read wrongly shows within 300 histories", arguments: OracleTwist.allCases)
    func twisted(twist: OracleTwist) throws {
        let seed = (UInt64(0)..<300).first { seed in
            let history = HistoryMaker.history(seed: seed)
            let ledger = OracleLedger(history.events)
            return QuestionMaker.questions(of: history, seed: seed).contains { question in
                var wrong = question
                wrong.twist = twist
                let answers = (question.answer(from: ledger), wrong.answer(from: ledger))
                return AgreementCheck.difference(answers.0, answers.1) != nil
            }
        }
        #expect(seed != nil, "nothing notices \(twist.rawValue)")
        if let seed { print("TWIST", twist.rawValue, seed) }
    }
}
