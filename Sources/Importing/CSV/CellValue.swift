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
        if !column.values.isEmpty {
            guard let found = column.values.first(where: { $0.cell.hasSameBytes(as: cell) }) else {
                let cells = column.values.map(\.cell).joined(separator: ", ")
                throw refusal(.schema, field, cell, "one of \(cells), as the column map has it")
            }
            return found.value
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

    /// A whole number, or a decimal one moved by the column's count of decimals: `12.5` → 1250.
    private static func number(
        _ cell: String,
        column: ColumnMap.Column,
        field: SchemaField
    ) throws(Refusal) -> JSONValue {
        var text = cell
        if let grouping = column.grouping { text.removeAll { $0 == grouping } }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first ?? ""
        let fraction = parts.count > 1 ? parts[1] : ""
        let digits = whole.hasPrefix("-") ? whole.dropFirst() : whole
        let isDecimal =
            parts.count <= 2 && !digits.isEmpty && (parts.count == 1 || !fraction.isEmpty)
            && (digits + fraction).utf8.allSatisfy { (0x30...0x39).contains($0) }
        let kept = fraction.prefix(column.decimals)
        guard isDecimal, fraction.dropFirst(column.decimals).allSatisfy({ $0 == "0" }),
            parts.count == 1 || column.decimals > 0,
            let value = Int64(
                whole + kept + String(repeating: "0", count: column.decimals - kept.count)
            )
        else {
            let accepted =
                column.decimals == 0
                ? "a whole number" : "a number with at most \(column.decimals) decimals"
            throw refusal(.integerOutOfRange, field, cell, accepted)
        }
        return .integer(value)
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
