/// Where the bytes of one block's three values are.
struct BlockSpace: Sendable {
    /// Bytes of the `hot` value that belong to no type: header, recorded times, ending.
    var sharedHot = 0
    /// Bytes of the whole `streams` value.
    var streams = 0
    /// Bytes of the `cold` value that belong to no type: header and directory.
    var sharedCold = 0
    /// Compressed bytes of sources and ids, by their share of the raw bytes.
    var identities = 0
    /// Bytes by type ordinal.
    var types: [UInt16: TypeSpace] = [:]

    /// Bytes of one type's events.
    struct TypeSpace: Sendable {
        /// Its columns and their directory entries.
        var hot = 0
        /// Compressed bytes of its envelopes and texts, by their share of the raw bytes.
        var cold = 0
    }
}

extension SparseContents {
    /// Measures the block.
    ///
    /// Columns are counted exactly. A compressed frame has no exact parts: its bytes are shared out in the
    /// proportion of the raw bytes, what rounding leaves over goes to the ids.
    ///
    /// - Throws: ``DamageError`` when a frame does not decode.
    /// - Complexity: decompresses and steps through the whole `cold` value.
    func space() throws(DamageError) -> BlockSpace {
        var space = BlockSpace()
        space.streams = streams.byteCount
        var columns = 0
        for entry in block.directory {
            let bytes = hotByteCount(of: entry)
            columns += bytes
            space.types[entry.typeOrdinal, default: .init()].hot += bytes
        }
        space.sharedHot = hot.byteCount - columns
        var compressed = 0
        for index in 0..<(try ColdFrame.count(in: cold, position: block.firstPosition)) {
            let entry =
                BlockLayout.Cold.frameDirectory + index * BlockLayout.Cold.frameEntryByteCount
            let byteCount = Int(cold.littleEndian(UInt32.self, at: entry + 4))
            compressed += byteCount
            try add(try frame(index), byteCount, to: &space)
        }
        space.sharedCold = cold.byteCount - compressed
        return space
    }

    private func hotByteCount(of entry: EventBlock.PartitionEntry) -> Int {
        var bytes = BlockLayout.Partition.byteCount(fieldCount: entry.fieldCount)
        var offsets = [
            BlockLayout.Partition.positionsColumn, BlockLayout.Partition.instantsColumn,
        ]
        for field in 0..<entry.fieldCount {
            offsets.append(BlockLayout.Partition.fields + field * ColumnDescriptor.byteCount)
        }
        for offset in offsets {
            let descriptor = block.descriptor(at: entry.offset + offset)
            bytes += descriptor.byteCount(rowCount: entry.rowCount)
        }
        return bytes
    }

    private func add(
        _ frame: SparseFrame,
        _ byteCount: Int,
        to space: inout BlockSpace
    ) throws(DamageError) {
        let partitions = partitions(of: frame)
        let tables = textTables()
        let counts = try frame.detailByteCounts { tables[partitions[$0]] }
        var raw = [Int](repeating: 0, count: block.directory.count)
        for (place, count) in counts.enumerated() { raw[partitions[place]] += count }
        let all = raw.reduce(frame.identityByteCount, +)
        var left = byteCount
        for (partition, bytes) in raw.enumerated() where bytes > 0 {
            let share = byteCount * bytes / all
            space.types[block.directory[partition].typeOrdinal, default: .init()].cold += share
            left -= share
        }
        space.identities += left
    }
}

extension ColumnDescriptor {
    /// Bytes of the column in a `hot` value, its dictionary and presence bits included, besides this
    /// descriptor.
    fileprivate func byteCount(rowCount: Int) -> Int {
        let presence = hasPresence ? (rowCount + 7) / 8 : 0
        return switch encoding {
        case .absent, .subject: 0
        case .offset: rowCount * width + presence
        case .dictionary: rowCount * width + dictionaryCount * 4 + presence
        case .runs: dictionaryCount * 10
        // Only recorded times have steps, which belong to no type.
        case .steps: dictionaryCount * StepCode.anchorByteCount
        }
    }
}
