import Answers
import EventLog
import EventModel
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
        let questions = QuestionMaker.questions(of: OracleLedger(history.events), seed: seed)
        return try failure(of: history, asked: questions)
    }

    /// As for one seed, for the rows of some answers from a history.
    static func failure(of history: History, asked questions: [OracleQuestion]) throws -> String? {
        try AgreementCheck.withLog(of: history) { log in
            for asked in questions {
                let question = try AgreementCheck.question(asked)
                let failure = try log.withSnapshot { snapshot -> String? in
                    let answer = try question.answer(from: snapshot, tables: log.tables)
                    let accounts = try AnswerAccounts(of: answer, from: snapshot)
                    let names = Set(answer.rows.map { answer.figure(of: $0) })
                    guard names.count == answer.rows.count else { return "two rows of one name" }
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

    @Test("A figure that is one off is noticed, in its own member", arguments: [3, 14, 15, 92])
    func falsified(seed: UInt64) throws {
        let history = HistoryMaker.history(seed: seed)
        let questions = QuestionMaker.questions(of: OracleLedger(history.events), seed: seed)
        var count = 0
        try AgreementCheck.withLog(of: history) { log in
            for asked in questions {
                let question = try AgreementCheck.question(asked)
                try log.withSnapshot { snapshot in
                    let answer = try question.answer(from: snapshot, tables: log.tables)
                    for (place, row) in answer.rows.enumerated() where place.isMultiple(of: 7) {
                        for member in row.members {
                            guard case .integer(let number) = member.value else { continue }
                            let wrong = Self.replacing(member.name, with: number + 1, in: row)
                            let accounts = try AnswerAccounts(
                                of: Answer(
                                    figure: answer.figure,
                                    rootHash: answer.rootHash,
                                    parameters: answer.parameters,
                                    rows: [wrong],
                                    findings: []
                                ),
                                from: snapshot
                            )
                            let found = try accounts.explanation(of: answer.figure(of: wrong))
                            let wrongMembers = found.checks.filter { !$0.isEqual }.map(\.member)
                            #expect(wrongMembers == [member.name])
                            #expect(!found.isEqual)
                            count += 1
                        }
                    }
                }
            }
        }
        #expect(count > 20)
    }

    private static func replacing(
        _ name: String,
        with number: Int128,
        in row: Answer.Row
    ) -> Answer.Row {
        Answer.Row(
            members: row.members.map { member in
                member.name == name ? Answer.Member(name, .integer(number)) : member
            }
        )
    }

    @Test("A row's events stand in the log and were known to the question", arguments: 0..<12)
    func listed(seed: UInt64) throws {
        let history = HistoryMaker.history(seed: seed)
        let ledger = OracleLedger(history.events)
        try AgreementCheck.withLog(of: history) { log in
            for asked in QuestionMaker.questions(of: ledger, seed: seed) {
                let question = try AgreementCheck.question(asked)
                let known = ledger.known(at: asked.knownAt)
                let standing = Set(OracleLedger.standing(known).map(\.position))
                try log.withSnapshot { snapshot in
                    let answer = try question.answer(from: snapshot, tables: log.tables)
                    let accounts = try AnswerAccounts(of: answer, from: snapshot)
                    for row in answer.rows {
                        let found = try accounts.explanation(of: answer.figure(of: row))
                        for event in found.events {
                            let own = known[Int(event.position)]
                            #expect(standing.contains(own.position))
                            #expect(event.reference.description == own.name)
                            #expect(Int(event.day.daysSince1970) == own.day)
                            #expect(event.type == own.type)
                        }
                        let positions = found.events.map(\.position)
                        #expect(positions == positions.sorted())
                    }
                }
            }
        }
    }
}
