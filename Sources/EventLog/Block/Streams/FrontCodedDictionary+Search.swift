/// A text that is looked for in many places: its bytes, with room behind them for whole-word loads.
struct SoughtText {
    /// Number of bytes of the text.
    let count: Int
    private let padded: [UInt8]

    init(_ text: String) { self.init(Array(text.utf8)) }

    init(_ bytes: [UInt8]) {
        count = bytes.count
        padded = bytes + [UInt8](repeating: 0, count: 8)
    }

    /// How many bytes a stored text and this one share from `start` on, and which comes first.
    ///
    /// - Parameters:
    ///   - value: Holds the stored text, and at least 8 bytes behind it.
    ///   - offset: Where the byte stands that is compared with this text's byte `start`.
    ///   - length: Bytes of the stored text from `offset` on.
    ///   - start: Bytes that both share already.
    /// - Returns: The number of shared bytes, those before `start` included, and the order of the stored
    ///   text: negative before this one, 0 if they are equal, positive behind it.
    @inline(__always)
    func compare(
        _ value: RawSpan,
        at offset: Int,
        length: Int,
        from start: Int
    ) -> (shared: Int, order: Int) {
        let mine = padded.rawSpan
        let limit = min(length, count - start)
        var index = 0
        while index < limit {
            let difference =
                value.littleEndian(UInt64.self, at: offset + index)
                ^ mine.littleEndian(UInt64.self, at: start + index)
            if difference != 0 {
                index += difference.trailingZeroBitCount >> 3
                break
            }
            index += 8
        }
        guard index < limit else { return (start + limit, length - (count - start)) }
        let stored = value.littleEndian(UInt8.self, at: offset + index)
        return (start + index, stored < mine.littleEndian(UInt8.self, at: start + index) ? -1 : 1)
    }

    /// The order of a stored UUID's text to this one by ``EventIDOrder``: negative before, 0 equal, positive
    /// behind.
    func order(ofUUIDAt offset: Int, in value: RawSpan) -> Int {
        guard count == SourceID.uuidTextCount else { return SourceID.uuidTextCount - count }
        let text = SourceID.uuidText(value.copy(offset..<(offset + 16)))
        for (index, byte) in text.utf8.enumerated() where byte != padded[index] {
            return byte < padded[index] ? -1 : 1
        }
        return 0
    }
}

extension FrontCodedDictionary {
    /// The index of a text; `nil` if the dictionary does not hold it.
    ///
    /// - Throws: ``DamageError`` when an entry lies outside the value.
    /// - Complexity: O(log *count*), then at most 16 steps; nothing is allocated.
    static func index(
        of sought: borrowing SoughtText,
        in value: RawSpan,
        at start: Int,
        count: Int,
        part: String,
        position: UInt64
    ) throws(DamageError) -> Int? {
        let place = try place(
            of: sought,
            in: value,
            at: start,
            count: count,
            part: part,
            position: position
        )
        return place.isThere ? place.index : nil
    }

    /// Where a text stands, or would stand among the entries.
    ///
    /// - Throws: As ``index(of:in:at:count:part:position:)``.
    /// - Complexity: As ``index(of:in:at:count:part:position:)``.
    static func place(
        of sought: borrowing SoughtText,
        in value: RawSpan,
        at start: Int,
        count: Int,
        part: String,
        position: UInt64
    ) throws(DamageError) -> (index: Int, isThere: Bool) {
        do throws(OutsideValue) {
            return try place(of: sought, in: value, at: start, count: count)
        } catch {
            throw DamageError(
                part: part,
                position: position,
                detail: "dictionary entry ends outside the value"
            )
        }
    }

    /// The bytes of the entry at an index below the dictionary's count.
    ///
    /// - Throws: ``DamageError`` when an entry lies outside the value.
    /// - Complexity: at most 16 steps.
    static func entry(
        at index: Int,
        in value: RawSpan,
        at start: Int,
        part: String,
        position: UInt64
    ) throws(DamageError) -> [UInt8] {
        let mark = start + 4 * (index / restartInterval)
        var offsets = ByteReader(value, at: mark, part: part, position: position)
        let offset = Int(try offsets.integer(UInt32.self))
        var reader = ByteReader(value, at: start + offset, part: part, position: position)
        let format = ValueFrame.format(of: value)
        var entry: [UInt8] = []
        for _ in 0...(index % restartInterval) {
            let (shared, length) = try head(&reader, format, after: entry.count)
            entry.removeLast(entry.count - shared)
            entry.append(contentsOf: try reader.take(length))
        }
        return entry
    }

    /// An entry that the bytes of the value do not hold.
    private struct OutsideValue: Error {}

    /// Where an entry's own bytes stand.
    private struct Entry {
        /// Bytes that it shares with the entry before it.
        let front: Int
        let offset: Int
        let length: Int
        var end: Int { offset + length }
    }

    private static func place(
        of sought: borrowing SoughtText,
        in value: RawSpan,
        at start: Int,
        count: Int
    ) throws(OutsideValue) -> (index: Int, isThere: Bool) {
        var low = 0
        var high = (count + restartInterval - 1) / restartInterval
        // The last restart at or before the text, and how much of it the text shares.
        var before: (entry: Entry, shared: Int)?
        while low < high {
            let middle = (low + high) / 2
            let entry = try restart(middle, value, start)
            let found = sought.compare(value, at: entry.offset, length: entry.length, from: 0)
            if found.order == 0 { return (middle * restartInterval, true) }
            if found.order < 0 {
                low = middle + 1
                before = (entry, found.shared)
            } else {
                high = middle
            }
        }
        guard var (entry, shared) = before else { return (0, false) }
        let first = (low - 1) * restartInterval
        let last = min(first + restartInterval, count) - 1
        for index in first..<last {
            entry = try self.entry(in: value, at: entry.end)
            // It shares more with the entry before it than the text does, so it comes before the text too.
            if entry.front > shared { continue }
            // It differs from the entry before it where the text does not, so it comes behind the text.
            if entry.front < shared { return (index + 1, false) }
            let found = sought.compare(value, at: entry.offset, length: entry.length, from: shared)
            if found.order >= 0 { return (index + 1, found.order == 0) }
            shared = found.shared
        }
        return (last + 1, false)
    }

    @inline(__always)
    private static func restart(
        _ index: Int,
        _ value: RawSpan,
        _ start: Int
    ) throws(OutsideValue) -> Entry {
        let mark = start + 4 * index
        guard mark >= 0, mark + 4 <= value.byteCount else { throw OutsideValue() }
        return try entry(in: value, at: start + Int(value.littleEndian(UInt32.self, at: mark)))
    }

    @inline(__always)
    private static func entry(
        in value: RawSpan,
        at start: Int
    ) throws(OutsideValue) -> Entry {
        var offset = start
        var front: Int
        var length: Int
        if ValueFrame.format(of: value) >= .second {
            guard offset >= 0, offset < value.byteCount - 8 else { throw OutsideValue() }
            let head = Int(value.littleEndian(UInt8.self, at: offset))
            offset += 1
            (front, length) = (head >> 3, head & lengthLimit)
            if front == sharedLimit { front += try number(in: value, at: &offset) }
            if length == lengthLimit { length += try number(in: value, at: &offset) }
        } else {
            front = try number(in: value, at: &offset)
            length = try number(in: value, at: &offset)
        }
        // Every value ends with 8 bytes of nothing, so that words can be loaded up to its last entry.
        guard length <= value.byteCount - 8 - offset else { throw OutsideValue() }
        return Entry(front: front, offset: offset, length: length)
    }

    /// Reads an unsigned LEB128 number of at most four bytes: longer texts fit no value.
    @inline(__always)
    private static func number(
        in value: RawSpan,
        at offset: inout Int
    ) throws(OutsideValue) -> Int {
        var result = 0
        for shift in stride(from: 0, to: 28, by: 7) {
            guard offset >= 0, offset < value.byteCount - 8 else { throw OutsideValue() }
            let byte = Int(value.littleEndian(UInt8.self, at: offset))
            offset += 1
            result |= (byte & 0x7F) << shift
            if byte < 0x80 { return result }
        }
        throw OutsideValue()
    }
}
