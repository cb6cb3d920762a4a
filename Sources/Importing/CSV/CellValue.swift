import EventModel

/// Turns the text of a cell into the JSON value that its field takes.
enum CellValue {
    /// - Throws: ``Refusal`` for `data.<field>` when the cell cannot be understood; the door checks the
    ///   value once more.
    static func json(
        _ cell: String,
        column: ColumnMap.Column,
        field: SchemaField,
        factor: String? = nil
    ) throws(Refusal) -> JSONValue {
        if let value = try value(of: cell, column, name: .schema, field: "data.\(field.name)") {
            return value
        }
        switch field.kind {
        case .integer: return try number(cell, column: column, field: field, factor: factor)
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
        // A personal field in clear is sealed before the door, or refused there.
        case .sealed where !cell.hasPrefix("{"): return .string(cell)
        case .object, .sealed:
            guard let value = try? JSONValue(parsing: cell) else {
                throw refusal(.schema, field, cell, "a JSON object")
            }
            return value
        case .month, .choice, .region, .identifier, .string, .digest, .bytes: return .string(cell)
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
        field: SchemaField,
        factor: String?
    ) throws(Refusal) -> JSONValue {
        var accepted =
            column.decimals == 0
            ? "a whole number" : "a number with at most \(column.decimals) decimals"
        if let grouping = column.grouping {
            accepted += ", with or without \"\(grouping)\" between every three digits"
        }
        guard var number = ExactDecimal(cell, grouping: column.grouping),
            number.fractionDigitCount == 0 || column.decimals > 0 || column.takesZeroFraction
        else { throw refusal(.integerOutOfRange, field, cell, accepted) }
        var found = cell
        if let factor {
            found += " × \(factor)"
            guard let other = ExactDecimal(factor, grouping: column.grouping),
                let product = number.times(other)
            else { throw refusal(.integerOutOfRange, field, found, accepted) }
            number = product
        }
        guard let value = number.integer(movedBy: column.decimals),
            let signed = column.isNegated ? Int64(exactly: -Int128(value)) : value
        else { throw refusal(.integerOutOfRange, field, found, accepted) }
        return .integer(signed)
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
