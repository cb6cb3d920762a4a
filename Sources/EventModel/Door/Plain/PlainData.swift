/// Reads `data` of a plain line by the schema at hand.
enum PlainData {
    /// Reads the object at an offset.
    ///
    /// - Parameters:
    ///   - bytes: The line.
    ///   - start: Offset of the object.
    ///   - table: The schema's fields.
    ///   - values: Get a value for each field, texts as places in the line.
    ///   - places: Get the place of each field that there is.
    ///   - next: The field that followed each one last time.
    /// - Returns: The fields that there are, a bit for each, whether the object stands as RFC 8785 has it, and the
    ///   offset behind it; `nil` if it must be read in the general way.
    static func read(
        _ bytes: Span<UInt8>,
        from start: Int,
        by table: borrowing FieldTable,
        into values: inout [PackedValue],
        _ places: inout [PlainMemory.Member],
        _ next: inout [UInt8]
    ) -> (seen: UInt64, isCanonical: Bool, end: Int)? {
        var cursor = PlainCursor(bytes, at: start)
        guard cursor.take("{") else { return nil }
        // Spans ask once whether the lists are shared, not at every element.
        var values = values.mutableSpan
        var places = places.mutableSpan
        var next = next.mutableSpan
        let count = table.fields.count
        for index in 0..<count { values[index] = .absent }
        cursor.skipSpace()
        var seen: UInt64 = 0
        var isSorted = true
        guard !cursor.take("}") else { return nil }
        var last = count
        var lastRank = -1
        repeat {
            let start = cursor.position
            guard let index = field(&cursor, behind: last, table, &next),
                seen & 1 << UInt64(index) == 0
            else { return nil }
            seen |= 1 << UInt64(index)
            last = index
            let field = table.fields[index]
            if Int(field.rank) < lastRank { isSorted = false }
            lastRank = Int(field.rank)
            let valueStart = cursor.position
            guard let value = value(of: field, table, &cursor) else { return nil }
            values[index] = value
            places[index] = PlainMemory.Member(
                name: UInt32(truncatingIfNeeded: start),
                nameEnd: UInt32(truncatingIfNeeded: start &+ field.written.count),
                value: UInt32(truncatingIfNeeded: valueStart),
                end: UInt32(truncatingIfNeeded: cursor.position)
            )
        } while cursor.takeComma()
        guard cursor.take("}") else { return nil }
        return (seen, isSorted && cursor.spaceCount == 0, cursor.position)
    }

    /// Takes the next field's name; gives its index.
    @inline(__always)
    private static func field(
        _ cursor: inout PlainCursor,
        behind last: Int,
        _ table: borrowing FieldTable,
        _ next: inout MutableSpan<UInt8>
    ) -> Int? {
        let expected = Int(next[last])
        if expected < table.fields.count, cursor.takeName(table.fields[expected].words) {
            return expected
        }
        guard let other = otherField(cursor, behind: last, table, &next) else { return nil }
        cursor.goOn(at: other.end, spaceCount: other.spaceCount)
        return other.index
    }

    @inline(never)
    private static func otherField(
        _ cursor: borrowing PlainCursor,
        behind last: Int,
        _ table: borrowing FieldTable,
        _ next: inout MutableSpan<UInt8>
    ) -> (index: Int, end: Int, spaceCount: Int)? {
        var cursor = PlainCursor(cursor.bytes, at: cursor.position)
        guard let name = cursor.name() else { return nil }
        let bytes = cursor.bytes(of: name)
        for index in table.fields.indices
        where table.names.span.extracting(table.fields[index].name).hasSameBytes(as: bytes) {
            next[last] = UInt8(index)
            return (index, cursor.position, cursor.spaceCount)
        }
        return nil
    }

    /// Takes the field's value.
    @inline(__always)
    private static func value(
        of field: FieldTable.Field,
        _ table: borrowing FieldTable,
        _ cursor: inout PlainCursor
    ) -> PackedValue? {
        switch field.form {
        case .integer:
            guard let value = cursor.integer(), value >= Int64(field.limit) else { return nil }
            return .integer(value)
        case .boolean:
            guard let value = cursor.boolean() else { return nil }
            return .integer(value ? 1 : 0)
        case .date, .month, .choice, .region, .identifier, .string, .digest, .bytes:
            guard let text = cursor.string(), cursor.isUTF8(text) else { return nil }
            let place = DraftText(start: text.start, count: text.count)
            return table.value(of: cursor.bytes(of: text), at: place, as: field)
        case .choices, .strings, .object, .sealed: return nil
        }
    }
}
