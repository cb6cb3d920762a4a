package import EventModel

/// How the columns of a CSV file become events of one type; read from a JSON file (`--map`).
///
/// ```json
/// {
///   "type": "trade.recorded",
///   "source": "/imports/shop-2019",
///   "id": "{order}-{line}",
///   "subject": "order/{order}",
///   "time": {"column": "date", "format": "yyyy-MM-dd HH:mm", "offset": "+08:00"},
///   "constants": {"county": "540222000000", "online": true},
///   "columns": {
///     "amount": {"field": "amountFen", "decimals": 2},
///     "way": {"field": "direction", "values": {"上行": "upstream", "下行": "downstream"}},
///     "qty": "quantity",
///     "clerk": {"attribute": "actor"}
///   }
/// }
/// ```
///
/// A number is multiplied by another column with `"times": "quantity"`, and its sign turned with
/// `"negate": true`; both are exact. `"decimals": 0` also takes whole numbers spelled like `6.0`.
/// Columns that the map does not name are passed over; an empty cell leaves its field out. `{#line}`
/// in a template is the record's line number.
package struct ColumnMap: Sendable {
    /// The type of every event.
    package let schema: EventSchema
    /// The events' `source`.
    package let source: String
    /// Template of the events' `id`.
    package let id: Template
    /// Template of the events' `subject`.
    package let subject: Template
    /// Where the events' `time` comes from.
    package let time: TimeRule
    /// Data fields with the same value in every event.
    package let constants: [(field: String, value: JSONValue)]
    /// What the columns mean, in the order of the map.
    package let columns: [Column]
    /// The byte between fields.
    package let delimiter: UInt8

    /// Text with places for the cells of columns: `order/{order}`.
    package struct Template: Hashable, Sendable {
        /// Literal text and names of columns in turn.
        package let parts: [Part]

        /// A piece of a template.
        package enum Part: Hashable, Sendable {
            /// Text as it stands.
            case literal(String)
            /// The cell of a column.
            case column(String)
            /// The record's line number.
            case line
        }

        /// Reads a template; `nil` if a brace is not closed or empty.
        package init?(_ text: String) {
            var parts: [Part] = []
            var rest = Substring(text)
            while let open = rest.firstIndex(of: "{") {
                if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
                guard let close = rest[open...].firstIndex(of: "}") else { return nil }
                let name = rest[rest.index(after: open)..<close]
                guard !name.isEmpty else { return nil }
                parts.append(name == "#line" ? .line : .column(String(name)))
                rest = rest[rest.index(after: close)...]
            }
            if !rest.isEmpty { parts.append(.literal(String(rest))) }
            self.parts = parts
        }

        /// Names of the columns that the template needs.
        package var columnNames: [String] {
            parts.compactMap { if case .column(let name) = $0 { name } else { nil } }
        }
    }

    /// Where `time` comes from.
    package enum TimeRule: Sendable {
        /// The same instant in every event, canonically spelled.
        case constant(String)
        /// A column in the canonical spelling of events.
        case canonical(column: String)
        /// A column in another spelling, at a fixed offset such as `+08:00`.
        case pattern(column: String, DatePattern, spelling: String, offset: String)
    }

    /// What one column means.
    package struct Column: Sendable {
        /// The column's head.
        package let name: String
        /// Where its cells go.
        package let target: Target
        /// Cells that stand for other values; empty if cells are taken as they are.
        package let values: [(cell: String, value: JSONValue)]
        /// Decimals of an amount: 2 turns `12.5` into 1250.
        package let decimals: Int
        /// Character between thousands; must stand before every three digits if it stands anywhere.
        package let grouping: Character?
        /// Character between the items of a list.
        package let separator: Character
        /// Spelling of a date field other than `yyyy-MM-dd`.
        package let pattern: DatePattern?
        /// Column of numbers by which the cell is multiplied, exactly: a price by its quantity.
        package let factor: String?
        /// Whether the sign of the number is turned, as a list of refunds may have it.
        package let isNegated: Bool
        /// Whether a whole number may be spelled with a fraction of zeros, such as `6.0`.
        package let takesZeroFraction: Bool

        /// A column whose cells are taken as they are, but for what is given here.
        init(
            name: String,
            target: Target,
            values: [(cell: String, value: JSONValue)] = [],
            decimals: Int = 0,
            grouping: Character? = nil,
            separator: Character = ";",
            pattern: DatePattern? = nil,
            factor: String? = nil,
            isNegated: Bool = false,
            takesZeroFraction: Bool = false
        ) {
            self.name = name
            self.target = target
            self.values = values
            self.decimals = decimals
            self.grouping = grouping
            self.separator = separator
            self.pattern = pattern
            self.factor = factor
            self.isNegated = isNegated
            self.takesZeroFraction = takesZeroFraction
        }
    }

    /// Where a column's cells go.
    package enum Target: Hashable, Sendable {
        /// A data field of the type.
        case field(SchemaFieldName)
        /// An attribute of the envelope: `actor`, `role`, `evidence` or `corrects`.
        case attribute(String)
    }

    /// A data field's wire name.
    package typealias SchemaFieldName = String

    /// Columns that must stand in the file's head.
    package var neededColumns: [String] {
        var names = id.columnNames + subject.columnNames + columns.map(\.name)
        names += columns.compactMap(\.factor)
        switch time {
        case .constant: break
        case .canonical(let column), .pattern(let column, _, _, _): names.append(column)
        }
        return names
    }

    /// The columns behind a data field or attribute, for messages; none for constants.
    package func columns(of field: String) -> [String] {
        switch field {
        case "id": return id.columnNames
        case "subject": return subject.columnNames
        case "time":
            switch time {
            case .constant: return []
            case .canonical(let column), .pattern(let column, _, _, _): return [column]
            }
        default: break
        }
        let name = field.hasPrefix("data.") ? String(field.dropFirst(5)) : field
        let base = String(name.prefix { $0 != "[" && $0 != "." })
        let column = columns.first {
            switch $0.target {
            case .field(let target): field.hasPrefix("data.") && target == base
            case .attribute(let target): target == field
            }
        }
        return column.map { [$0.name] + ($0.factor.map { [$0] } ?? []) } ?? []
    }

    /// Whether an attribute is put together by a template, so that no single cell is at fault.
    package func isTemplate(_ field: String) -> Bool { field == "id" || field == "subject" }
}
