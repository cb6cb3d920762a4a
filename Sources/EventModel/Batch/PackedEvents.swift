/// Events side by side in three flat buffers: the form in which they travel from the door to the disk.
///
/// No event has memory of its own: records and values are plain numbers, and an event's texts lie in one run
/// of bytes, so that taking an event over is three copies.
package struct PackedEvents: Sendable {
    /// The events' fixed parts, in order.
    package private(set) var records: [PackedEvent] = []
    /// The events' values, one for each field of each schema.
    package private(set) var values: [PackedValue] = []
    /// The events' texts, a run for each event.
    package private(set) var bytes: [UInt8] = []

    /// Makes an empty list.
    package init() {}

    /// Takes over what a decoder has filled; gives it back with ``takeBuffers()``.
    ///
    /// The events may share texts: their records then start at 0 and have no runs of their own, and none of
    /// them can be appended to another list.
    package init(records: [PackedEvent], values: [PackedValue], bytes: [UInt8]) {
        self.records = records
        self.values = values
        self.bytes = bytes
    }

    /// Gives the three buffers away, to be filled anew.
    package mutating func takeBuffers() -> (
        records: [PackedEvent], values: [PackedValue], bytes: [UInt8]
    ) {
        var empty = PackedEvents()
        swap(&empty, &self)
        return (empty.records, empty.values, empty.bytes)
    }

    /// Number of events.
    package var count: Int { records.count }

    /// A text of an event, as it was decoded.
    @_lifetime(borrow self)
    @inlinable @inline(__always)
    package func text(_ range: PackedRange, of record: PackedEvent) -> Span<UInt8> {
        let start = record.start + Int(range.start)
        return bytes.span.extracting(start..<(start + Int(range.count)))
    }

    /// A text of an event as a string.
    package func string(_ range: PackedRange, of record: PackedEvent) -> String {
        String(copyingUTF8: text(range, of: record))
    }

    /// The `id` of an event.
    @_lifetime(borrow self)
    @inlinable @inline(__always)
    package func id(at index: Int) -> Span<UInt8> {
        let record = records[index]
        return text(record.id, of: record)
    }

    /// The `subject` of an event.
    @_lifetime(borrow self)
    @inlinable @inline(__always)
    package func subject(at index: Int) -> Span<UInt8> {
        let record = records[index]
        return text(record.subject, of: record)
    }

    /// Starts an event: its run of bytes and its values begin here.
    package func newRecord() -> PackedEvent {
        var record = PackedEvent()
        record.start = bytes.count
        record.firstValue = values.count
        return record
    }

    /// Appends one value of the event at hand.
    package mutating func append(_ value: PackedValue) { values.append(value) }

    /// Appends values of the event at hand, as many as are said.
    @inline(__always)
    mutating func append(valueCount: Int, _ write: (inout OutputSpan<PackedValue>) -> Void) {
        values.append(addingCapacity: valueCount, initializingWith: write)
    }

    /// Replaces a value of the event at hand.
    package mutating func setValue(_ value: PackedValue, at index: Int) { values[index] = value }

    /// Lends the runs to a writer, who gives them back with more at the end.
    mutating func takeBytes() -> [UInt8] {
        var lent: [UInt8] = []
        swap(&lent, &bytes)
        return lent
    }

    /// Takes the runs back.
    mutating func giveBack(_ lent: consuming [UInt8]) { bytes = lent }

    /// Lends the values to a writer, who gives them back with more at the end.
    mutating func takeValues() -> [PackedValue] {
        var lent: [PackedValue] = []
        swap(&lent, &values)
        return lent
    }

    /// Takes the values back.
    mutating func giveBack(_ lent: consuming [PackedValue]) { values = lent }

    /// Appends a text to the run of the event at hand.
    package mutating func appendText(
        _ text: Span<UInt8>,
        toRunFrom runStart: Int
    ) -> PackedRange {
        let start = UInt32(bytes.count - runStart)
        bytes.append(addingCapacity: text.count) { $0.append(copying: text) }
        return PackedRange(start: start, count: UInt32(text.count))
    }

    /// Completes the event at hand, whose values and bytes have been appended.
    package mutating func finish(_ record: consuming PackedEvent) {
        record.byteCount = UInt32(bytes.count - record.start)
        record.valueCount = UInt16(values.count - record.firstValue)
        records.append(record)
    }

    /// Computes the digests of events from an index on, two side by side.
    mutating func digestCanonical(from first: Int) {
        var index = first
        while index + 1 < records.count {
            let digests = SHA256Digest.hash(canonical(index), canonical(index + 1))
            records[index].digest = digests.0
            records[index + 1].digest = digests.1
            index += 2
        }
        if index < records.count {
            let digest = SHA256Digest.hash(canonical(index))
            records[index].digest = digest
        }
    }

    /// The canonical JSON of an event whose run holds it.
    @_lifetime(borrow self)
    private func canonical(_ index: Int) -> Span<UInt8> {
        let start = records[index].start
        return bytes.span.extracting(start..<(start + Int(records[index].canonicalCount)))
    }

    /// Appends an event of another list as it is, but for what `adjust` changes in the copied record.
    @inline(__always)
    package mutating func append(
        _ index: Int,
        of other: borrowing PackedEvents,
        adjust: (inout PackedEvent) -> Void = { _ in }
    ) {
        var record = other.records[index]
        let run = other.bytes.span.extracting(
            record.start..<(record.start + Int(record.byteCount))
        )
        let firstValue = record.firstValue
        let valueCount = Int(record.valueCount)
        record.start = bytes.count
        record.firstValue = values.count
        bytes.append(addingCapacity: run.count) { $0.append(copying: run) }
        for value in firstValue..<(firstValue + valueCount) { values.append(other.values[value]) }
        adjust(&record)
        records.append(record)
    }

    /// Drops the first events and moves the others to the front.
    package mutating func removeFirst(_ count: Int) {
        guard count < records.count else {
            return removeAll()
        }
        let start = records[count].start
        let firstValue = records[count].firstValue
        records.removeFirst(count)
        bytes.removeFirst(start)
        values.removeFirst(firstValue)
        for index in records.indices {
            records[index].start -= start
            records[index].firstValue -= firstValue
        }
    }

    /// Drops all events and keeps the memory.
    package mutating func removeAll() {
        records.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }
}

extension [UInt8] {
    /// The bytes of a span.
    package init(copying bytes: Span<UInt8>) {
        self.init(capacity: bytes.count) { $0.append(copying: bytes) }
    }
}

extension String {
    /// The string of well-formed UTF-8; ill-formed parts, which no event holds, are repaired.
    package init(copyingUTF8 bytes: Span<UInt8>) {
        do {
            self.init(copying: try UTF8Span(validating: bytes))
        } catch {
            self.init(decoding: [UInt8](copying: bytes), as: UTF8.self)
        }
    }
}
