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
        let ledger = OracleLedger(history.events)
        let questions = QuestionMaker.questions(of: ledger, seed: seed)
        #expect(questions.count == 7)
        let failed = try AgreementCheck.withLog(of: history) { log in
            try questions.first { question in
                let expected = question.answer(from: ledger).text
                let found = try AgreementCheck.answer(to: question, in: log)
                return AgreementCheck.difference(expected, found) != nil
            }
        }
        guard let failed else { return true }
        let smallest = AgreementCheck.smallestFailure(history, failed)
        Issue.record("seed \(seed), question \(failed)\n\(smallest)")
        return false
    }

    // MARK: - What the comparison is worth

    private struct Sample {
        let seed: UInt64
        let ledger: OracleLedger
        /// Questions with the right answers.
        let answers: [(question: OracleQuestion, answer: OracleAnswer)]
    }

    private static let samples: [Sample] = (0..<150).map { seed in
        let ledger = OracleLedger(HistoryMaker.history(seed: UInt64(seed)).events)
        let questions = QuestionMaker.questions(of: ledger, seed: UInt64(seed))
        return Sample(
            seed: UInt64(seed),
            ledger: ledger,
            answers: questions.map { ($0, $0.answer(from: ledger)) }
        )
    }

    @Test("The histories reach every reading, verdict, status and finding")
    func reach() {
        var census = AnswerCensus()
        for sample in Self.samples {
            for (question, answer) in sample.answers { census.add(answer, question) }
        }
        for key in AnswerCensus.expected {
            let count = census.counts[key] ?? 0
            #expect(count >= 5, "\(key): \(count) in the answers of 150 seeds")
        }
    }

    /// The first question whose answer the twist changes.
    private static func noticed(_ twist: OracleTwist) -> (seed: UInt64, wrong: OracleQuestion)? {
        for sample in samples {
            for (question, answer) in sample.answers where question.indicator == twist.indicator {
                var wrong = question
                wrong.twist = twist
                if wrong.answer(from: sample.ledger).text != answer.text {
                    return (sample.seed, wrong)
                }
            }
        }
        return nil
    }

    @Test("A rule read wrongly shows in some history", arguments: OracleTwist.allCases)
    func twisted(twist: OracleTwist) {
        #expect(Self.noticed(twist) != nil, "nothing notices \(twist.rawValue)")
    }

    @Test("A difference is named with the few lines that it needs")
    func smallest() throws {
        let (seed, wrong) = try #require(Self.noticed(.capIsExclusive))
        let history = HistoryMaker.history(seed: seed)
        let text = AgreementCheck.smallestFailure(history, wrong)
        let lines = text.split(separator: "\n")
        #expect(text.contains("verdict: oracle \"notMet\", engine \"met\""))
        #expect(text.contains("fund.appropriated"))
        #expect(lines.count < 16, "\(text)")
        #expect(history.lines.count > 30)
    }
}
