import CairnCommands
import EventModel
import Testing

/// The plan's own figures: the check of `rules.md` against annex 1, digit by digit.
@Suite("Annex 1")
struct AnnexOneTests {
    private struct Line: Equatable {
        var percent: String
        var verdict: String
        var headroomFen: Int64
        var numeratorFen: Int64
    }

    /// 45,000,000 yuan over L1…L9, as the rules print it.
    private static let vector: [String: Line] = [
        "CAP-a": Line(
            percent: "8.3333",
            verdict: "met",
            headroomFen: 300_000_000,
            numeratorFen: 375_000_000
        ),
        "CAP-b": Line(
            percent: "15.0000",
            verdict: "met",
            headroomFen: 0,
            numeratorFen: 675_000_000
        ),
        "CAP-c": Line(
            percent: "23.3333",
            verdict: "notMet",
            headroomFen: -375_000_000,
            numeratorFen: 1_050_000_000
        ),
        "FLOOR-a": Line(
            percent: "63.3333",
            verdict: "met",
            headroomFen: 600_000_000,
            numeratorFen: 2_850_000_000
        ),
        "FLOOR-b": Line(
            percent: "56.6667",
            verdict: "met",
            headroomFen: 300_000_000,
            numeratorFen: 2_550_000_000
        ),
        "FLOOR-c": Line(
            percent: "54.4444",
            verdict: "met",
            headroomFen: 200_000_000,
            numeratorFen: 2_450_000_000
        ),
        "FLOOR-d": Line(
            percent: "47.7778",
            verdict: "notMet",
            headroomFen: -100_000_000,
            numeratorFen: 2_150_000_000
        ),
    ]

    /// The same with one fen more in the city's centre.
    private static let oneFenMore: [String: Line] = {
        var changed = Self.vector
        changed["CAP-b"] = Line(
            percent: "15.0000",
            verdict: "notMet",
            headroomFen: -1,
            numeratorFen: 675_000_001
        )
        changed["CAP-c"] = Line(
            percent: "23.3333",
            verdict: "notMet",
            headroomFen: -375_000_001,
            numeratorFen: 1_050_000_001
        )
        return changed
    }()

    @Test("The budget gives every ratio of the rules, to the digit")
    func budget() async throws {
        let answers = try await Self.answers()
        #expect(try Self.vector("budget", stage: "budgeted", in: answers) == Self.vector)
        #expect(try Self.vector("all-paid", stage: "paid", in: answers) == Self.vector)
    }

    @Test(
        "One fen more in L1 turns CAP-b to not met and leaves CAP-a",
        arguments: [("one-fen-known", "budgeted"), ("one-fen-paid", "paid")]
    )
    func oneFen(question: String, stage: String) async throws {
        let answers = try await Self.answers()
        #expect(try Self.vector(question, stage: stage, in: answers) == Self.oneFenMore)
    }

    @Test(
        "Before the fen is known, or once it is taken back, the ratios are the plan's",
        arguments: [
            ("one-fen-unknown", "budgeted"), ("one-fen-voided", "budgeted"),
            ("day-before-one-fen", "budgeted"), ("fen-returned", "paid"),
        ]
    )
    func takenBack(question: String, stage: String) async throws {
        let answers = try await Self.answers()
        #expect(try Self.vector(question, stage: stage, in: answers) == Self.vector)
    }

    private static func answers() async throws -> [String: JSONValue] {
        let results = try await ReplayFolder(HistoryFolder.path("annex-1")).run()
        return try Dictionary(
            uniqueKeysWithValues: results.map { ($0.name, try JSONValue(parsing: $0.computed)) }
        )
    }

    /// The seven ratios of a stage over the appropriated money.
    private static func vector(
        _ question: String,
        stage: String,
        in answers: [String: JSONValue]
    ) throws -> [String: Line] {
        let rows = try #require(answers[question]?["rows"]?.arrayValue)
        var vector: [String: Line] = [:]
        for row in rows {
            guard row["stage"]?.stringValue == stage, row["base"]?.stringValue == "appropriated",
                let reading = row["reading"]?.stringValue, reading != "PROHIBITED"
            else { continue }
            #expect(row["denominatorFen"]?.integerValue == 4_500_000_000)
            vector[reading] = Line(
                percent: try #require(row["percent"]?.stringValue),
                verdict: try #require(row["verdict"]?.stringValue),
                headroomFen: try #require(row["headroomFen"]?.integerValue),
                numeratorFen: try #require(row["numeratorFen"]?.integerValue)
            )
        }
        return vector
    }
}
