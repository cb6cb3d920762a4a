import EventModel

/// Turns the text of a cell into the JSON value that its field takes.
enum CellValue {
    /// - Throws: ``Refusal`` for `data.<field>` when the cell cannot be understood; the door checks the
    ///   value once more.
    static func json(
        _ cell: String,
        column: ColumnMap.Column,
        field: SchemaField
    ) throws(Refusal) -> JSONValue {
        if let value = try value(of: cell, column, name: .schema, field: "data.\(field.name)") {
            return value
        }
        switch field.kind {
        case .integer: return try number(cell, column: column, field: field)
        case .boolean:
            guard cell == "true" || cell == "false" else {
                throw refusal(
                    .schema,
                    field,
                    cell,
                    "true or false; other words need values in the map"
                )
            }
            return .boolean(cell == "true")
        case .date:
            guard let pattern = column.pattern else { return .string(cell) }
            guard let date = pattern.read(cell)?.date else {
                throw refusal(.schema, field, cell, "a valid date in the spelling of the map")
            }
            return .string(date.description)
        case .choices, .strings:
            return .array(
                cell.split(separator: column.separator).map { item in
                    .string(String(item.drop { $0 == " " }))
                }
            )
        case .object, .sealed:
            guard let value = try? JSONValue(parsing: cell) else {
                throw refusal(.schema, field, cell, "a JSON object")
            }
            return value
        case .month, .choice, .region, .identifier, .string, .digest: return .string(cell)
        }
    }

    /// The value of an attribute of the envelope.
    static func json(
        _ cell: String,
        column: ColumnMap.Column,
        _ attribute: String
    ) throws(Refusal) -> JSONValue {
        try value(of: cell, column, name: .envelope, field: attribute) ?? .string(cell)
    }

    /// What the map's list of values makes of a cell; `nil` if the column has no such list.
    private static func value(
        of cell: String,
        _ column: ColumnMap.Column,
        name: RefusalName,
        field: String
    ) throws(Refusal) -> JSONValue? {
        guard !column.values.isEmpty else { return nil }
        guard let found = column.values.first(where: { $0.cell.hasSameBytes(as: cell) }) else {
            let cells = column.values.map(\.cell).joined(separator: ", ")
            throw Refusal(
                name,
                field: field,
                found: cell,
                accepted: "one of \(cells), as the column map has it"
            )
        }
        return found.value
    }

    /// A whole number, or a decimal one moved by the column's count of decimals: `12.5` → 1250.
    private static func number(
        _ cell: String,
        column: ColumnMap.Column,
        field: SchemaField
    ) throws(Refusal) -> JSONValue {
        let parts = cell.split(separator: ".", omittingEmptySubsequences: false)
        let sign = cell.hasPrefix("-") ? "-" : ""
        let fraction = parts.count > 1 ? parts[1] : ""
        let whole = (parts.first ?? "").dropFirst(sign.count)
        let digits = column.grouping.map { ungrouped(whole, by: $0) } ?? String(whole)
        let isDecimal =
            parts.count <= 2 && !digits.isEmpty && (parts.count == 1 || !fraction.isEmpty)
            && (digits + fraction).utf8.allSatisfy { (0x30...0x39).contains($0) }
        let kept = fraction.prefix(column.decimals)
        let zeros = String(repeating: "0", count: column.decimals - kept.count)
        guard isDecimal, fraction.dropFirst(column.decimals).allSatisfy({ $0 == "0" }),
            parts.count == 1 || column.decimals > 0,
            let value = Int64("\(sign)\(digits)\(kept)\(zeros)")
        else {
            var accepted =
                column.decimals == 0
                ? "a whole number" : "a number with at most \(column.decimals) decimals"
            if let grouping = column.grouping {
                accepted += ", with or without \"\(grouping)\" between every three digits"
            }
            throw refusal(.integerOutOfRange, field, cell, accepted)
        }
        return .integer(value)
    }

    /// Digits without the characters between thousands; empty unless these stand before every three
    /// digits, as `12,50` is no 1250.
    private static func ungrouped(_ text: Substring, by grouping: Character) -> String {
        let groups = text.split(separator: grouping, omittingEmptySubsequences: false)
        guard groups.count > 1 else { return String(text) }
        let isGrouped =
            (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
        return isGrouped ? groups.joined() : ""
    }

    private static func refusal(
        _ name: RefusalName,
        _ field: SchemaField,
        _ found: String,
        _ accepted: String
    ) -> Refusal {
        Refusal(name, field: "data.\(field.name)", found: found, accepted: accepted)
    }
}
