/// Second pass over a line: reads `data` by the schema.
enum DataReading {
    /// Reads the object at the scanner into values in field order; throws what the first fault is.
    static func read(
        _ schema: EventSchema,
        from scanner: inout JSONScanner
    ) throws(Refusal) -> [FieldValue] {
        let first = try scanner.token()
        guard case .beginObject = first else {
            throw Refusal(
                .schema,
                field: "data",
                found: scanner.describe(first),
                accepted: "an object with \(schema.fieldList)"
            )
        }
        var values: [FieldValue] = Array(repeating: .absent, count: schema.fields.count)
        var guess = 0
        while case .name(let range) = try scanner.token() {
            guard let index = index(of: range, in: schema, from: guess, scanner) else {
                let name = try scanner.decoded(range)
                throw Refusal(
                    .schema,
                    field: "data.\(name)",
                    found: "field \(name)",
                    accepted: "one of \(schema.fieldList)"
                )
            }
            guard case .absent = values[index] else {
                throw Refusal(
                    .envelope,
                    field: "data.\(schema.fields[index].name)",
                    found: "the field a second time",
                    accepted: "each field once"
                )
            }
            values[index] = try FieldReading.read(index, of: schema, from: &scanner)
            guess = index + 1
        }
        try check(values, against: schema)
        return values
    }

    /// Looks first at the field behind the last one: producers mostly keep the order.
    private static func index(
        of range: JSONTextRange,
        in schema: EventSchema,
        from guess: Int,
        _ scanner: borrowing JSONScanner
    ) -> Int? {
        if range.hasEscapes {
            guard let name = scanner.decodedBytes(range) else { return nil }
            return schema.names.firstIndex { $0.plain == name }
        }
        let count = schema.fields.count
        for step in 0..<count {
            let index = guess + step < count ? guess + step : guess + step - count
            if scanner.text(range, equals: schema.names[index].plain) { return index }
        }
        return nil
    }

    /// What concerns fields together: none is missing, implications hold, the type's own check passes.
    static func check(
        _ values: [FieldValue],
        against schema: EventSchema
    ) throws(Refusal) {
        for (index, value) in values.enumerated() where schema.fields[index].isRequired {
            guard case .absent = value else { continue }
            let field = schema.fields[index]
            throw Refusal(
                .schema,
                field: "data.\(field.name)",
                found: "no \(field.name)",
                accepted: field.kind.acceptedForm
            )
        }
        for pair in schema.implicationIndices {
            guard values[pair.ifTrue] == .integer(1), values[pair.thenTrue] != .integer(1) else {
                continue
            }
            let first = schema.fields[pair.ifTrue].name
            let second = schema.fields[pair.thenTrue].name
            throw Refusal(
                .schema,
                field: "data.\(second)",
                found: "\(first) true without \(second) true",
                accepted: "\(second): true, or \(first): false"
            )
        }
        if let refusal = schema.check?(values) { throw refusal }
    }
}

extension EventSchema {
    /// Names of the fields for messages, those that may be left out with `?`.
    package var fieldList: String {
        fields.map { $0.isRequired ? $0.name : $0.name + "?" }.joined(separator: ", ")
    }
}
