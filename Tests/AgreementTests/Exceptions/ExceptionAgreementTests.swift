import EventLog
import EventModel
import Foundation
import Indicators
import Projections
import Testing

/// The list of exceptions against a second computation of it, event by event from its written definition.
@Suite("Agreement of the list of exceptions with a naive computation")
struct ExceptionAgreementTests {
    /// Histories of one run: 200, or what `CAIRN_SEEDS` says.
    private static let seedCount =
        ProcessInfo.processInfo.environment["CAIRN_SEEDS"].flatMap { Int($0) } ?? 200
    private static let groups = 20

    private static func questions(of ledger: OracleLedger, seed: UInt64) -> [OracleQuestion] {
        // The days and instants are chosen as for the other figures.
        QuestionMaker.questions(of: ledger, seed: seed).suffix(3).map { question in
            var question = question
            question.indicator = "exceptions"
            return question
        }
    }

    @Test(
        "Random histories give the same list, from kept states and without",
        arguments: 0..<groups
    )
    func agreement(group: Int) {
        var failures = 0
        for seed in stride(from: group, to: Self.seedCount, by: Self.groups) where failures < 2 {
            do {
                if try !agrees(seed: UInt64(seed)) { failures += 1 }
            } catch {
                Issue.record("seed \(seed): \(error)")
                failures += 1
            }
        }
    }

    private func agrees(seed: UInt64) throws -> Bool {
        let history = ExceptionHistories.history(seed: seed)
        let ledger = OracleLedger(history.events)
        let questions = Self.questions(of: ledger, seed: seed)
        #expect(questions.count == 3)
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

    @Test("The answer does not depend on how many steps of parcels are held, nor on the threads")
    func passes() throws {
        for seed in UInt64(1_000)..<1_020 {
            let history = ExceptionHistories.history(seed: seed)
            try AgreementCheck.withLog(of: history) { log in
                try log.withSnapshot { snapshot in
                    let day = try #require(try snapshot.lastRecordedAt)
                    func answer(_ heldSteps: Int, _ threads: Int?) throws -> IndicatorAnswer {
                        let store = threads.map {
                            ProjectionStore(
                                of: log,
                                keeping: .inMemory,
                                threads: $0,
                                blocksOfPart: 1
                            )
                        }
                        return try ExceptionsView(
                            in: snapshot,
                            upTo: snapshot.eventCount,
                            store: store,
                            tables: log.tables,
                            heldSteps: heldSteps
                        ).answer(asOf: .init(of: day))
                    }
                    let whole = try answer(1 << 20, nil)
                    #expect(!whole.rows.isEmpty)
                    for (heldSteps, threads) in [(50, nil), (7, 1), (1 << 20, 2), (20, 3)] {
                        let isSame = try answer(heldSteps, threads) == whole
                        #expect(isSame, "seed \(seed), \(heldSteps) steps, threads \(threads ?? 0)")
                    }
                }
            }
        }
    }

    // MARK: - What the comparison is worth

    private struct Sample {
        let ledger: OracleLedger
        let answers: [(question: OracleQuestion, answer: OracleAnswer)]
    }

    private static let samples: [Sample] = (0..<150).map { seed in
        let ledger = OracleLedger(ExceptionHistories.history(seed: UInt64(seed)).events)
        let questions = questions(of: ledger, seed: UInt64(seed))
        return Sample(ledger: ledger, answers: questions.map { ($0, $0.answer(from: ledger)) })
    }

    @Test("The histories reach every kind of exception")
    func reach() {
        var counts: [String: Int] = [:]
        for sample in Self.samples {
            for (_, answer) in sample.answers {
                for row in answer.rows { counts[row["kind"]?.stringValue ?? "", default: 0] += 1 }
            }
        }
        for kind in ExceptionKind.allCases {
            let count = counts[kind.rawValue] ?? 0
            #expect(count >= 10, "\(kind.rawValue): \(count) in the answers of 150 seeds")
        }
        #expect(counts.count == ExceptionKind.allCases.count)
    }

    @Test("A rule read wrongly shows in some history", arguments: ExceptionTwist.allCases)
    func twisted(twist: ExceptionTwist) {
        let isNoticed = Self.samples.contains { sample in
            sample.answers.contains { question, answer in
                var wrong = question
                wrong.exceptionTwist = twist
                return wrong.answer(from: sample.ledger).text != answer.text
            }
        }
        #expect(isNoticed, "nothing notices \(twist.rawValue)")
    }
}
