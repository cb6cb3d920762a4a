import EventModel

extension BlockContents {
    /// Decodes the columns of a frame's rows: everything of its values but the texts of the cold part.
    func decodeColumns(
        _ rows: Range<Int>,
        _ memory: inout DecodingMemory,
        _ texts: inout BlockTexts
    ) throws(DamageError) {
        let recorded = try ColumnDescriptor(
            reading: block.hot,
            at: BlockLayout.recordedColumn,
            rowCount: block.storedCount,
            position: block.firstPosition,
            part: "hot"
        )
        IntegerColumn(block.hot, recorded).decode(rows, into: &memory.recorded)
        streams.decodeCodes(rows, into: &memory.subjectCodes)
        try findPartitions(rows, &memory)
        placeValues(rows.count, &memory)
        for partition in block.directory.indices
        where !memory.partitionRows[partition].targets.isEmpty {
            try decodeInstants(of: partition, &memory)
            for field in plans[partition].fields.indices {
                try decodeField(field, of: partition, &memory, &texts)
            }
        }
    }

    /// Finds the partition of each row of a frame, and each partition's rows.
    private func findPartitions(
        _ rows: Range<Int>,
        _ memory: inout DecodingMemory
    ) throws(DamageError) {
        let largest = block.largest
        memory.partitions.removeAll(keepingCapacity: true)
        memory.partitions.append(
            contentsOf: repeatElement(UInt16(truncatingIfNeeded: largest), count: rows.count)
        )
        memory.targets.removeAll(keepingCapacity: true)
        memory.partitionRows.removeAll(keepingCapacity: true)
        var listedBelow = 0
        for partition in block.directory.indices {
            if partition == largest {
                memory.partitionRows.append(.init(rows: 0..<0, targets: 0..<0))
                continue
            }
            let entry = block.directory[partition]
            let column = block.column(
                at: entry.offset + BlockLayout.Partition.positionsColumn,
                rowCount: 0
            )
            let first = Self.firstIndex(in: column, entry.rowCount, notBelow: rows.lowerBound)
            let end = Self.firstIndex(in: column, entry.rowCount, notBelow: rows.upperBound)
            guard first <= end else { throw damage("a partition's rows are out of order") }
            let start = memory.targets.count
            column.decode(first..<end, into: &memory.integers)
            for place in 0..<(end - first) {
                let row = memory.integers[place] - Int64(rows.lowerBound)
                guard row >= 0, row < Int64(rows.count) else {
                    throw damage("a partition's rows are out of order")
                }
                memory.partitions[Int(row)] = UInt16(truncatingIfNeeded: partition)
                memory.targets.append(Int32(truncatingIfNeeded: row))
            }
            memory.partitionRows.append(
                .init(rows: first..<end, targets: start..<memory.targets.count)
            )
            listedBelow += first
        }
        try findLargestPartition(rows, listedBelow: listedBelow, &memory)
    }

    /// The rows that no partition lists belong to the largest one.
    private func findLargestPartition(
        _ rows: Range<Int>,
        listedBelow: Int,
        _ memory: inout DecodingMemory
    ) throws(DamageError) {
        let largest = UInt16(truncatingIfNeeded: block.largest)
        let start = memory.targets.count
        for row in 0..<rows.count where memory.partitions[row] == largest {
            memory.targets.append(Int32(truncatingIfNeeded: row))
        }
        let first = rows.lowerBound - listedBelow
        let end = first + memory.targets.count - start
        guard memory.targets.count == rows.count, first >= 0,
            end <= block.directory[block.largest].rowCount
        else { throw damage("its partitions list a row twice or out of order") }
        memory.partitionRows[block.largest] = .init(
            rows: first..<end,
            targets: start..<memory.targets.count
        )
    }

    /// Gives each event of a frame a place for each of its values.
    private func placeValues(_ rowCount: Int, _ memory: inout DecodingMemory) {
        let fieldCounts = plans.map { Int32(truncatingIfNeeded: $0.fields.count) }
        memory.firstValues.provide(rowCount)
        memory.valueStarts.provide(rowCount)
        memory.instants.provide(rowCount)
        var count: Int32 = 0
        for row in 0..<rowCount {
            memory.firstValues[row] = count
            count += fieldCounts[Int(memory.partitions[row])]
        }
        let (targets, firstValues) = (memory.targets, memory.firstValues)
        var starts = memory.valueStarts.mutableSpan
        for place in 0..<targets.count { starts[place] = firstValues[Int(targets[place])] }
        let extra = memory.values.count - Int(count)
        if extra >= 0 {
            memory.values.removeLast(extra)
        } else {
            memory.values.append(contentsOf: repeatElement(.absent, count: -extra))
        }
    }

    private func decodeInstants(
        of partition: Int,
        _ memory: inout DecodingMemory
    ) throws(DamageError) {
        let entry = block.directory[partition]
        let rows = memory.partitionRows[partition]
        guard rows.rows.upperBound <= entry.rowCount else {
            throw damage("a partition has too few rows")
        }
        block.column(
            at: entry.offset + BlockLayout.Partition.instantsColumn,
            rowCount: entry.rowCount
        ).decode(rows.rows, into: &memory.integers)
        let (targets, integers) = (memory.targets, memory.integers)
        var instants = memory.instants.mutableSpan
        for place in 0..<rows.targets.count {
            let target = Int(targets[rows.targets.lowerBound + place])
            instants[target] = integers[place]
        }
    }

    private func decodeField(
        _ field: Int,
        of partition: Int,
        _ memory: inout DecodingMemory,
        _ texts: inout BlockTexts
    ) throws(DamageError) {
        let plan = plans[partition]
        switch plan.fields[field].storage {
        case .integer: try decodeIntegers(field, of: partition, &memory)
        case .name: try decodeNames(field, of: partition, &memory)
        case .key: try decodeKeys(field, of: partition, &memory, &texts)
        case .text:
            for place in memory.partitionRows[partition].targets {
                memory.values[Int(memory.valueStarts[place]) + field] = .absent
            }
        }
    }

    private func descriptor(_ field: Int, of partition: Int) -> ColumnDescriptor {
        block.descriptor(
            at: block.directory[partition].offset + BlockLayout.Partition.fields
                + field * ColumnDescriptor.byteCount
        )
    }

    private func decodeIntegers(
        _ field: Int,
        of partition: Int,
        _ memory: inout DecodingMemory
    ) throws(DamageError) {
        let rows = memory.partitionRows[partition]
        let column = IntegerColumn(block.hot, descriptor(field, of: partition))
        let plan = plans[partition]
        let first = rows.targets.lowerBound
        guard !column.isAbsent else {
            for place in rows.targets {
                memory.values[Int(memory.valueStarts[place]) + field] = .absent
            }
            return
        }
        column.decode(rows.rows, into: &memory.integers)
        // Where no integer is valid, none lies between the two.
        let least = plan.fields[field].integers?.lowerBound ?? .max
        let greatest = plan.fields[field].integers?.upperBound ?? .min
        let isEverywhere = column.presenceOffset < 0
        let (starts, integers) = (memory.valueStarts, memory.integers)
        let isSound = unsafe memory.values.withUnsafeMutableBufferPointer { values in
            var isSound = true
            for place in 0..<rows.rows.count {
                let target = Int(starts[first + place]) + field
                if isEverywhere || column.isPresent(rows.rows.lowerBound + place) {
                    let value = integers[place]
                    if value < least || value > greatest { isSound = false }
                    unsafe values[target] = .integer(value)
                } else {
                    unsafe values[target] = .absent
                }
            }
            return isSound
        }
        guard isSound else {
            throw damage("\(plan.schema.type) has no valid \(plan.schema.fields[field].name)")
        }
    }

    private func decodeNames(
        _ field: Int,
        of partition: Int,
        _ memory: inout DecodingMemory
    ) throws(DamageError) {
        let rows = memory.partitionRows[partition]
        let first = rows.targets.lowerBound
        let nameCount = UInt32(truncatingIfNeeded: tables.names.count)
        NameColumn(block.hot, descriptor(field, of: partition))
            .decode(rows.rows, into: &memory.ordinals)
        let (starts, ordinals) = (memory.valueStarts, memory.ordinals)
        let unknown = unsafe memory.values.withUnsafeMutableBufferPointer { values in
            var unknown: UInt32?
            for place in 0..<rows.rows.count {
                let target = Int(starts[first + place]) + field
                let ordinal = ordinals[place]
                unsafe values[target] = ordinal < nameCount ? .name(ordinal) : .absent
                if ordinal >= nameCount, ordinal != NameColumn.absentName { unknown = ordinal }
            }
            return unknown
        }
        if let unknown { throw damage("unknown name \(unknown)") }
    }

    func damage(_ detail: String) -> DamageError {
        DamageError(part: "hot", position: block.firstPosition, detail: detail)
    }

    private static func firstIndex(
        in column: borrowing IntegerColumn,
        _ count: Int,
        notBelow row: Int
    ) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if column[middle] < Int64(row) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
