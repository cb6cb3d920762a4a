/// Every 16th entry of a block's table of sources, so that a source is found by binary search and a few
/// steps: the table itself has no such marks.
///
/// About one byte for every two entries; kept for each block that was looked into.
struct SourceMarks: Sendable {
    private static let interval = 16

    /// An entry of the table, undecoded.
    struct Entry {
        /// Place in the table: what cold frames call the source.
        let code: Int
        /// Least of the source's ids in the block.
        let least: StoredID
        /// Greatest of them.
        let greatest: StoredID
        fileprivate let ordinal: UInt32
        fileprivate let filterOffset: Int
        fileprivate let filterWordCount: Int

        /// The words of the filter over the source's ids; empty if their range alone decides.
        ///
        /// - Throws: ``DamageError`` when they lie outside the value.
        func filter(in value: RawSpan, key: UInt64) throws(DamageError) -> [UInt64] {
            var reader = ByteReader(value, at: filterOffset, part: "streams", position: key)
            var words: [UInt64] = []
            for _ in 0..<filterWordCount { words.append(try reader.integer(UInt64.self)) }
            return words
        }
    }

    /// Ordinal (upper half) and offset in the value (lower half) of entries 0, 16, 32, ….
    private let marks: [UInt64]
    private let position: UInt64
    private let format: StoredFormat
    /// Number of sources of the block.
    let count: Int

    /// Reads the table of a checked `streams` value from front to back.
    ///
    /// - Throws: ``DamageError`` when an entry lies outside the value, or ordinals do not rise.
    init(of value: RawSpan, key: UInt64) throws(DamageError) {
        position = key
        let format = ValueFrame.format(of: value)
        self.format = format
        count = Int(value.littleEndian(UInt32.self, at: BlockLayout.Streams.sourceCount))
        var marks: [UInt64] = []
        var reader = ByteReader(
            value,
            at: Int(value.littleEndian(UInt32.self, at: BlockLayout.Streams.sourcesOffset)),
            part: "streams",
            position: key
        )
        var last: UInt32?
        for code in 0..<count {
            let offset = reader.offset
            let entry = try Self.entry(code, &reader, format)
            guard last.map({ $0 < entry.ordinal }) ?? true else {
                throw reader.damage("source \(entry.ordinal) is out of order")
            }
            last = entry.ordinal
            if code % Self.interval == 0 {
                marks.append(UInt64(entry.ordinal) << 32 | UInt64(offset))
            }
        }
        self.marks = marks
    }

    /// The entry of a source; `nil` if the block has no event of it.
    ///
    /// - Throws: ``DamageError`` when the value is not the one that the marks were made from.
    func entry(ofSource ordinal: UInt32, in value: RawSpan) throws(DamageError) -> Entry? {
        var low = 0
        var high = marks.count
        while low < high {
            let middle = (low + high) / 2
            if UInt32(truncatingIfNeeded: marks[middle] >> 32) <= ordinal {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low > 0 else { return nil }
        var reader = self.reader(value, mark: low - 1)
        let first = (low - 1) * Self.interval
        for code in first..<min(first + Self.interval, count) {
            let entry = try Self.entry(code, &reader, format)
            if entry.ordinal == ordinal { return entry }
            if entry.ordinal > ordinal { return nil }
        }
        return nil
    }

    /// The ledger-wide ordinal of the source at a place of the table; `nil` beyond it.
    ///
    /// - Throws: As ``entry(ofSource:in:)``.
    func ordinal(ofCode code: Int, in value: RawSpan) throws(DamageError) -> UInt32? {
        guard code < count else { return nil }
        var reader = self.reader(value, mark: code / Self.interval)
        for _ in 0..<(code % Self.interval) { _ = try Self.entry(code, &reader, format) }
        return try Self.entry(code, &reader, format).ordinal
    }

    /// Whether the block may hold the source's event with this id.
    ///
    /// - Throws: As ``entry(ofSource:in:)``.
    func mayHold(
        _ id: borrowing SoughtText,
        text: String,
        of entry: Entry,
        in value: RawSpan
    ) throws(DamageError) -> Bool {
        guard entry.least.order(to: id, in: value) <= 0,
            entry.greatest.order(to: id, in: value) >= 0
        else { return false }
        return IdentifierFilter.mayContain(text, in: try entry.filter(in: value, key: position))
    }

    @_lifetime(copy value)
    private func reader(_ value: RawSpan, mark: Int) -> ByteReader {
        let offset = Int(UInt32(truncatingIfNeeded: marks[mark]))
        return ByteReader(value, at: offset, part: "streams", position: position)
    }

    private static func entry(
        _ code: Int,
        _ reader: inout ByteReader,
        _ format: StoredFormat
    ) throws(DamageError) -> Entry {
        let ordinal = try reader.integer(UInt32.self)
        try reader.skip(4)
        let least = try StoredID(&reader, format)
        let greatest = try StoredID(&reader, format)
        let wordCount = Int(clamping: try reader.variable())
        let offset = reader.offset
        let (byteCount, overflow) = wordCount.multipliedReportingOverflow(by: 8)
        guard !overflow else { throw reader.damage("a filter of \(wordCount) words") }
        try reader.skip(byteCount)
        return Entry(
            code: code,
            least: least,
            greatest: greatest,
            ordinal: ordinal,
            filterOffset: offset,
            filterWordCount: wordCount
        )
    }
}
