internal import Answers
package import EventLog
package import EventModel

/// The answer of a declared indicator: a row for each key.
package struct DeclaredAnswer: Hashable, Sendable {
    /// What is answered.
    package let indicator: DeclaredIndicator
    /// Business date of the question.
    package let asOf: BusinessDate
    /// The instant asked for; without one, the recorded time of the last event seen; `nil` when nothing is recorded.
    package let knownAt: Instant?
    /// Number of events that the answer stands on.
    package let treeSize: UInt64
    /// RFC 9162 root hash over them.
    package let rootHash: SHA256Digest
    /// Rows by key, as bytes; events without the key come last.
    package let rows: [Row]

    /// The events of one key.
    package struct Row: Hashable, Sendable {
        /// The key; `nil` for events without it.
        package let key: String?
        /// Number of its events.
        package let count: Int
        /// What they come to.
        package let sum: Int128

        /// Makes a row.
        package init(key: String?, count: Int, sum: Int128) {
            self.key = key
            self.count = count
            self.sum = sum
        }
    }

    /// Answers a question.
    ///
    /// - Parameters:
    ///   - indicator: What is asked.
    ///   - asOf: Business date.
    ///   - knownAt: Events recorded later do not count; `nil` takes all.
    ///   - position: Number of events that are known, instead of `knownAt`.
    ///   - snapshot: A state of the log.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: decodes the events of the types asked for; blocks without any are passed over.
    package init(
        _ indicator: DeclaredIndicator,
        asOf: BusinessDate,
        knownAt: Instant? = nil,
        position: UInt64? = nil,
        from snapshot: LogSnapshot
    ) throws {
        let count: UInt64
        if let position {
            count = min(position, snapshot.eventCount)
        } else if let knownAt {
            count = try snapshot.eventCount(knownAt: knownAt)
        } else {
            count = snapshot.eventCount
        }
        var tally = KeyTally(indicator)
        var filter = EventFilter()
        filter.types = indicator.terms.map(\.type)
        filter.positions = 0..<count
        filter.occurredThrough = asOf
        let voided = try snapshot.voidedPositions(upTo: count)
        var place = 0
        try snapshot.packedEvents(matching: filter) { events, indices in
            for index in indices {
                let position = events.packed.records[index].sequence
                while place < voided.count, voided[place] < position { place += 1 }
                if place < voided.count, voided[place] == position { continue }
                tally.add(index, of: events)
            }
            return true
        }
        self.indicator = indicator
        self.asOf = asOf
        self.knownAt =
            try knownAt ?? (count == 0 ? nil : snapshot.recordedAt(position: count - 1))
        treeSize = count
        rootHash = try snapshot.rootHash(of: count)
        rows = tally.rows
    }

    /// The answer as one JSON object, one row a line.
    package var json: String {
        var text = "{\n"
        text += "  \"indicator\": " + JSONText.string(indicator.name) + ",\n"
        text += "  \"asOf\": \"\(asOf)\",\n"
        text += "  \"knownAt\": " + (knownAt.map { "\"\($0.utcDescription)\"" } ?? "null") + ",\n"
        text += "  \"treeSize\": \(treeSize),\n"
        text += "  \"rootHash\": \"\(rootHash)\",\n"
        text += "  \"unit\": " + JSONText.string(indicator.unit) + ",\n"
        text += "  \"definition\": \"\(indicator.digest)\",\n"
        text += "  \"total\": " + Self.json(total, key: nil) + ",\n"
        let lines = rows.map { "    " + Self.json($0, key: indicator.key) }
        text +=
            "  \"rows\": "
            + (lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n  ]")
        return text + "\n}\n"
    }

    private static func json(_ row: Row, key: String?) -> String {
        var members: [(name: String, value: String)] = []
        if let key { members.append((key, row.key.map(JSONText.string) ?? "null")) }
        members += [("count", String(row.count)), ("sum", String(row.sum))]
        return JSONText.object(members)
    }

    /// The rows as CSV with a head (RFC 4180).
    package var csv: String {
        var text = CSVText.record([indicator.key, "count", "sum"])
        for row in rows {
            text += CSVText.record([row.key ?? "", String(row.count), String(row.sum)])
        }
        return text
    }

    /// All rows together.
    package var total: Row {
        Row(
            key: nil,
            count: rows.map(\.count).reduce(0, +),
            sum: rows.map(\.sum).reduce(0, +)
        )
    }
}

/// Counts and sums by key, as events come.
private struct KeyTally {
    private struct Sum {
        var count = 0
        var sum: Int128 = 0
    }

    /// Where a term's values stand in events of one schema.
    private struct Places {
        let key: Int
        let value: Int?
        let isNegative: Bool
        let kind: FieldKind
    }

    private let indicator: DeclaredIndicator
    private var places: [ObjectIdentifier: Places] = [:]
    private var sums: [[UInt8]: Sum] = [:]
    private var withoutKey = Sum()

    init(_ indicator: DeclaredIndicator) { self.indicator = indicator }

    mutating func add(_ index: Int, of events: borrowing RecordedEvents) {
        let schema = events.schema(at: index)
        let identity = ObjectIdentifier(schema)
        if places[identity] == nil { places[identity] = Self.places(in: schema, indicator) }
        guard let place = places[identity] else { return }
        // Packed values are the schema's own; only events of the types asked for come here.
        let event = events.event(at: index).event
        var amount: Int128 = 0
        if let value = place.value, case .integer(let number) = event.data[value] {
            amount = place.isNegative ? -Int128(number) : Int128(number)
        }
        switch event.data[place.key] {
        case .absent:
            withoutKey.count += 1
            withoutKey.sum += amount
        case .text(let text): add(amount, to: Array(text.utf8))
        case .integer(let number):
            add(amount, to: Array(Self.text(of: number, place.kind).utf8))
        }
    }

    private mutating func add(_ amount: Int128, to key: [UInt8]) {
        sums[key, default: Sum()].count += 1
        sums[key, default: Sum()].sum += amount
    }

    /// Where the fields stand; `nil` in a version of the type that lacks the key.
    private static func places(
        in schema: EventSchema,
        _ indicator: DeclaredIndicator
    ) -> Places? {
        guard let term = indicator.terms.first(where: { $0.type.hasSameBytes(as: schema.type) }),
            let key = schema.index(of: indicator.key)
        else { return nil }
        return Places(
            key: key,
            value: term.field.flatMap(schema.index(of:)),
            isNegative: term.isNegative,
            kind: schema.fields[key].kind
        )
    }

    private static func text(of number: Int64, _ kind: FieldKind) -> String {
        switch kind {
        case .choice(let names):
            names.indices.contains(Int(number)) ? names[Int(number)] : String(number)
        case .date: BusinessDate(daysSince1970: Int32(clamping: number)).description
        case .month: BusinessMonth(monthsSince1970: Int32(clamping: number)).description
        default: String(number)
        }
    }

    var rows: [DeclaredAnswer.Row] {
        var rows = sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, sum in
            DeclaredAnswer.Row(
                key: String(decoding: key, as: UTF8.self),
                count: sum.count,
                sum: sum.sum
            )
        }
        if withoutKey.count > 0 {
            rows.append(
                DeclaredAnswer.Row(key: nil, count: withoutKey.count, sum: withoutKey.sum)
            )
        }
        return rows
    }
}
