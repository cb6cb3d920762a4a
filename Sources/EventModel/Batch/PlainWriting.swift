/// Copies the canonical JSON (RFC 8785) of a plain line out of the line, in as few pieces as there can be.
///
/// Names and values of a plain line are spelled as they are written; only their order, white space and the
/// attributes that do not belong to the event may differ. Neighbours that remain neighbours are copied as one.
struct PlainWriting: ~Escapable {
    /// Attributes that do not belong to the event: the ledger's own.
    private static let ledgers: UInt32 =
        1 << Attribute.recordedtime.bit | 1 << Attribute.sequence.bit

    private let bytes: Span<UInt8>
    /// The piece that waits to be copied.
    private var start = 0
    private var end: Int

    /// Begins with the opening brace, the first byte of every plain line.
    @_lifetime(copy bytes)
    private init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
        self.end = 1
    }

    /// Appends the canonical JSON, fills in the record where texts stand in it, and moves the values' texts
    /// there too.
    static func write(
        _ line: PlainReading.Line,
        of bytes: Span<UInt8>,
        _ memory: inout PlainMemory,
        to output: inout OutputSpan<UInt8>,
        _ record: inout PackedEvent
    ) {
        var writing = PlainWriting(bytes)
        var rest = line.seen & ~ledgers
        while rest != 0 {
            let bit = rest.trailingZeroBitCount
            let member = memory.attributes[bit]
            writing.comma(before: member, isFirst: rest == line.seen & ~ledgers, &output)
            rest &= rest &- 1
            writing.add(member.name, member.nameEnd, &output)
            if bit == Attribute.data.bit, !line.isDataCanonical {
                writing.addData(member, &memory, &output)
                continue
            }
            writing.add(member.value, member.end, &output)
            let place = writing.place(of: member.value, output)
            let text = PackedRange(start: place &+ 1, count: member.end &- member.value &- 2)
            switch UInt32(bit) {
            case Attribute.data.bit: memory.textShift = place &- member.value
            case Attribute.actor.bit: record.actor = text
            case Attribute.evidence.bit: record.evidence = text
            case Attribute.id.bit: record.id = text
            case Attribute.role.bit: record.role = text
            case Attribute.subject.bit: record.subject = text
            default: break
            }
        }
        writing.add(line.end, line.end &+ 1, &output)
        writing.flush(&output)
    }

    /// Adds the fields of `data` in their order.
    private mutating func addData(
        _ data: PlainMemory.Member,
        _ memory: inout PlainMemory,
        _ output: inout OutputSpan<UInt8>
    ) {
        add(data.value, data.value &+ 1, &output)
        var isFirst = true
        for index in memory.form.table.canonicalOrder where memory.values[index].kind != .absent {
            let member = memory.fields[index]
            comma(before: member, isFirst: isFirst, &output)
            isFirst = false
            add(member.name, member.nameEnd, &output)
            add(member.value, member.end, &output)
            guard memory.values[index].kind == .text else { continue }
            let shift = place(of: member.value, output) &- member.value
            memory.values[index] = memory.values[index].moved(by: shift)
        }
        memory.textShift = 0
        add(data.end &- 1, data.end, &output)
    }

    /// Where a byte of the waiting piece will stand.
    @inline(__always)
    private func place(of offset: UInt32, _ output: borrowing OutputSpan<UInt8>) -> UInt32 {
        UInt32(truncatingIfNeeded: output.count &+ Int(offset) &- start)
    }

    /// Adds a piece of the line.
    @inline(__always)
    private mutating func add(
        _ start: UInt32,
        _ end: UInt32,
        _ output: inout OutputSpan<UInt8>
    ) {
        if Int(start) != self.end {
            flush(&output)
            self.start = Int(start)
        }
        self.end = Int(end)
    }

    /// Adds the comma between two members, unless it is the first: the line's own if they are neighbours there.
    @inline(__always)
    private mutating func comma(
        before member: PlainMemory.Member,
        isFirst: Bool,
        _ output: inout OutputSpan<UInt8>
    ) {
        guard !isFirst else { return }
        if Int(member.name) == end &+ 1 {
            end &+= 1
        } else {
            flush(&output)
            output.append(UInt8(ascii: ","))
            start = Int(member.name)
            end = start
        }
    }

    @inline(__always)
    private mutating func flush(_ output: inout OutputSpan<UInt8>) {
        output.append(copying: bytes.extracting(start..<end))
    }
}

extension PackedValue {
    /// A text as it stands at another place; the distance is taken modulo 2^32.
    @inline(__always)
    func moved(by distance: UInt32) -> PackedValue {
        .text(PackedRange(start: range.start &+ distance, count: range.count))
    }
}
