import Answers
import EventLog
import EventModel
import Foundation
import Programme
import Projections
import Testing

/// A clock for logs that take their recorded times from the lines.
private struct StillClock: LedgerClock {
    func now() -> Instant { Instant(millisecondsSince1970: 1_700_000_000_000) }
}

/// The log took a line for a duplicate that is none, or the other way round.
private struct UnexpectedDuplicate: Error {}

/// Writes a history through the door into a log and reads the answers of the engine.
enum AgreementCheck {
    static let indicators: [String: Indicator] = [
        "coverage": .coverage, "funds": .funds, "exits": .exits, "exceptions": .exceptions,
    ]

    // In memory where there is such a place: what survives a power cut is another test's matter.
    private static let base =
        FileManager.default.isWritableFile(atPath: "/dev/shm")
        ? URL(filePath: "/dev/shm") : FileManager.default.temporaryDirectory

    /// Runs a body with a log that holds the history; the folder is removed.
    static func withLog<Result>(
        of history: History,
        _ body: (EventLog) throws -> Result
    ) throws -> Result {
        let folder = Self.base.appendingPathComponent(
            "cairn-agreement-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("ledger").path
        let options = LogOptions(
            mapSizeBytes: 1 << 28,
            isSynthetic: true,
            sealedBlockEvents: history.blockEvents
        )
        try EventLog.create(
            at: path,
            options: options,
            clock: StillClock(),
            ledgerID: "synthetic agreement"
        )
        let log = try EventLog(
            opening: path,
            mode: .writing,
            registry: programmeRegistry,
            options: options,
            clock: StillClock()
        )
        defer { log.close() }
        try append(history, to: log)
        return try body(log)
    }

    private static func append(_ history: History, to log: EventLog) throws {
        let reader = EventReader(registry: programmeRegistry)
        var rest = history.lines[...]
        var batch = 0
        while !rest.isEmpty {
            let lines = rest.prefix(history.batches[batch % history.batches.count])
            rest = rest.dropFirst(lines.count)
            batch += 1
            let events = try lines.map { try reader.read($0.json.compactText) }
            let receipt = try log.appendAndWait(
                AppendRequest(events: events, restoresRecordedTime: true)
            )
            let isDuplicate = receipt.outcomes.map { outcome in
                if case .duplicate = outcome { true } else { false }
            }
            guard isDuplicate == lines.map(\.isDuplicate) else { throw UnexpectedDuplicate() }
        }
    }

    /// The question as the engine is asked it.
    static func question(_ question: OracleQuestion) throws -> Question {
        Question(
            indicator: try #require(indicators[question.indicator]),
            asOf: BusinessDate(daysSince1970: Int32(question.day)),
            knownAt: question.knownAt.map { Instant(millisecondsSince1970: $0) },
            includesAll: question.includesAll,
            includesClosed: question.includesClosed
        )
    }

    /// The text of the engine's answer, without the names that the oracle does not know.
    static func answer(to question: OracleQuestion, in log: EventLog) throws -> String {
        let asked = try self.question(question)
        return try log.withSnapshot { snapshot in
            let folded = try asked.answer(from: snapshot, tables: log.tables).json(names: false)
            let store = store(of: log)
            let kept = try asked.answer(from: snapshot, tables: log.tables, store: store)
                .json(names: false)
            return folded == kept ? folded : "folded " + folded + ", from kept states " + kept
        }
    }

    /// A store of small parts, so that most of a short history comes out of `views/` from the second question on.
    static func store(of log: EventLog) -> ProjectionStore {
        ProjectionStore(
            of: log,
            keeping: .onDisk(mapSizeBytes: 1 << 28),
            threads: 2,
            blocksOfPart: 1
        )
    }

    /// What differs between two texts of answers, in words; `nil` if they have the same bytes.
    static func difference(_ oracle: String, _ engine: String) -> String? {
        guard !oracle.utf8.elementsEqual(engine.utf8) else { return nil }
        do throws(JSONError) {
            let differences = AnswerDifference.between(
                try JSONValue(parsing: oracle),
                try JSONValue(parsing: engine),
                limit: 6
            )
            if differences.isEmpty { return "the same members written in another way" }
            return differences.map {
                "\($0.path): oracle \($0.expected ?? "nothing"), engine \($0.found ?? "nothing")"
            }.joined(separator: "\n")
        } catch {
            return "no JSON: \(error)"
        }
    }

    /// The shortest beginning of the history for which the answers differ, with every line left out
    /// that the difference does not need.
    static func smallestFailure(_ history: History, _ question: OracleQuestion) -> String {
        var count = 0
        while count < history.lines.count, differs(history.lines.prefix(count), question) == nil {
            count += 1
        }
        var lines = Array(history.lines.prefix(count))
        var size = max(1, lines.count / 2)
        while true {
            var index = 0
            while index < lines.count {
                var fewer = lines
                fewer.removeSubrange(index..<min(index + size, lines.count))
                if differs(fewer[...], question) != nil { lines = fewer } else { index += size }
            }
            if size == 1 { break }
            size /= 2
        }
        let texts = lines.map { String(decoding: $0.json.compactText, as: UTF8.self) }
        return texts.joined(separator: "\n") + "\n"
            + (differs(lines[...], question) ?? "does not fail again")
    }

    /// The difference for some of the lines; `nil` too if the log refuses them without the others.
    private static func differs(
        _ lines: ArraySlice<History.Line>,
        _ question: OracleQuestion
    ) -> String? {
        let history = History(lines: Array(lines), batches: [60], blockEvents: 16)
        do {
            return try withLog(of: history) { log in
                difference(
                    question.answer(from: OracleLedger(history.events)).text,
                    try answer(to: question, in: log)
                )
            }
        } catch {
            return nil
        }
    }
}
