/// Reads a plain line in one pass: what its members are and where they stand.
///
/// A line is plain if names and texts are written without escapes and `data` obeys the newest version of its
/// type. Nearly all are. `nil` means that the line must be read in the general way, which alone refuses.
enum PlainReading {
    /// What a line says besides the places of its members.
    struct Line {
        /// Which attributes there are, by ``Attribute/bit``.
        var seen: UInt32 = 0
        /// Whether the fields of `data` stand as RFC 8785 has them.
        var isDataCanonical = false
        /// Offset of the closing brace.
        var end: UInt32 = 0
        var sequence: UInt64?

        /// Whether there is an attribute.
        @inline(__always)
        func has(_ attribute: Attribute) -> Bool { seen & 1 << attribute.bit != 0 }
    }

    /// Finds the members of the line and reads `data`.
    static func read(
        _ bytes: Span<UInt8>,
        of registry: SchemaRegistry,
        _ memory: inout PlainMemory
    ) -> Line? {
        // Kept in registers: what is called without being inlined starts a cursor of its own.
        var cursor = PlainCursor(bytes)
        guard cursor.take("{") else { return nil }
        cursor.skipSpace()
        var line = Line()
        var last = 15
        repeat {
            let start = cursor.position
            guard let bit = attribute(&cursor, behind: last, &memory) else { return nil }
            last = bit
            guard line.seen & 1 << UInt32(bit) == 0 else { return nil }
            line.seen |= 1 << UInt32(bit)
            let value = cursor.position
            memory.attributes[bit].name = UInt32(truncatingIfNeeded: start)
            memory.attributes[bit].value = UInt32(truncatingIfNeeded: value)
            memory.attributes[bit].nameEnd = UInt32(
                truncatingIfNeeded: start &+ memory.attributeNames[bit].count
            )
            if bit == Attribute.data.bit {
                guard takeSchema(of: bytes, line, registry, &memory),
                    let data = PlainData.read(
                        bytes,
                        from: cursor.position,
                        by: memory.form.table,
                        into: &memory.values,
                        &memory.fields,
                        &memory.form.nextField
                    ), data.seen & memory.form.required == memory.form.required,
                    memory.obeysImplications()
                else { return nil }
                line.isDataCanonical = data.isCanonical
                cursor.goOn(at: data.end, spaceCount: 0)
            } else {
                guard let text = cursor.string() else { return nil }
                memory.attributes[bit].isPrintable = text.isPrintable
                if bit == Attribute.sequence.bit {
                    guard (1...18).contains(text.count),
                        let number = DecimalDigits.read(
                            cursor.bytes,
                            from: text.start,
                            count: text.count
                        )
                    else { return nil }
                    line.sequence = UInt64(number)
                }
            }
            memory.attributes[bit].end = UInt32(truncatingIfNeeded: cursor.position)
        } while cursor.takeComma()
        line.end = UInt32(truncatingIfNeeded: cursor.position)
        guard cursor.take("}"), cursor.isAtEnd() else { return nil }
        return line
    }

    /// Takes the next attribute's name; gives its ``Attribute/bit``.
    @inline(__always)
    private static func attribute(
        _ cursor: inout PlainCursor,
        behind last: Int,
        _ memory: inout PlainMemory
    ) -> Int? {
        let expected = Int(memory.nextAttribute[last])
        if expected < 15, cursor.takeName(memory.attributeNames[expected]) { return expected }
        guard let other = otherAttribute(cursor, behind: last, &memory) else { return nil }
        cursor.goOn(at: other.end, spaceCount: 0)
        return other.bit
    }

    @inline(never)
    private static func otherAttribute(
        _ cursor: borrowing PlainCursor,
        behind last: Int,
        _ memory: inout PlainMemory
    ) -> (bit: Int, end: Int)? {
        var cursor = PlainCursor(cursor.bytes, at: cursor.position)
        guard let name = cursor.name(),
            let attribute = Attribute.named(cursor.bytes(of: name))
        else { return nil }
        memory.nextAttribute[last] = UInt8(attribute.bit)
        return (Int(attribute.bit), cursor.position)
    }

    /// Takes the schema in hand by which `data` is to be read: of the type before it, or at the line's end.
    @inline(__always)
    private static func takeSchema(
        of bytes: Span<UInt8>,
        _ line: Line,
        _ registry: SchemaRegistry,
        _ memory: inout PlainMemory
    ) -> Bool {
        if !line.has(.type), memory.ends(bytes, of: registry) {
            return true
        }
        return takeOtherSchema(of: bytes, line, registry, &memory)
    }

    @inline(never)
    private static func takeOtherSchema(
        of bytes: Span<UInt8>,
        _ line: Line,
        _ registry: SchemaRegistry,
        _ memory: inout PlainMemory
    ) -> Bool {
        if line.has(.type) {
            return memory.take(bytes.extracting(memory[.type].text), of: registry)
        }
        guard let type = EnvelopeReading.typeAtEnd(of: bytes) else { return false }
        return memory.take(bytes.extracting(type), of: registry)
    }
}
