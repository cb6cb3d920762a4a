import Answers
import CairnTestSupport
import EventLog
import EventModel
import Programme
import Testing

@testable import Exporting

@Suite("Journals of random histories")
struct FundPropertyTests {
    @Test(
        "Every evening's running balance is the balance of that day by a naive computation",
        arguments: 1...60 as ClosedRange<UInt64>
    )
    func eveningBalances(seed: UInt64) async throws {
        let lines = RandomFunds(seed: seed).lines
        try await withLedger(lines, seed: seed) { ledger, count in
            let history = try FundHistory(in: ledger.snapshot, upTo: count)
            let last = try #require(BusinessDate(parsing: "2019-03-20"))
            let journal = FundJournal(history, from: nil, through: last)
            for offset in -22...0 {
                let day = last.advanced(byDays: offset)
                let naive = NaiveFunds(lines, upTo: Int(count), through: day)
                // The journal of the last day, cut at the evening, and a journal of that very day.
                let own = FundJournal(history, from: nil, through: day)
                let told: Comment = "seed \(seed), \(count) events, \(day)"
                for (source, fen) in naive.sources {
                    let totals = own.sourceTotals.first { $0.source.rawValue == source }?.totals
                    #expect((totals?.sourceBalanceFen ?? 0) == fen, told)
                }
                for (line, fen) in naive.lines {
                    let totals = own.lineTotals.first { $0.line.text == line }?.totals
                    #expect((totals?.lineBalanceFen ?? 0) == fen, told)
                    let running = journal.entries.last {
                        $0.line?.text == line && $0.state == .counted && $0.effective.day <= day
                    }
                    // Things that are made later may bring waiting events in, never take them out.
                    #expect((running?.lineBalanceFen ?? 0) == fen, told)
                }
            }
        }
    }

    @Test(
        "Journal and balances agree with the projection for any two dates and any first day",
        arguments: 1...60 as ClosedRange<UInt64>
    )
    func agreesWithProjection(seed: UInt64) async throws {
        let lines = RandomFunds(seed: seed).lines
        var random = SplitMix64(seed: seed &* 31)
        try await withLedger(lines, seed: seed) { ledger, _ in
            for _ in 0..<12 {
                let days = [0, 0].map { _ in Int.random(in: 0...22, using: &random) }.sorted()
                let start = try #require(BusinessDate(parsing: "2019-02-26"))
                let day = start.advanced(byDays: days[1])
                let knownAt = Instant(
                    millisecondsSince1970: 1_600_000_000_000
                        + Int64.random(in: 0...Int64(lines.count), using: &random) * 60_000
                )
                let count = try ledger.snapshot.eventCount(knownAt: knownAt)
                let answer = try Question(indicator: .funds, asOf: day, knownAt: knownAt).answer(
                    from: ledger.snapshot,
                    tables: ledger.log.tables,
                    store: ledger.store
                )
                let reports = FundReports(
                    try FundHistory(in: ledger.snapshot, upTo: count),
                    from: Bool.random(using: &random) ? start.advanced(byDays: days[0]) : nil,
                    through: day,
                    regions: [:]
                )
                #expect(throws: Never.self, "seed \(seed), \(day), \(count) events") {
                    try reports.check(against: answer.rows)
                }
            }
        }
    }

    @Test(
        "A figure that differs by a fen is noticed and named",
        arguments: 1...10 as ClosedRange<UInt64>
    )
    func disagreement(seed: UInt64) async throws {
        let lines = RandomFunds(seed: seed).lines
        try await withLedger(lines, seed: seed) { ledger, count in
            let day = try #require(BusinessDate(parsing: "2019-03-20"))
            let answer = try Question(indicator: .funds, asOf: day).answer(
                from: ledger.snapshot,
                tables: ledger.log.tables,
                store: ledger.store
            )
            let history = try FundHistory(in: ledger.snapshot, upTo: ledger.snapshot.eventCount)
            let reports = FundReports(history, from: nil, through: day, regions: [:])
            for member in ["numeratorFen", "denominatorFen"] {
                for row in answer.rows.indices {
                    var wrong = answer.rows
                    wrong[row] = wrong[row].withOneFenMore(in: member)
                    let error = #expect(throws: ExportError.self, "seed \(seed) row \(row)") {
                        try reports.check(against: wrong)
                    }
                    guard case .disagreement(let found)? = error else {
                        Issue.record("seed \(seed): \(String(describing: error))")
                        continue
                    }
                    #expect(found.figure.hasSuffix(member))
                    #expect(found.projectionFen == found.journalFen + 1)
                }
            }
        }
    }

    private func withLedger(
        _ lines: [FundLine],
        seed: UInt64,
        _ body: (AuditPackage.Ledger, UInt64) throws -> Void
    ) async throws {
        try await withExportFolder { folder in
            let ledger = try await ExportLedger.create(
                at: folder + "/ledger",
                lines: lines.recorded,
                blockEvents: seed % 2 == 0 ? 16 : 16_384
            )
            defer { ledger.log.close() }
            try ledger.use { ledger in
                let total = ledger.snapshot.eventCount
                for count in [total, total / 2, total * 3 / 4] { try body(ledger, count) }
            }
        }
    }
}

extension Answer.Row {
    /// The row with one amount a fen larger.
    fileprivate func withOneFenMore(in name: String) -> Answer.Row {
        Answer.Row(
            members: members.map { member in
                guard member.name == name, case .integer(let fen) = member.value else {
                    return member
                }
                return Answer.Member(name, .integer(fen + 1))
            }
        )
    }
}
