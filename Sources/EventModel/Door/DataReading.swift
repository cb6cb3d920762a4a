/// Second pass over a line: reads `data` by the schema.
enum DataReading {
    /// Reads the object at the scanner into the draft's values in field order; throws what the first
    /// fault is.
    static func read(
        _ schema: EventSchema,
        from scanner: inout JSONScanner,
        into draft: inout EventDraft
    ) throws(Refusal) {
        let first = try scanner.token()
        guard case .beginObject = first else {
            throw Refusal(
                .schema,
                field: "data",
                found: scanner.describe(first),
                accepted: "an object with \(schema.fieldList)"
            )
        }
        let table = schema.table
        let count = table.fields.count
        draft.values.removeAll(keepingCapacity: true)
        for _ in 0..<count { draft.values.append(.absent) }
        var guess = 0
        while let index = try nextField(of: schema, table, from: guess, &scanner) {
            guard draft.values[index].kind == .absent else {
                throw Refusal(
                    .envelope,
                    field: "data.\(schema.fields[index].name)",
                    found: "the field a second time",
                    accepted: "each field once"
                )
            }
            let value = try FieldReading.read(index, of: schema, table, from: &scanner, &draft)
            draft.values[index] = value
            guess = index + 1
        }
        try check(draft, line: scanner.bytes, against: schema, table)
    }

    /// The field whose value comes next; `nil` at the end of the object.
    ///
    /// Looks first at the field behind the last one: producers mostly keep the order.
    private static func nextField(
        of schema: EventSchema,
        _ table: borrowing FieldTable,
        from guess: Int,
        _ scanner: inout JSONScanner
    ) throws(Refusal) -> Int? {
        let names = table.names.span
        let count = table.fields.count
        for index in guess..<count
        where scanner.takeName(names.extracting(table.fields[index].written)) {
            return index
        }
        guard case .name(let range) = try scanner.token() else { return nil }
        if range.hasEscapes {
            if let name = scanner.decodedBytes(range),
                let index = schema.names.firstIndex(where: { $0.plain == name })
            {
                return index
            }
        } else {
            for index in 0..<count
            where scanner.text(range, equals: names.extracting(table.fields[index].name)) {
                return index
            }
        }
        let name = try scanner.decoded(range)
        throw Refusal(
            .schema,
            field: "data.\(name)",
            found: "field \(name)",
            accepted: "one of \(schema.fieldList)"
        )
    }

    /// What concerns fields together: none is missing, implications hold, the type's own check passes.
    static func check(
        _ draft: borrowing EventDraft,
        line: Span<UInt8>,
        against schema: EventSchema,
        _ table: borrowing FieldTable
    ) throws(Refusal) {
        for index in draft.values.indices where table.fields[index].isRequired {
            guard draft.values[index].kind == .absent else { continue }
            let field = schema.fields[index]
            throw Refusal(
                .schema,
                field: "data.\(field.name)",
                found: "no \(field.name)",
                accepted: field.kind.acceptedForm
            )
        }
        for pair in schema.implicationIndices {
            guard draft.isTrue(pair.ifTrue), !draft.isTrue(pair.thenTrue) else { continue }
            let first = schema.fields[pair.ifTrue].name
            let second = schema.fields[pair.thenTrue].name
            throw Refusal(
                .schema,
                field: "data.\(second)",
                found: "\(first) true without \(second) true",
                accepted: "\(second): true, or \(first): false"
            )
        }
        guard let check = schema.check else { return }
        if let refusal = check(draft.fieldValues(in: line)) { throw refusal }
    }
}

extension EventDraft {
    /// Whether a boolean field is given and true.
    fileprivate func isTrue(_ index: Int) -> Bool {
        values[index].kind == .integer && values[index].bits == 1
    }

    /// The values as those of an ``Event``.
    fileprivate func fieldValues(in line: Span<UInt8>) -> [FieldValue] {
        var result: [FieldValue] = []
        for value in values {
            switch value.kind {
            case .absent: result.append(.absent)
            case .integer, .name: result.append(.integer(value.bits))
            case .text:
                let bytes = bytes(of: DraftText(value), in: line)
                result.append(.text(String(copyingUTF8: bytes)))
            }
        }
        return result
    }
}

extension EventSchema {
    /// Names of the fields for messages, those that may be left out with `?`.
    package var fieldList: String {
        fields.map { $0.isRequired ? $0.name : $0.name + "?" }.joined(separator: ", ")
    }
}
