package import EventModel

/// Where things stand in a block's `hot` value (see `Schemas/block-format.md`); all offsets in bytes.
enum BlockLayout {
    /// Most events that one block holds; a sealed block of a ledger holds exactly its block size.
    static let maximumEventCount = 16_384

    static let firstPosition = 16
    static let eventCount = 24
    static let partitionCount = 28
    static let largestPartition = 30
    static let firstRecordedAt = 32
    static let lastRecordedAt = 40
    static let minimumInstant = 48
    static let maximumInstant = 56
    static let merkleRoot = 64
    static let streamsChecksum = 96
    static let coldChecksum = 104
    static let recordedColumn = 112
    static let partitions = 144

    /// Offsets inside one partition's entry of the directory.
    enum Partition {
        static let typeOrdinal = 0
        static let fieldCount = 2
        static let rowCount = 4
        static let minimumInstant = 8
        static let maximumInstant = 16
        static let positionsColumn = 24
        static let instantsColumn = 56
        static let fields = 88

        static func byteCount(fieldCount: Int) -> Int {
            fields + fieldCount * ColumnDescriptor.byteCount
        }
    }

    /// Offsets in the `streams` value.
    enum Streams {
        static let firstPosition = 16
        static let eventCount = 24
        static let streamCount = 28
        static let subjectsOffset = 32
        static let codesOffset = 36
        static let codesWidth = 40
        static let sourceCount = 44
        static let sourcesOffset = 48
        static let keyColumnCount = 52
        static let keyDirectory = 56
        /// partition (u16), field (u16), zero (u32), descriptor.
        static let keyEntryByteCount = 8 + ColumnDescriptor.byteCount
    }

    /// Offsets in the `cold` value.
    enum Cold {
        static let firstPosition = 16
        static let eventCount = 24
        static let frameCount = 28
        static let frameDirectory = 32
        /// raw length (u32), compressed length (u32), offset (u32).
        static let frameEntryByteCount = 12
        /// Events in one frame; the last may hold fewer.
        static let frameEventCount = 4_096
    }
}

/// What a block says of itself before any column is read: its zone map and its Merkle root.
package struct BlockSummary: Sendable {
    /// Position of the block's first event.
    package let firstPosition: UInt64
    /// Number of events, 1…16,384.
    package let eventCount: Int
    /// Recorded time of the first and the last event.
    package let recordedAt: ClosedRange<Instant>
    /// Earliest and latest instant at which its events happened.
    package let occurred: ClosedRange<Instant>
    /// Root of the Merkle subtree over its entries (a perfect subtree when the block is full).
    package let merkleRoot: SHA256Digest
    /// Number of events by type ordinal, ascending.
    package let typeCounts: [(typeOrdinal: UInt16, count: Int)]
    /// Checksums of the block's other two values, which bind the three together.
    package let streamsChecksum: UInt64
    /// See ``streamsChecksum``.
    package let coldChecksum: UInt64

    /// Reads the header; the value's frame must have been checked
    /// (``EventBlock/check(hot:streams:key:tables:)``).
    ///
    /// - Throws: ``DamageError`` when header or directory lie outside the value.
    package init(reading hot: RawSpan, key: UInt64) throws(DamageError) {
        func damage(_ detail: String) -> DamageError {
            DamageError(part: "hot", position: key, detail: detail)
        }
        guard hot.byteCount >= BlockLayout.partitions + 8 else { throw damage("header cut short") }
        firstPosition = hot.littleEndian(UInt64.self, at: BlockLayout.firstPosition)
        eventCount = Int(hot.littleEndian(UInt32.self, at: BlockLayout.eventCount))
        guard firstPosition == key else { throw damage("it belongs to position \(firstPosition)") }
        guard (1...BlockLayout.maximumEventCount).contains(eventCount) else {
            throw damage("it claims \(eventCount) events")
        }
        func instant(_ offset: Int) -> Instant {
            Instant(millisecondsSince1970: hot.littleEndian(Int64.self, at: offset))
        }
        let recorded = (instant(BlockLayout.firstRecordedAt), instant(BlockLayout.lastRecordedAt))
        let occurring = (instant(BlockLayout.minimumInstant), instant(BlockLayout.maximumInstant))
        guard recorded.0 <= recorded.1, occurring.0 <= occurring.1 else {
            throw damage("its time range ends before it starts")
        }
        recordedAt = recorded.0...recorded.1
        occurred = occurring.0...occurring.1
        merkleRoot = SHA256Digest(
            bytes: hot.copy(BlockLayout.merkleRoot..<(BlockLayout.merkleRoot + 32))
        )
        streamsChecksum = hot.littleEndian(UInt64.self, at: BlockLayout.streamsChecksum)
        coldChecksum = hot.littleEndian(UInt64.self, at: BlockLayout.coldChecksum)
        var counts: [(typeOrdinal: UInt16, count: Int)] = []
        var offset = BlockLayout.partitions
        for _ in 0..<Int(hot.littleEndian(UInt16.self, at: BlockLayout.partitionCount)) {
            guard offset + BlockLayout.Partition.fields + 8 <= hot.byteCount else {
                throw damage("directory cut short")
            }
            let type = hot.littleEndian(UInt16.self, at: offset + BlockLayout.Partition.typeOrdinal)
            let rows = hot.littleEndian(UInt32.self, at: offset + BlockLayout.Partition.rowCount)
            let fields = hot.littleEndian(
                UInt16.self,
                at: offset + BlockLayout.Partition.fieldCount
            )
            counts.append((type, Int(rows)))
            offset += BlockLayout.Partition.byteCount(fieldCount: Int(fields))
        }
        let rootBytes = BlockRoots.byteCount(events: eventCount, ValueFrame.format(of: hot))
        guard offset + rootBytes + 8 <= hot.byteCount else { throw damage("roots cut short") }
        guard counts.reduce(0, { $0 + $1.count }) == eventCount else {
            throw damage("its partitions do not add up to its events")
        }
        typeCounts = counts
    }
}
