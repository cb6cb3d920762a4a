import EventLog
import EventModel
import Programme
import Testing

@testable import Exporting

@Suite("The fund journal")
struct FundJournalTests {
    /// Rows of the journal as short text: what happened, whether it counts, and both balances.
    private func rows(
        _ lines: [FundLine],
        through day: String = "2019-12-31",
        from first: String? = nil,
        upTo count: UInt64? = nil
    ) async throws -> [String] {
        try await withExportFolder { folder in
            let ledger = try await ExportLedger.create(
                at: folder + "/ledger",
                lines: lines.recorded
            )
            defer { ledger.log.close() }
            return try ledger.use { ledger in
                let history = try FundHistory(
                    in: ledger.snapshot,
                    upTo: count ?? ledger.snapshot.eventCount
                )
                let journal = FundJournal(
                    history,
                    from: first.flatMap(BusinessDate.init(parsing:)),
                    through: try #require(BusinessDate(parsing: day))
                )
                return journal.entries.map { entry in
                    let balance = { (fen: Int128?) in fen.map { String($0) } ?? "-" }
                    let by = entry.fact.flatMap { history.retractions[$0.position]?.reference }
                    return [
                        entry.fact?.recorded.event.id ?? "opening", entry.state.rawValue,
                        entry.source?.rawValue ?? "-", entry.line?.text ?? "-",
                        balance(entry.sourceBalanceFen), balance(entry.lineBalanceFen),
                    ].joined(separator: " ") + (by.map { " by \($0)" } ?? "")
                }
            }
        }
    }

    @Test("Grants, budgets, moves, payments and returns run on two accounts")
    func accounts() async throws {
        let lines: [FundLine] = [
            .granted("g", "2019-01-01", 1_000), .budgeted("A", "2019-01-02", 600),
            .budgeted("B", "2019-01-02", 400), .moved("m", "2019-01-03", from: "A", to: "B", 50),
            .paid("p", "2019-01-04", "A", 200), .returned("r", "2019-01-05", of: "p", 30),
            .returned("v", "2019-01-06", of: "p", 20, isRecovery: true),
            .classified("c", "2019-01-07", "p", ["promotion"]),
        ]
        let found = try await rows(lines)
        #expect(
            found == [
                "opening opening central - 0 -", "g counted central - 1000 -",
                "A counted central A 1000 600", "B counted central B 1000 400",
                "m counted central A 1000 550", "m counted central B 1000 450",
                "p counted central A 800 350", "r counted central A 830 380",
                "v counted central A 850 400", "c counted central A 850 400",
            ]
        )
    }

    @Test("The order is that of business, not of recording")
    func order() async throws {
        var early = FundLine.paid("p0", "2019-02-01", "A", 1)
        early.hour = 9
        let lines: [FundLine] = [
            .paid("p2", "2019-02-02", "A", 4), .paid("p1", "2019-02-01", "A", 2), early,
            .budgeted("A", "2019-01-01", 100), .granted("g", "2019-01-01", 100),
        ]
        let found = try await rows(lines)
        #expect(
            found.dropFirst() == [
                "A counted central A 0 100", "g counted central - 100 -",
                "p0 counted central A 99 99", "p1 counted central A 97 97",
                "p2 counted central A 93 93",
            ]
        )
    }

    @Test(
        "What refers to an unknown thing waits, and counts from the day on which the thing is known"
    )
    func waiting() async throws {
        let lines: [FundLine] = [
            .returned("r", "2019-03-01", of: "p", 5),
            .moved("m", "2019-03-01", from: "A", to: "B", 7),
            .budgeted("A", "2019-03-02", 50), .paid("p", "2019-03-04", "A", 9),
            .budgeted("B", "2019-03-05", 50), .returned("x", "2019-03-06", of: "nobody", 1),
            .moved("y", "2019-03-06", from: "A", to: "nowhere", 1),
        ]
        #expect(
            try await rows(lines, through: "2019-03-03").dropFirst() == [
                "r waiting - - - -", "m waiting central A - -", "m waiting - B - -",
                "A counted central A 0 50",
            ]
        )
        #expect(
            try await rows(lines).dropFirst() == [
                "A counted central A 0 50", "p counted central A -9 41",
                "r counted central A -4 46",
                "B counted central B -4 50", "m counted central A -4 39",
                "m counted central B -4 57",
                "x waiting - - - -", "y waiting central A -4 39", "y waiting - nowhere - -",
            ]
        )
    }

    @Test("Voided, corrected and repeated events are shown, named and move nothing")
    func retracted() async throws {
        let wrong = FundLine.paid("p", "2019-04-02", "A", 90)
        let lines: [FundLine] = [
            .budgeted("A", "2019-04-01", 100), wrong,
            FundLine.paid("p", "2019-04-02", "A", 60).correcting("p", id: "p-2"),
            FundLine.paid("p", "2019-04-02", "A", 50).correcting("p-2", id: "p-3"),
            .paid("q", "2019-04-03", "A", 5), .voided("void-q", "2019-04-09", "q"),
            .paid("p", "2019-04-04", "A", 1, id: "again"),
            .budgeted("A", "2019-04-05", 1, id: "A-again"),
        ]
        let found = try await rows(lines)
        #expect(
            found.dropFirst() == [
                "A counted central A 0 100",
                "p corrected central A 0 100 by /synthetic/finance#p-2",
                "p-2 corrected central A 0 100 by /synthetic/finance#p-3",
                "p-3 counted central A -50 50",
                "q voided central A -50 50 by /synthetic/finance#void-q",
                "again repeated central A -50 50", "A-again repeated central A -50 50",
            ]
        )
        // Before the corrections were recorded.
        #expect(
            try await rows(lines, upTo: 2).dropFirst() == [
                "A counted central A 0 100", "p counted central A -90 10",
            ]
        )
    }

    @Test("A void that is voided itself brings the event back")
    func broughtBack() async throws {
        let lines: [FundLine] = [
            .granted("g", "2019-01-01", 10), .voided("v", "2019-01-02", "g"),
            .voided("w", "2019-01-03", "v"),
        ]
        #expect(try await rows(lines).dropFirst() == ["g counted central - 10 -"])
        #expect(
            try await rows(lines, upTo: 2).dropFirst() == [
                "g voided central - - - by /synthetic/finance#v"
            ]
        )
    }

    @Test("A period begins with the balances of the evening before")
    func period() async throws {
        let lines: [FundLine] = [
            .granted("g", "2019-01-01", 100), .granted("h", "2019-01-01", 7, source: "city"),
            .budgeted("A", "2019-01-01", 60), .paid("p", "2019-05-31", "A", 10),
            .paid("q", "2019-06-01", "A", 20), .returned("r", "2019-06-02", of: "p", 1),
        ]
        #expect(
            try await rows(lines, from: "2019-06-01") == [
                "opening opening central - 90 -", "opening opening city - 7 -",
                "opening opening - A - 50", "q counted central A 70 30",
                "r counted central A 71 31",
            ]
        )
        #expect(
            try await rows(lines, through: "2019-06-01", from: "2019-06-01").last
                == "q counted central A 70 30"
        )
    }

    @Test("An empty ledger has an opening balance of nothing")
    func empty() async throws {
        #expect(try await rows([]) == ["opening opening central - 0 -"])
    }

    @Test("Names are told apart by their bytes")
    func names() async throws {
        let lines: [FundLine] = [
            .budgeted("é", "2019-01-01", 1), .budgeted("e\u{301}", "2019-01-01", 2, id: "other"),
        ]
        #expect(
            try await rows(lines).dropFirst().map { $0.split(separator: " ").last } == ["1", "2"]
        )
    }
}
