import EventModel

/// Writes one column's rows into a value and gives the descriptor to find them by.
enum ColumnEncoder {
    /// Stands for a row without a value in ``integers(_:to:)``; values lie within ±2^62.
    static let absent = Int64.min

    /// Number of bytes that hold every code from 0 to `maximum`.
    static func width(of maximum: UInt64) -> Int {
        (64 - maximum.leadingZeroBitCount + 7) / 8
    }

    /// Writes an integer column: offsets from the minimum in units of their greatest common divisor.
    static func integers(_ values: [Int64], to writer: inout ByteWriter) -> ColumnDescriptor {
        var descriptor = ColumnDescriptor(kind: .integers, encoding: .absent)
        var minimum = Int64.max
        var maximum = Int64.min
        for value in values where value != absent {
            minimum = min(minimum, value)
            maximum = max(maximum, value)
        }
        guard minimum <= maximum else { return descriptor }
        var divisor: UInt64 = 0
        for value in values where value != absent {
            let offset = UInt64(value &- minimum)
            guard divisor > 0 else {
                divisor = offset
                continue
            }
            guard offset % divisor != 0 else { continue }
            divisor = greatestCommonDivisor(divisor, offset)
            if divisor == 1 { break }
        }
        if divisor == 0 || divisor > UInt64(UInt32.max) { divisor = 1 }
        descriptor.encoding = .offset
        descriptor.base = minimum
        descriptor.unit = UInt32(divisor)
        descriptor.width = width(of: UInt64(maximum &- minimum) / divisor)
        descriptor.dataOffset = writer.count
        if descriptor.width > 0 {
            let codes = values.map { value in
                value == absent ? 0 : UInt64(value &- minimum) / divisor
            }
            writer.append(codes, width: descriptor.width)
        }
        appendPresence(of: values, absent: absent, to: &writer, describing: &descriptor)
        return descriptor
    }

    /// Writes a column that never decreases as runs, as steps (``StepCode``) or as ``integers(_:to:)``, whichever
    /// is smallest.
    static func rising(
        _ values: [Int64],
        to writer: inout ByteWriter,
        format: StoredFormat
    ) -> ColumnDescriptor {
        var starts: [Int] = []
        for row in values.indices where row == 0 || values[row] != values[row - 1] {
            starts.append(row)
        }
        let spread = (values.last ?? 0) &- (values.first ?? 0)
        let offsetBytes = values.count * width(of: UInt64(spread))
        let runBytes = starts.count > 1 ? starts.count * 10 : .max
        let stepBytes = format >= .second ? StepCode.byteCount(of: values) ?? .max : .max
        if stepBytes < min(offsetBytes, runBytes) { return steps(values, to: &writer) }
        return runBytes < offsetBytes
            ? runs(values, starts, to: &writer) : integers(values, to: &writer)
    }

    private static func steps(
        _ values: [Int64],
        to writer: inout ByteWriter
    ) -> ColumnDescriptor {
        var descriptor = ColumnDescriptor(kind: .integers, encoding: .steps)
        descriptor.dictionaryCount = StepCode.groupCount(rows: values.count)
        descriptor.base = values.first ?? 0
        (descriptor.dataOffset, descriptor.dictionaryOffset) = StepCode.append(values, to: &writer)
        return descriptor
    }

    private static func runs(
        _ values: [Int64],
        _ starts: [Int],
        to writer: inout ByteWriter
    ) -> ColumnDescriptor {
        var descriptor = ColumnDescriptor(kind: .integers, encoding: .runs)
        descriptor.dictionaryCount = starts.count
        descriptor.dataOffset = writer.count
        for start in starts { writer.append(UInt16(start)) }
        descriptor.dictionaryOffset = writer.count
        for start in starts { writer.append(values[start]) }
        return descriptor
    }

    /// Writes a column of ledger-wide name ordinals, ``InternedEvent/noName`` where a row has none.
    static func names(_ ordinals: [UInt32], to writer: inout ByteWriter) -> ColumnDescriptor {
        var descriptor = ColumnDescriptor(kind: .names, encoding: .absent)
        let distinct = OrdinalSet(ordinals, absent: InternedEvent.noName)
        guard let minimum = distinct.sorted.first, let maximum = distinct.sorted.last else {
            return descriptor
        }
        let offsetWidth = width(of: UInt64(maximum - minimum))
        let codeWidth = width(of: UInt64(distinct.sorted.count - 1))
        let dictionaryBytes = distinct.sorted.count * 4 + ordinals.count * codeWidth
        // A dictionary lets a projection map each name once per block, so it wins unless it is larger.
        if distinct.sorted.count > 1, dictionaryBytes <= ordinals.count * offsetWidth + 64 {
            descriptor.encoding = .dictionary
            descriptor.dictionaryCount = distinct.sorted.count
            descriptor.width = codeWidth
            descriptor.dataOffset = writer.count
            writer.append(distinct.codes, width: codeWidth)
            descriptor.dictionaryOffset = writer.count
            for ordinal in distinct.sorted { writer.append(ordinal) }
        } else {
            descriptor.encoding = .offset
            descriptor.base = Int64(minimum)
            descriptor.width = offsetWidth
            descriptor.dataOffset = writer.count
            let codes = ordinals.map { ordinal in
                UInt64(ordinal == InternedEvent.noName ? 0 : ordinal - minimum)
            }
            writer.append(codes, width: offsetWidth)
        }
        appendPresence(
            of: ordinals,
            absent: InternedEvent.noName,
            to: &writer,
            describing: &descriptor
        )
        return descriptor
    }

    /// Writes a column of strings with its own sorted dictionary, or a reference to the subjects when every
    /// row's string is what stands behind the first `/` of its subject.
    ///
    /// The column's rows are those events of the block; its strings are of a field of their schema.
    static func keys(
        _ rows: [Int],
        field: Int,
        of events: PackedEvents,
        to writer: inout ByteWriter,
        format: StoredFormat
    ) -> ColumnDescriptor {
        var descriptor = ColumnDescriptor(kind: .keys, encoding: .absent)
        var table = TextTable()
        var isSubject = true
        var codes: [UInt32] = []
        for row in rows {
            let record = events.records[row]
            let value = events.values[record.firstValue + field]
            let hasText = value.kind == .text
            guard isSubject else {
                codes.append(
                    hasText ? insert(value.range, of: record, events, &table) : noCode
                )
                continue
            }
            if hasText, isSubjectKey(value.range, of: record, events) { continue }
            // Not so here: what was passed over is taken in after all.
            isSubject = false
            for earlier in rows.prefix(while: { $0 <= row }) {
                let record = events.records[earlier]
                let value = events.values[record.firstValue + field]
                codes.append(
                    value.kind == .text
                        ? insert(value.range, of: record, events, &table) : noCode
                )
            }
        }
        if isSubject {
            descriptor.encoding = .subject
            return descriptor
        }
        guard table.count > 0 else { return descriptor }
        let dictionary = SortedTexts(table)
        descriptor.encoding = .dictionary
        descriptor.dictionaryCount = dictionary.count
        descriptor.width = width(of: UInt64(dictionary.count - 1))
        descriptor.dataOffset = writer.count
        writer.append(dictionary.ranks(of: codes, absent: noCode), width: descriptor.width)
        descriptor.dictionaryOffset = writer.count
        FrontCodedDictionary.append(dictionary, to: &writer, format)
        appendPresence(of: codes, absent: noCode, to: &writer, describing: &descriptor)
        return descriptor
    }

    private static let noCode = UInt32.max

    private static func insert(
        _ range: PackedRange,
        of record: PackedEvent,
        _ events: PackedEvents,
        _ table: inout TextTable
    ) -> UInt32 { UInt32(table.insert(events.text(range, of: record)).index) }

    /// Whether a text is what stands behind the first `/` of its event's subject.
    private static func isSubjectKey(
        _ range: PackedRange,
        of record: PackedEvent,
        _ events: PackedEvents
    ) -> Bool {
        let key = events.text(range, of: record)
        let subject = events.text(record.subject, of: record)
        let start = subject.count - key.count
        guard start > 0, subject[start - 1] == UInt8(ascii: "/"),
            subject.hasBytes(of: key, at: start)
        else { return false }
        for index in 0..<(start - 1) where subject[index] == UInt8(ascii: "/") { return false }
        return true
    }

    /// What stands behind the first `/` of a subject; `nil` if it has none.
    static func subjectKey(of subject: String) -> Substring.UTF8View? {
        guard let slash = subject.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        return subject[subject.utf8.index(after: slash)...].utf8
    }

    private static func appendPresence<Row: Equatable>(
        of rows: [Row],
        absent: Row,
        to writer: inout ByteWriter,
        describing descriptor: inout ColumnDescriptor
    ) {
        guard rows.contains(absent) else { return }
        descriptor.hasPresence = true
        descriptor.presenceOffset = writer.count
        for start in stride(from: 0, to: rows.count, by: 8) {
            var bits: UInt8 = 0
            for row in start..<min(start + 8, rows.count) where rows[row] != absent {
                bits |= 1 << UInt8(row - start)
            }
            writer.append(bits)
        }
    }

    private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }
}
