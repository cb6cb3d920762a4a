package import Answers
import EventLog
import EventModel
import Foundation
import Importing
import Programme
import Messages

/// A recorded history: events, the questions asked of it, and the exact answers.
///
/// `events.ndjson` (or `.zst`, `.gz`), `questions.json` — a list of `{name, indicator, asOf, knownAt?,
/// all?, includeClosed?, reading?}` — and `answers/<name>.json`, the exact output of `query --format json`, with or
/// without the members `definition` and `figure`.
package struct ReplayFolder: Sendable {
    private let path: String
    private let questions: [(name: String, question: Question)]

    /// What came out for one question.
    package struct Result: Sendable {
        /// The question's name.
        package let name: String
        /// Where the computed answer differs from the recorded one.
        package let differences: [AnswerDifference]
        /// The answer as `query --format json` writes it, without the members that name it.
        package let computed: String
        /// First line, from 1, on which the recorded file is written otherwise; `nil` if all bytes are equal.
        package let firstOtherLine: Int?

        /// Whether the answers are the same, to the byte.
        package var isEqual: Bool { firstOtherLine == nil }

        /// Compares an answer with the file that records it.
        ///
        /// All but the members that name the answer (``Answer/nameMembers``) must be the same to the byte: recorded
        /// answers are kept for ever, and who recorded them need not know how this program names its figures.
        init(name: String, computed: String, recorded bytes: [UInt8], file: String) throws {
            self.name = name
            self.computed = computed
            let recorded = Self.withoutNames(try ReplayFolder.json(parsing: bytes, of: file))
            differences = AnswerDifference.between(recorded, try JSONValue(parsing: computed))
            firstOtherLine = Self.firstOtherLine(Array(computed.utf8), bytes)
        }

        private static func withoutNames(_ answer: JSONValue) -> JSONValue {
            guard let members = answer.objectValue else { return answer }
            return .object(members.filter { !Answer.nameMembers.contains($0.name) })
        }

        /// The first line of the recorded bytes that differs from what was computed, lines of the head that name
        /// the answer passed over.
        private static func firstOtherLine(_ computed: [UInt8], _ recorded: [UInt8]) -> Int? {
            let newline = UInt8(ascii: "\n")
            let left = computed.split(separator: newline, omittingEmptySubsequences: false)
            let right = recorded.split(separator: newline, omittingEmptySubsequences: false)
            let rows = Array("  \"rows\": ".utf8)
            let names = Answer.nameMembers.map { Array("  \"\($0)\": ".utf8) }
            var isHead = true
            var place = 0
            for (number, line) in right.enumerated() {
                if line.starts(with: rows) { isHead = false }
                if isHead, names.contains(where: { line.starts(with: $0) }) { continue }
                guard place < left.count, left[place] == line else { return number + 1 }
                place += 1
            }
            return place == left.count ? nil : right.count
        }

        /// The result as one JSON object on a line.
        package func json(folder: String) -> String {
            JSONText.object([
                ("folder", JSONText.string(folder)), ("question", JSONText.string(name)),
                ("equal", isEqual ? "true" : "false"),
                ("firstOtherLine", firstOtherLine.map(String.init) ?? "null"),
                (
                    "differences",
                    JSONText.array(
                        differences.map { difference in
                            JSONText.object([
                                ("path", JSONText.string(difference.path)),
                                ("expected", difference.expected ?? "null"),
                                ("found", difference.found ?? "null"),
                            ])
                        }
                    )
                ),
            ])
        }
    }

    /// The histories under a folder: itself, or those that stand in it, sorted by name.
    package static func histories(in path: String) -> [String] {
        let files = FileManager.default
        guard !files.fileExists(atPath: "\(path)/\(questionsFile)") else { return [path] }
        let inside = ((try? files.contentsOfDirectory(atPath: path)) ?? []).sorted()
            .map { "\(path)/\($0)" }.filter { files.fileExists(atPath: "\($0)/\(questionsFile)") }
        return inside.isEmpty ? [path] : inside
    }

    private static let questionsFile = "questions.json"

    /// Reads the folder's questions.
    ///
    /// - Throws: ``CommandFailure`` that names the file at fault.
    package init(_ path: String) throws {
        self.path = path
        let file = "\(path)/\(Self.questionsFile)"
        func fault(_ detail: String) -> CommandFailure {
            CommandFailure(.failed, FailureMessages.badQuestions(file, detail: detail))
        }
        guard let list = try Self.json(at: file).arrayValue, !list.isEmpty else {
            throw fault("a list of at least one question is expected")
        }
        questions = try list.map { try Self.question($0, file: file, fault: fault) }
        let asked = questions.map(\.name)
        guard Set(asked).count == asked.count else { throw fault("each name once is expected") }
        // An answer that nobody asks for would never be compared.
        let answers = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/answers")
        for answer in (answers ?? []).sorted()
        where answer.hasSuffix(".json") && !asked.contains(String(answer.dropLast(5))) {
            throw fault("a question for answers/\(answer) is expected")
        }
    }

    private static let questionMembers = [
        "name", "indicator", "asOf", "knownAt", "reading", "all", "includeClosed",
    ]

    private static func question(
        _ value: JSONValue,
        file: String,
        fault: (String) -> CommandFailure
    ) throws -> (name: String, question: Question) {
        guard let name = value["name"]?.stringValue, !name.isEmpty, !name.contains("/"),
            !name.hasPrefix(".")
        else { throw fault("a name that is a file's name is expected") }
        guard let indicator = (value["indicator"]?.stringValue).flatMap(Indicator.init(rawValue:))
        else { throw fault("\(name): indicator coverage, funds or exits is expected") }
        for member in value.objectValue ?? [] where !questionMembers.contains(member.name) {
            throw fault("\(name): no member \(member.name) is expected")
        }
        let question = Question(
            indicator: indicator,
            asOf: try DateArguments.date(
                value["asOf"]?.stringValue ?? "",
                option: "\(file) \(name) asOf"
            ),
            knownAt: try (value["knownAt"]?.stringValue).map { text throws(CommandFailure) in
                try DateArguments.instant(text, option: "\(file) \(name) knownAt")
            },
            reading: value["reading"]?.stringValue,
            includesAll: value["all"]?.booleanValue ?? false,
            includesClosed: value["includeClosed"]?.booleanValue ?? false
        )
        return (name, question)
    }

    /// Imports the events into a temporary ledger, answers every question, compares, and cleans up.
    package func run() async throws -> [Result] {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "cairn-replay-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            return try await run(inLedger: folder)
        } catch let error as LogError {
            throw CommandFailure(error, ledger: path)
        } catch let error as ImportError {
            throw CommandFailure(error)
        }
    }

    private func run(inLedger folder: String) async throws -> [Result] {
        let registry = SchemaRegistry(programmeSchemas)
        let clock = SystemClock()
        try EventLog.create(
            at: folder,
            options: LogOptions(),
            clock: clock,
            ledgerID: "replay"
        )
        let log = try EventLog(
            opening: folder,
            mode: .writing,
            registry: registry,
            options: LogOptions(),
            clock: clock
        )
        defer { log.close() }
        try await importEvents(into: log, registry: registry)
        return try log.withSnapshot { snapshot in
            try questions.map { name, question in
                let answer = try question.answer(from: snapshot, tables: log.tables)
                let file = "\(path)/answers/\(name).json"
                return try Result(
                    name: name,
                    computed: answer.json(names: false),
                    recorded: try WholeFile.read(file),
                    file: file
                )
            }
        }
    }

    private func importEvents(into log: EventLog, registry: SchemaRegistry) async throws {
        let names = ["events.ndjson", "events.ndjson.zst", "events.ndjson.gz"]
        guard
            let file = names.map({ "\(path)/\($0)" })
                .first(where: FileManager.default.fileExists(atPath:))
        else {
            throw CommandFailure(
                .failed,
                FailureMessages.unreadable("\(path)/events.ndjson", reason: "no such file")
            )
        }
        var settings = ImportOptions()
        settings.restoresRecordedTime = true
        let rows = NDJSONRows(try FileSource(path: file), reader: EventReader(registry: registry))
        var events = EventImport(into: log, options: settings)
        let report = try await events.run(rows)
        if let problem = report.problems.first {
            throw CommandFailure(
                .failed,
                CommandFailure.Message(
                    "refused",
                    what: ImportTexts.problem(problem),
                    remedy: Phrase(zh: "请更正该历史", en: "mend the history")
                )
            )
        }
    }

    private static func json(at path: String) throws -> JSONValue {
        try json(parsing: try WholeFile.read(path), of: path)
    }

    private static func json(parsing bytes: [UInt8], of path: String) throws -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw CommandFailure(.failed, FailureMessages.notJSON(path, detail: "\(error)"))
        }
    }
}
