import EventModel

/// A `streams` value seen just well enough to find one thing in it: no string is made, no column is read.
///
/// ``BlockStreams`` reads the whole value; this one answers where a stream or a source's id may stand.
struct StreamsLookup: ~Escapable {
    private let value: RawSpan
    private let position: UInt64
    private let eventCount: Int

    /// Looks at a value that was checked before (``check(_:of:key:)``).
    @_lifetime(copy value)
    init(trusting value: RawSpan, key: UInt64) {
        self.value = value
        position = key
        eventCount = Int(value.littleEndian(UInt32.self, at: BlockLayout.Streams.eventCount))
    }

    /// Checks the value and that it belongs to the block that `hot` describes, whose own bytes are not
    /// looked at beyond the checksum that they name.
    ///
    /// - Throws: ``DamageError`` naming what does not hold.
    /// - Complexity: one pass over the value.
    static func check(_ value: RawSpan, of hot: RawSpan, key: UInt64) throws(DamageError) {
        try ValueFrame.check(value, is: .streams, key: key)
        guard hot.byteCount >= BlockLayout.partitions,
            hot.littleEndian(UInt64.self, at: BlockLayout.streamsChecksum)
                == ValueFrame.storedChecksum(value)
        else {
            throw DamageError(part: "streams", position: key, detail: "it belongs to another block")
        }
        _ = try BlockStreams(value, key: key)
    }

    private func field(_ offset: Int) -> Int { Int(value.littleEndian(UInt32.self, at: offset)) }

    // MARK: Streams

    /// The code of a stream in the block; `nil` if it has no event here.
    ///
    /// - Throws: ``DamageError`` when the dictionary does not decode.
    /// - Complexity: O(log *streams*).
    func code(of subject: borrowing SoughtText) throws(DamageError) -> Int? {
        try FrontCodedDictionary.index(
            of: subject,
            in: value,
            at: field(BlockLayout.Streams.subjectsOffset),
            count: field(BlockLayout.Streams.streamCount),
            part: "streams",
            position: position
        )
    }

    /// The first code whose stream is a text or comes behind it; the number of streams if none does.
    ///
    /// - Throws: As ``code(of:)``.
    func firstCode(atOrAfter sought: borrowing SoughtText) throws(DamageError) -> Int {
        try FrontCodedDictionary.place(
            of: sought,
            in: value,
            at: field(BlockLayout.Streams.subjectsOffset),
            count: field(BlockLayout.Streams.streamCount),
            part: "streams",
            position: position
        ).index
    }

    /// Rows of the block that bear a stream's code, ascending.
    ///
    /// - Complexity: one pass over the codes.
    func rows(ofCode wanted: Int) -> [Int] {
        let offset = field(BlockLayout.Streams.codesOffset)
        let width = field(BlockLayout.Streams.codesWidth)
        guard width > 0 else { return wanted == 0 ? Array(0..<eventCount) : [] }
        var rows: [Int] = []
        if width == 2 {
            let code = UInt16(truncatingIfNeeded: wanted)
            for row in 0..<eventCount
            where value.littleEndian(UInt16.self, at: offset + 2 * row) == code { rows.append(row) }
        } else {
            let code = UInt8(truncatingIfNeeded: wanted)
            for row in 0..<eventCount
            where value.littleEndian(UInt8.self, at: offset + row) == code { rows.append(row) }
        }
        return rows
    }

    /// The stream of a row.
    ///
    /// - Throws: ``DamageError`` when the dictionary does not decode.
    func subject(ofRow row: Int) throws(DamageError) -> String {
        let code = ColumnCode.load(
            in: value,
            at: field(BlockLayout.Streams.codesOffset),
            width: field(BlockLayout.Streams.codesWidth),
            row: row
        )
        return try subject(ofCode: code)
    }

    /// The stream of a code.
    ///
    /// - Throws: ``DamageError`` when the dictionary does not decode, or has no such code.
    func subject(ofCode code: Int) throws(DamageError) -> String {
        try text(
            at: code,
            of: field(BlockLayout.Streams.subjectsOffset),
            count: field(BlockLayout.Streams.streamCount)
        )
    }

    /// An error that names this value.
    func damage(_ detail: String) -> DamageError {
        DamageError(part: "streams", position: position, detail: detail)
    }

    private func text(at index: Int, of start: Int, count: Int) throws(DamageError) -> String {
        let entry =
            index < count
            ? try FrontCodedDictionary.entry(
                at: index,
                in: value,
                at: start,
                part: "streams",
                position: position
            ) : [0xFF]
        guard let text = String(validating: entry, as: UTF8.self) else {
            throw damage("entry \(index) of \(count) is not UTF-8")
        }
        return text
    }

    // MARK: Keys

    /// The string of a key field in one row; `nil` if it has none.
    ///
    /// - Parameters:
    ///   - place: Index of the partition in the block's directory.
    ///   - field: Index of the field in the partition's schema.
    ///   - row: Row in the partition.
    ///   - rowCount: Rows of the partition.
    ///   - blockRow: The same row in the block.
    /// - Returns: The string.
    /// - Throws: ``DamageError`` when the column or its dictionary does not hold together.
    func key(
        place: Int,
        field: Int,
        row: Int,
        rowCount: Int,
        blockRow: Int
    ) throws(DamageError) -> String? {
        let descriptor = try keyDescriptor(place: place, field: field, rowCount: rowCount)
        switch descriptor.encoding {
        case .absent, .offset, .runs, .steps: return nil
        case .subject:
            let subject = try subject(ofRow: blockRow)
            return ColumnEncoder.subjectKey(of: subject).map { String(Substring($0)) }
        case .dictionary:
            guard IntegerColumn(value, descriptor).isPresent(row) else { return nil }
            let code = ColumnCode.load(
                in: value,
                at: descriptor.dataOffset,
                width: descriptor.width,
                row: row
            )
            return try text(
                at: code,
                of: descriptor.dictionaryOffset,
                count: descriptor.dictionaryCount
            )
        }
    }

    private func keyDescriptor(
        place: Int,
        field: Int,
        rowCount: Int
    ) throws(DamageError) -> ColumnDescriptor {
        for index in 0..<self.field(BlockLayout.Streams.keyColumnCount) {
            let entry =
                BlockLayout.Streams.keyDirectory + index * BlockLayout.Streams.keyEntryByteCount
            guard entry + BlockLayout.Streams.keyEntryByteCount <= value.byteCount else { break }
            guard Int(value.littleEndian(UInt16.self, at: entry)) == place,
                Int(value.littleEndian(UInt16.self, at: entry + 2)) == field
            else { continue }
            return try ColumnDescriptor(
                reading: value,
                at: entry + 8,
                rowCount: rowCount,
                position: position,
                part: "streams"
            )
        }
        throw damage("no key column for field \(field) of partition \(place)")
    }
}
