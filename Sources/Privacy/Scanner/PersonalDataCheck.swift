import EventModel

/// Looks through everything that an export takes along, and keeps what it found.
///
/// Events are checked member by member, their JSON numbers left out; tables cell by cell; other texts line by
/// line. A number that was reviewed in its event passes in the tables and texts that repeat it.
package struct PersonalDataCheck {
    /// Findings that are named; further ones are only counted.
    package let namedMax: Int
    /// The first findings, in the order in which they were met.
    package private(set) var findings: [PersonalDataFinding] = []
    /// Number of all findings.
    package private(set) var findingCount: UInt64 = 0
    /// Names of reviewed places that let something pass, sorted as bytes.
    package var passed: [String] {
        passedNames.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private let reviewed: ReviewedPlaces
    private var scanner = PersonalDataScanner()
    private var passedNames: Set<String> = []
    private var passedDigits: Set<String> = []

    /// Begins a check.
    ///
    /// - Parameters:
    ///   - reviewed: Places that pass.
    ///   - namedMax: Findings that are kept with their places.
    package init(passing reviewed: ReviewedPlaces = ReviewedPlaces(), namedMax: Int = 100) {
        self.reviewed = reviewed
        self.namedMax = namedMax
    }

    /// Whether nothing stands in the way of the export.
    package var isClean: Bool { findingCount == 0 }

    /// Checks an event.
    ///
    /// - Parameters:
    ///   - line: The event's canonical JSON.
    ///   - position: Its position.
    /// - Complexity: O(*n*) in bytes; the JSON is read only where the line holds something like a number.
    package mutating func check(event line: Span<UInt8>, at position: UInt64) {
        guard mayHoldNumber(line) else { return }
        guard let event = try? JSONValue(parsing: line) else {
            // Not an event; nothing is let through for that.
            for match in scanner.matches(in: line) {
                record(match, at: .event(name: "", position: position, path: ""))
            }
            return
        }
        let source = event["source"]?.stringValue ?? ""
        let id = event["id"]?.stringValue ?? ""
        let name = scanner.masked("\(source)#\(id)")
        check(event, path: "") { path in .event(name: name, position: position, path: path) }
    }

    /// Checks a cell of a table.
    ///
    /// - Parameters:
    ///   - text: The cell's content.
    ///   - file: Name of the file.
    ///   - row: Row from 1, the head included.
    ///   - column: Name of the column.
    package mutating func check(cell text: String, file: String, row: Int, column: String) {
        for match in scanner.matches(in: text) where !passedDigits.contains(match.digits) {
            record(match, at: .cell(file: file, row: row, column: column))
        }
    }

    /// Checks a text line by line.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - file: Name of the file.
    package mutating func check(text: [UInt8], file: String) {
        for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        {
            for match in scanner.matches(in: Array(line).span)
            where !passedDigits.contains(match.digits) {
                record(match, at: .line(file: file, number: index + 1))
            }
        }
    }

    /// Whether a line of JSON has anything that looks like a number of a person, in whatever member.
    ///
    /// What a string holds stands in the line as it is unless the line has escapes.
    private mutating func mayHoldNumber(_ line: Span<UInt8>) -> Bool {
        for index in line.indices where line[index] == UInt8(ascii: "\\") { return true }
        return !scanner.matches(in: line).isEmpty
    }

    private mutating func check(
        _ value: JSONValue,
        path: String,
        place: (String) -> PersonalDataPlace
    ) {
        switch value {
        case .string(let text):
            for match in scanner.matches(in: text) { record(match, at: place(path)) }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                check(element, path: "\(path)[\(index)]", place: place)
            }
        case .object(let members):
            for member in members {
                let matches = scanner.matches(in: member.name)
                let name = matches.isEmpty ? member.name : scanner.masked(member.name)
                let inner = path.isEmpty ? name : "\(path).\(name)"
                for match in matches { record(match, at: place(inner)) }
                check(member.value, path: inner, place: place)
            }
        case .null, .boolean, .integer, .number: break
        }
    }

    private mutating func record(_ match: PersonalDataMatch, at place: PersonalDataPlace) {
        if let name = reviewed.name(of: place) {
            passedNames.insert(name)
            passedDigits.insert(match.digits)
            return
        }
        findingCount += 1
        guard findings.count < namedMax else { return }
        findings.append(
            PersonalDataFinding(kind: match.kind, masked: match.masked, place: place)
        )
    }
}
