/// The `streams` value of a block: which streams it touches, and who produced its events.
package struct BlockStreams: ~Escapable {
    let value: RawSpan
    let position: UInt64
    /// Number of events in the block.
    package let eventCount: Int
    /// Number of distinct streams (subjects).
    package let streamCount: Int
    let subjectsOffset: Int
    private let codesOffset: Int
    private let codesWidth: Int

    /// A source's events in a block.
    package struct Source: Sendable {
        /// Place in the ledger's table of sources.
        package let ordinal: UInt32
        /// Number of its events in the block.
        package let eventCount: Int
        /// Least id by ``EventIDOrder``.
        package let leastID: String
        /// Greatest id by ``EventIDOrder``.
        package let greatestID: String
        /// ``IdentifierFilter`` over its ids; empty if range alone decides.
        package let filter: [UInt64]

        /// Whether the block may hold the source's event with this id.
        package func mayContain(_ id: String) -> Bool {
            !EventIDOrder.precedes(id, leastID) && !EventIDOrder.precedes(greatestID, id)
                && IdentifierFilter.mayContain(id, in: filter)
        }
    }

    /// Looks at a `streams` value whose frame was checked.
    ///
    /// - Throws: ``DamageError`` when a part lies outside the value.
    @_lifetime(copy value)
    package init(_ value: RawSpan, key: UInt64) throws(DamageError) {
        func damage(_ detail: String) -> DamageError {
            DamageError(part: "streams", position: key, detail: detail)
        }
        guard value.byteCount >= BlockLayout.Streams.keyDirectory + 8 else {
            throw damage("header cut short")
        }
        func field(_ offset: Int) -> Int { Int(value.littleEndian(UInt32.self, at: offset)) }
        self.value = value
        position = key
        eventCount = field(BlockLayout.Streams.eventCount)
        streamCount = field(BlockLayout.Streams.streamCount)
        subjectsOffset = field(BlockLayout.Streams.subjectsOffset)
        codesOffset = field(BlockLayout.Streams.codesOffset)
        codesWidth = field(BlockLayout.Streams.codesWidth)
        let firstPosition = value.littleEndian(UInt64.self, at: BlockLayout.Streams.firstPosition)
        guard firstPosition == key else { throw damage("it belongs to position \(firstPosition)") }
        guard codesWidth <= 2, codesOffset + codesWidth * eventCount + 8 <= value.byteCount else {
            throw damage("stream codes outside the value")
        }
        let greatest = ColumnCode.greatest(
            in: value,
            at: codesOffset,
            width: codesWidth,
            rows: 0..<eventCount
        )
        guard eventCount == 0 || greatest < UInt64(streamCount) else {
            throw damage("a row names no stream")
        }
    }

    private func code(_ row: Int) -> Int {
        ColumnCode.load(in: value, at: codesOffset, width: codesWidth, row: row)
    }

    /// Rows of the block that belong to a stream, ascending; empty if it holds none.
    ///
    /// - Throws: ``DamageError`` when the dictionary of streams does not decode; the caller restores the ledger
    ///   from a backup.
    /// - Complexity: O(log *streams*) for a stream that is not there, one pass over the codes else.
    package func rows(of subject: String) throws(DamageError) -> [Int] {
        guard let wanted = try index(of: subject) else { return [] }
        return (0..<eventCount).filter { code($0) == wanted }
    }

    /// Whether the block holds an event of the stream.
    ///
    /// - Throws: As ``rows(of:)``.
    /// - Complexity: O(log *streams*).
    package func contains(_ subject: String) throws(DamageError) -> Bool {
        try index(of: subject) != nil
    }

    private func index(of subject: String) throws(DamageError) -> Int? {
        try FrontCodedDictionary.index(
            of: SoughtText(subject),
            in: value,
            at: subjectsOffset,
            count: streamCount,
            part: "streams",
            position: position
        )
    }

    /// Every stream of the block, sorted by bytes.
    ///
    /// - Throws: As ``rows(of:)``.
    /// - Complexity: O(bytes of the dictionary); every string is made anew.
    package func subjects() throws(DamageError) -> [String] {
        try FrontCodedDictionary.strings(
            in: value,
            at: subjectsOffset,
            count: streamCount,
            part: "streams",
            position: position
        )
    }

    /// Per row of the block the index into ``subjects()``.
    package func subjectCodes() -> [Int] { (0..<eventCount).map { code($0) } }

    /// Writes the index into ``subjects()`` of some rows to the front of a buffer.
    func decodeCodes(_ rows: Range<Int>, into codes: inout [Int32]) {
        codes.provide(rows.count)
        unsafe codes.withUnsafeMutableBufferPointer { buffer in
            ColumnCode.forEach(in: value, at: codesOffset, width: codesWidth, rows: rows) {
                place,
                code in unsafe buffer[place] = Int32(truncatingIfNeeded: code)
            }
        }
    }

    /// The block's sources by ascending ordinal.
    ///
    /// - Throws: ``DamageError`` when the table of sources does not decode; the caller restores the ledger from
    ///   a backup.
    /// - Complexity: O(bytes of the table); the filters are copied.
    package func sources() throws(DamageError) -> [Source] {
        let count = Int(value.littleEndian(UInt32.self, at: BlockLayout.Streams.sourceCount))
        let offset = Int(value.littleEndian(UInt32.self, at: BlockLayout.Streams.sourcesOffset))
        var reader = ByteReader(value, at: offset, part: "streams", position: position)
        let format = ValueFrame.format(of: value)
        var sources: [Source] = []
        for _ in 0..<count {
            let ordinal = try reader.integer(UInt32.self)
            let events = Int(try reader.integer(UInt32.self))
            let least = try StoredID(&reader, format).text(in: value)
            let greatest = try StoredID(&reader, format).text(in: value)
            guard let least, let greatest else {
                throw reader.damage("an id of source \(ordinal) is not UTF-8")
            }
            var filter: [UInt64] = []
            for _ in 0..<(try reader.variable(below: value.byteCount)) {
                filter.append(try reader.integer(UInt64.self))
            }
            sources.append(
                Source(
                    ordinal: ordinal,
                    eventCount: events,
                    leastID: least,
                    greatestID: greatest,
                    filter: filter
                )
            )
        }
        return sources
    }

    /// A key column of a partition.
    func keys(
        partition: Int,
        field: Int,
        rowCount: Int,
        blockRow: (Int) -> Int
    ) throws(DamageError) -> KeyColumn {
        let descriptor = try keyDescriptor(partition: partition, field: field, rowCount: rowCount)
        switch descriptor.encoding {
        case .absent, .offset, .runs, .steps:
            return KeyColumn(dictionary: [], codes: [Int32](repeating: -1, count: rowCount))
        case .subject:
            let subjects = try subjects()
            let keys = subjects.map {
                ColumnEncoder.subjectKey(of: $0).map { String(Substring($0)) }
            }
            let codes = (0..<rowCount).map { row in
                let code = code(blockRow(row))
                return keys[code] == nil ? Int32(-1) : Int32(code)
            }
            return KeyColumn(dictionary: keys.map { $0 ?? "" }, codes: codes)
        case .dictionary:
            let dictionary = try FrontCodedDictionary.strings(
                in: value,
                at: descriptor.dictionaryOffset,
                count: descriptor.dictionaryCount,
                part: "streams",
                position: position
            )
            let presence = IntegerColumn(value, descriptor)
            let codes = (0..<rowCount).map { row in
                presence.isPresent(row)
                    ? Int32(
                        ColumnCode.load(
                            in: value,
                            at: descriptor.dataOffset,
                            width: descriptor.width,
                            row: row
                        )
                    )
                    : -1
            }
            return KeyColumn(dictionary: dictionary, codes: codes)
        }
    }

    func keyDescriptor(
        partition: Int,
        field: Int,
        rowCount: Int
    ) throws(DamageError) -> ColumnDescriptor {
        let count = Int(value.littleEndian(UInt32.self, at: BlockLayout.Streams.keyColumnCount))
        for index in 0..<count {
            let entry =
                BlockLayout.Streams.keyDirectory + index * BlockLayout.Streams.keyEntryByteCount
            guard entry + BlockLayout.Streams.keyEntryByteCount <= value.byteCount else { break }
            if Int(value.littleEndian(UInt16.self, at: entry)) == partition,
                Int(value.littleEndian(UInt16.self, at: entry + 2)) == field
            {
                return try ColumnDescriptor(
                    reading: value,
                    at: entry + 8,
                    rowCount: rowCount,
                    position: position,
                    part: "streams"
                )
            }
        }
        throw DamageError(
            part: "streams",
            position: position,
            detail: "no key column for field \(field) of partition \(partition)"
        )
    }
}
