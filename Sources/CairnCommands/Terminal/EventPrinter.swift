import Answers
import EventLog
import EventModel

/// Prints events one by one: NDJSON for programs, a line each for people.
final class EventPrinter {
    private let asJSON: Bool
    private let opensPersonalFields: Bool
    private let output = Output()

    /// Makes a printer.
    init(asJSON: Bool, opensPersonalFields: Bool = false) {
        self.asJSON = asJSON
        self.opensPersonalFields = opensPersonalFields
    }

    /// Prints the events that pass a filter, and counts them off.
    func print(
        _ filter: EventFilter,
        of snapshot: LogSnapshot,
        _ folder: LedgerFolder,
        atMost left: inout Int
    ) throws {
        guard left > 0 else { return }
        if asJSON, !opensPersonalFields {
            try snapshot.lines(matching: filter) { line in
                left -= 1
                try output.writeLine(line)
                return left > 0
            }
            return
        }
        let data = DataText(
            reader: try PersonalFieldReader(folder, snapshot),
            opens: opensPersonalFields
        )
        try snapshot.events(matching: filter) { recorded in
            left -= 1
            if asJSON {
                let event = try JSONValue(parsing: EventWriter.json(of: recorded))
                try output.writeLine(data.reader.opened(event).compactText.span)
            } else {
                try print(recorded, data)
            }
            return left > 0
        }
    }

    /// Prints one event for people.
    private func print(_ recorded: RecordedEvent, _ data: DataText) throws {
        let event = recorded.event
        let position = String(recorded.position)
        let blanks = String(repeating: " ", count: max(0, 9 - position.count))
        let line =
            ("\(blanks)\(position)  \(event.time)  \(Self.padded(event.schema.type, to: 24))  "
            + "\(event.subject)  \(try data.text(of: event))").visible
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
    /// Opens personal fields.
    let reader: PersonalFieldReader
    /// Whether they are shown in clear where the key is there.
    let opens: Bool

    /// The fields that are present, in the order of the schema; values as on the wire, personal fields in words.
    func text(of event: Event) throws(LogError) -> String {
        guard let json = try? JSONValue(parsing: EventWriter.canonicalBytes(of: event)),
            let data = json["data"]
        else { return "" }
        var words: [String] = []
        for field in event.schema.fields {
            guard let value = data[field.name] else { continue }
            let personal =
                field.kind == .sealed ? try reader.content(of: json, field: field.name) : nil
            words.append("\(field.name)=\(personal.map(word) ?? Self.word(value))")
        }
        return words.joined(separator: " ")
    }

    private func word(_ content: PersonalFieldReader.Content) -> String {
        switch content {
        case .clear(let text) where opens: Self.word(.string(text))
        case .clear, .sealed: Phrase(zh: "〔已加密〕", en: "[sealed]").spoken
        case .erased: Phrase(zh: "〔已删除〕", en: "[erased]").spoken
        }
    }

    private static func word(_ value: JSONValue) -> String {
        if let text = value.stringValue {
            return text.contains(" ") || text.isEmpty ? JSONText.string(text) : text
        }
        return String(decoding: value.compactText, as: UTF8.self)
    }
}
