import Answers
import EventLog
import EventModel

/// Prints events one by one: NDJSON for programs, a line each for people.
final class EventPrinter {
    private let asJSON: Bool
    private let output = Output()
    private let data = DataText()

    /// Makes a printer.
    init(asJSON: Bool) { self.asJSON = asJSON }

    /// Prints the events that pass a filter, and counts them off.
    func print(
        _ filter: EventFilter,
        of snapshot: LogSnapshot,
        atMost left: inout Int
    ) throws {
        guard left > 0 else { return }
        if asJSON {
            try snapshot.lines(matching: filter) { line in
                left -= 1
                try output.writeLine(line)
                return left > 0
            }
        } else {
            try snapshot.events(matching: filter) { recorded in
                left -= 1
                try print(recorded)
                return left > 0
            }
        }
    }

    /// Prints one event for people.
    private func print(_ recorded: RecordedEvent) throws(CommandFailure) {
        let event = recorded.event
        let position = String(recorded.position)
        let blanks = String(repeating: " ", count: max(0, 9 - position.count))
        let line =
            ("\(blanks)\(position)  \(event.time)  \(Self.padded(event.schema.type, to: 24))  "
            + "\(event.subject)  \(data.text(of: event))").visible
        // On a terminal an event is a line; the whole of it stands in pipes, files and JSON.
        try output.writeLine(
            Terminal.tableColumns.map { DisplayWidth.cut(line, toColumns: $0) } ?? line
        )
    }

    /// Hands on what is printed so far.
    func flush() throws(CommandFailure) { try output.flush() }

    private static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - DisplayWidth.columns(of: text)))
    }
}

/// An event's data as `field=value` words.
struct DataText {
    /// The fields that are present, in the order of the schema; values as on the wire.
    func text(of event: Event) -> String {
        guard let json = try? JSONValue(parsing: EventWriter.canonicalBytes(of: event)),
            let data = json["data"]
        else { return "" }
        return event.schema.fields.compactMap { field in
            data[field.name].map { "\(field.name)=\(Self.word($0))" }
        }.joined(separator: " ")
    }

    private static func word(_ value: JSONValue) -> String {
        if let text = value.stringValue {
            return text.contains(" ") || text.isEmpty ? JSONText.string(text) : text
        }
        return String(decoding: value.compactText, as: UTF8.self)
    }
}
