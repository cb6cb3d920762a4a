import Answers
import EventLog
import EventModel
import Foundation
import Testing

/// Changes between questions to random histories: every answer on the way against the oracle, and the sums.
@Suite("Changes add up")
struct ChangeTests {
    private static let seedCount =
        ProcessInfo.processInfo.environment["CAIRN_SEEDS"].flatMap { Int($0) } ?? 60
    private static let groups = 20

    @Test("The parts of every changed cell add up, step by step", arguments: 0..<groups)
    func everyCell(group: Int) {
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

    private static func failure(seed: UInt64) throws -> String? {
        let history = HistoryMaker.history(seed: seed)
        let questions = QuestionMaker.questions(of: OracleLedger(history.events), seed: seed)
        return try failure(of: history, asked: questions)
    }

    /// What of the changes between some questions to a history is not as the oracle has it; `nil` if nothing is.
    static func failure(of history: History, asked questions: [OracleQuestion]) throws -> String? {
        let ledger = OracleLedger(history.events)
        return try AgreementCheck.withLog(of: history) { log in
            for pair in pairs(of: questions) {
                let failure = try log.withSnapshot { snapshot in
                    try Self.failure(of: pair, ledger, log, snapshot)
                }
                if let failure { return "\(pair.first) → \(pair.second)\n\(failure)" }
            }
            return nil
        }
    }

    private struct Pair {
        let first: OracleQuestion
        let second: OracleQuestion
    }

    /// Questions of one indicator about the same rows: both ways, and one with itself.
    private static func pairs(of questions: [OracleQuestion]) -> [Pair] {
        var pairs: [Pair] = []
        for (place, first) in questions.enumerated() {
            for second in questions[(place + 1)...] where second.indicator == first.indicator {
                var other = second
                other.includesClosed = first.includesClosed
                pairs += [Pair(first: first, second: other), Pair(first: other, second: first)]
            }
        }
        return pairs + questions.prefix(1).map { Pair(first: $0, second: $0) }
    }

    private static func failure(
        of pair: Pair,
        _ ledger: OracleLedger,
        _ log: EventLog,
        _ snapshot: LogSnapshot
    ) throws -> String? {
        let asked = try [pair.first, pair.second].map { question in
            var asked = try AgreementCheck.question(question)
            asked.includesAll = true
            asked.includesClosed = pair.first.includesClosed
            return asked
        }
        let changes = try FigureChanges(
            from: asked[0],
            to: asked[1],
            in: snapshot,
            tables: log.tables
        )
        guard changes.mismatches.isEmpty else { return "events differ: \(changes.mismatches)" }
        let walk = OracleWalk(from: pair.first, to: pair.second, in: ledger)
        let states = walk.isReversed ? walk.states.reversed() : walk.states
        let expected = Set(states[0].keys).union(states[4].keys).filter { key in
            states[0][key]?.compactText != states[4][key]?.compactText
        }
        let found = changes.rows.map { OracleWalk.key($0.any.jsonValue, pair.first.indicator) }
        guard Set(found) == expected, found.count == expected.count else {
            return "rows \(found.sorted()), expected \(expected.sorted())"
        }
        for (row, key) in zip(changes.rows, found) {
            for (place, state) in states.enumerated()
            where row.rows[place]?.jsonValue.compactText != state[key]?.compactText {
                return "\(key), state \(place): \(String(describing: row.rows[place])), expected "
                    + "\(String(describing: state[key]))"
            }
            if let failure = sums(of: row, pair.first.indicator) { return "\(key): \(failure)" }
        }
        return nil
    }

    /// What of a row does not add up.
    private static func sums(
        of row: FigureChanges.RowChange,
        _ indicator: String
    ) -> String? {
        func number(_ row: Answer.Row?, _ member: String) -> Int128 {
            if case .integer(let number)? = row?[member] { number } else { 0 }
        }
        for cell in row.cells {
            let ends = (row.rows[0], row.rows[4])
            if let parts = cell.parts {
                let change = number(ends.1, cell.member) - number(ends.0, cell.member)
                // A row that comes or goes with 0 adds nothing.
                let isEmpty = change == 0 && ends.0 != nil && ends.1 != nil
                guard parts.count == 4, parts.reduce(0, +) == change, !isEmpty else {
                    return "\(cell.member): \(parts) are not \(change)"
                }
            }
            if let parts = cell.percentParts {
                let printed = [ends.0, ends.1].map { row -> Int128 in
                    guard case .text(let text)? = row?["percent"] else { return 0 }
                    return OraclePercent.tenThousandths(text.replacing("-", with: ""))
                        * (text.hasPrefix("-") ? -1 : 1)
                }
                guard parts.reduce(0, +) == printed[1] - printed[0] else {
                    return "percent: \(parts) are not \(printed)"
                }
            }
        }
        // The items of a term add up to each part of the member that it is the sum of.
        let terms: [(terms: [String], member: String)] =
            switch indicator {
            case "coverage": [(["numerator"], "numerator"), (["denominator"], "denominator")]
            case "funds": [(["numerator"], "numeratorFen"), (["base"], "denominatorFen")]
            case "exceptions": []
            default: [(["months", "reports", "inspections", "complaints"], "run")]
            }
        for (names, member) in terms where row.rows.contains(where: { $0?[member] != nil }) {
            for (place, items) in row.steps.enumerated() {
                let change = number(row.rows[place + 1], member) - number(row.rows[place], member)
                let sum = items.filter { names.contains($0.term) }.reduce(0) { $0 + $1.change }
                guard sum == change else { return "\(names), step \(place): \(sum), not \(change)" }
            }
        }
        return nil
    }

    @Test("Kept states give the same changes", arguments: [0, 7, 23, 41, 66, 90])
    func keptStates(seed: UInt64) throws {
        let history = HistoryMaker.history(seed: seed)
        let questions = QuestionMaker.questions(of: OracleLedger(history.events), seed: seed)
        try AgreementCheck.withLog(of: history) { log in
            for pair in Self.pairs(of: questions) {
                var asked = try [pair.first, pair.second].map(AgreementCheck.question)
                asked[1].includesAll = asked[0].includesAll
                let texts = try [nil, AgreementCheck.store(of: log)].map { store in
                    try log.withSnapshot { snapshot in
                        try FigureChanges(
                            from: asked[0],
                            to: asked[1],
                            in: snapshot,
                            tables: log.tables,
                            store: store
                        ).json.compactText
                    }
                }
                #expect(texts[0] == texts[1], "seed \(seed): \(pair)")
            }
        }
    }

    @Test("The other way round, steps and signs are reversed")
    func antisymmetry() throws {
        var compared = 0
        for seed in 0..<20 {
            let history = HistoryMaker.history(seed: UInt64(seed))
            let questions = QuestionMaker.questions(
                of: OracleLedger(history.events),
                seed: UInt64(seed)
            )
            try AgreementCheck.withLog(of: history) { log in
                for pair in Self.pairs(of: questions) {
                    var asked = try [pair.first, pair.second].map(AgreementCheck.question)
                    asked[1].includesAll = asked[0].includesAll
                    try log.withSnapshot { snapshot in
                        func changes(_ first: Question, _ second: Question) throws -> FigureChanges
                        {
                            try FigureChanges(
                                from: first,
                                to: second,
                                in: snapshot,
                                tables: log.tables
                            )
                        }
                        let there = try changes(asked[0], asked[1])
                        let back = try changes(asked[1], asked[0])
                        #expect(there.rows.map(\.path) == back.rows.map(\.path))
                        for (one, other) in zip(there.rows, back.rows) {
                            #expect(one.cells.map(\.member) == other.cells.map(\.member))
                            for (left, right) in zip(one.cells, other.cells) {
                                #expect(left.parts == right.parts.map { $0.reversed().map { -$0 } })
                                #expect(left.values == right.values.reversed())
                                compared += 1
                            }
                        }
                    }
                }
            }
        }
        #expect(compared > 1_000)
    }
}
