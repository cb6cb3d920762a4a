import EventLog
import EventModel
import Indicators
import Programme
import Projections
import Testing

/// A field's value as a test writes it; its field's kind says what it becomes.
enum SampleValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    case text(String)
    case integer(Int64)
    case list([String])

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
    init(arrayLiteral elements: String...) { self = .list(elements) }

    /// The stored form under a field's kind; `nil` if the value does not fit.
    func stored(as kind: FieldKind) -> FieldValue? {
        switch (kind, self) {
        case (.integer, .integer(let number)), (.boolean, .integer(let number)): .integer(number)
        case (.date, .text(let text)):
            BusinessDate(parsing: text).map { .integer(Int64($0.daysSince1970)) }
        case (.month, .text(let text)):
            BusinessMonth(parsing: text).map { .integer(Int64($0.monthsSince1970)) }
        case (.choice(let choices), .text(let text)):
            choices.firstIndex(of: text).map { .integer(Int64($0)) }
        case (.choices, .list(let names)):
            .text("[" + names.map { "\"\($0)\"" }.joined(separator: ",") + "]")
        case (.region, .text(let text)), (.identifier, .text(let text)),
            (.string, .text(let text)), (.object, .text(let text)):
            .text(text)
        default: nil
        }
    }
}

/// A synthetic history for tests: events in order of position, folded through real blocks.
struct SampleHistory {
    private var events: [InternedEvent] = []
    private var names: [String] = []
    private var ordinals: [String: UInt32] = [:]
    private let schemas = programmeRegistry.all

    /// Adds an event and gives its position.
    ///
    /// Required fields that are left out get a value of their kind that no figure looks at.
    ///
    /// - Parameters:
    ///   - type: The event's type.
    ///   - time: `YYYY-MM-DD` at noon in Shanghai, or `YYYY-MM-DDTHH:MM`.
    ///   - values: The fields that matter.
    /// - Returns: The event's position.
    /// - Throws: The failed requirement when type, field or value does not exist.
    @discardableResult
    mutating func add(
        _ type: String,
        _ time: String,
        _ values: KeyValuePairs<String, SampleValue> = [:]
    ) throws -> UInt64 {
        try add(type, time, values.map { ($0.key, $0.value) })
    }

    /// Adds an event whose values were put together by the test.
    @discardableResult
    mutating func add(
        _ type: String,
        _ time: String,
        _ values: [(String, SampleValue)]
    ) throws -> UInt64 {
        let schema = try #require(programmeRegistry.schema(type: type))
        for (name, _) in values { try #require(schema.index(of: name) != nil, "\(type).\(name)") }
        let data = try schema.fields.map { field in
            if let value = values.first(where: { $0.0 == field.name })?.1 {
                return try #require(value.stored(as: field.kind), "\(type).\(field.name)")
            }
            return field.isRequired ? Self.filler(field.kind) : .absent
        }
        let position = UInt64(events.count)
        let text = time.count == 10 ? time + "T12:00" : time
        let event = Event(
            id: "\(position)",
            source: "/test",
            schema: schema,
            subject: "test/stream",
            time: try OccurredAt(parsing: text + ":00+08:00"),
            data: data
        )
        let places = zip(schema.fields, data).map { field, value -> UInt32 in
            guard field.storage == .name, case .text(let name) = value else { return .max }
            return intern(name)
        }
        let ordinal = try #require(schemas.firstIndex { $0 === schema })
        events.append(
            InternedEvent(
                event: event,
                recordedAt: Instant(millisecondsSince1970: Int64(position)),
                digest: SHA256Digest.hash([]),
                typeOrdinal: UInt16(ordinal),
                sourceOrdinal: 0,
                names: places
            )
        )
        return position
    }

    private static func filler(_ kind: FieldKind) -> FieldValue {
        switch kind {
        case .integer(let minimum): .integer(minimum)
        case .boolean, .date, .month, .choice: .integer(0)
        case .choices, .strings: .text("[]")
        case .object: .text("{}")
        case .region, .identifier, .string, .digest, .bytes, .sealed: .text("filler")
        }
    }

    private mutating func intern(_ name: String) -> UInt32 {
        if let known = ordinals[name] { return known }
        let ordinal = UInt32(names.count)
        names.append(name)
        ordinals[name] = ordinal
        return ordinal
    }

    /// The tables behind the ordinals.
    var tables: LedgerTables {
        LedgerTables(names: names, sources: ["/test"], schemas: schemas)
    }

    /// Folds the history in blocks of a size, without voided positions.
    func folded<Folded: Projection>(
        _: Folded.Type,
        blockSize: Int = 1_000,
        from start: Int = 0,
        upTo end: Int? = nil,
        excluding voided: [UInt64] = []
    ) throws -> Folded {
        var state = Folded()
        let end = end ?? events.count
        var first = start
        while first < end {
            let next = min(first + blockSize, end)
            let block = try BlockEncoder.encode(
                firstPosition: UInt64(first),
                events: InternedEvents(events[first..<next]),
                roots: .unasked(eventCount: next - first),
                includesCold: false
            )
            let view = try EventBlock(
                hot: block.hot.rawSpan,
                streams: block.streams.rawSpan,
                key: UInt64(first),
                selecting: .excluding(voided),
                tables: tables
            )
            try state.fold(view)
            first = next
        }
        return state
    }
}

/// The day, which the test has spelled right.
func day(_ text: String) throws -> BusinessDate {
    try #require(BusinessDate(parsing: text))
}

extension AnswerRow {
    /// The member as text, however it is held; `nil` if absent, `null` for no value.
    func text(_ name: String) -> String? {
        switch self[name] {
        case nil: nil
        case .text(let text): text
        case .integer(let number): String(number)
        case .wide(let number): String(number)
        case .boolean(let truth): String(truth)
        case .null: "null"
        case .texts(let texts): texts.joined(separator: " ")
        case .evidence(let items):
            items.map { item in
                switch item {
                case .event(let position): "#\(position)"
                case .missing(let month): "missing:\(month)"
                }
            }.joined(separator: " ")
        }
    }
}

extension IndicatorAnswer {
    /// The rows that have all the given members.
    func rows(where members: [(String, String)]) -> [AnswerRow] {
        rows.filter { row in members.allSatisfy { row.text($0.0) == $0.1 } }
    }

    /// The rows that have all the given members.
    func rows(where members: KeyValuePairs<String, String>) -> [AnswerRow] {
        rows(where: members.map { ($0.key, $0.value) })
    }

    /// The one row that has all the given members.
    func row(where members: KeyValuePairs<String, String>) throws -> AnswerRow {
        try row(where: members.map { ($0.key, $0.value) })
    }

    /// The one row that has all the given members.
    func row(where members: [(String, String)]) throws -> AnswerRow {
        let found = rows(where: members)
        try #require(found.count == 1, "\(members) matches \(found.count) rows")
        return found[0]
    }

    /// Findings as `name@position` with the line, if any.
    var findingTexts: [String] {
        findings.map { "\($0.name.rawValue)@\($0.position)" + ($0.line.map { " \($0)" } ?? "") }
    }
}
