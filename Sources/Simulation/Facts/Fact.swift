import EventModel
import Programme

/// The content of an event before it has a producer, an id and a recorded time.
struct Fact: Sendable {
    /// Type of the event.
    let schema: EventSchema
    /// Stream.
    let subject: String
    /// Values in the schema's field order.
    let data: [FieldValue]

    /// Joins the parts; `data` has one value per field of the schema.
    init(_ schema: EventSchema, _ subject: String, _ data: [FieldValue]) {
        self.schema = schema
        self.subject = subject
        self.data = data
    }

    /// The same fact with another value of one field, for a correction.
    func replacing(_ field: String, with value: FieldValue) -> Fact {
        guard let index = schema.index(of: field) else { return self }
        var changed = data
        changed[index] = value
        return Fact(schema, subject, changed)
    }

    /// The integer value of a field, if it has one.
    func integer(_ field: String) -> Int64? {
        guard let index = schema.index(of: field), case .integer(let value) = data[index] else {
            return nil
        }
        return value
    }

    /// Canonical JSON of a list of ASCII or Chinese words without characters to escape.
    static func list(_ words: [String]) -> FieldValue {
        .text("[" + words.map { "\"\($0)\"" }.joined(separator: ",") + "]")
    }
}

extension FieldValue {
    /// A listed value as its place.
    static func choice(_ value: some ListedValue) -> FieldValue { .integer(value.stored) }

    /// A text, or absent.
    static func optional(_ text: String?) -> FieldValue { text.map { .text($0) } ?? .absent }

    /// A date as its days.
    static func date(_ date: BusinessDate) -> FieldValue { .integer(Int64(date.daysSince1970)) }

    /// A month as its months.
    static func month(_ month: BusinessMonth) -> FieldValue {
        .integer(Int64(month.monthsSince1970))
    }

    /// A boolean as 0 or 1.
    static func flag(_ value: Bool) -> FieldValue { .integer(value ? 1 : 0) }
}
