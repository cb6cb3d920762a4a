import EventModel

extension BlockContents {
    /// Decodes a key column of a partition: places of texts that were decoded once in the block.
    func decodeKeys(
        _ field: Int,
        of partition: Int,
        _ memory: inout DecodingMemory,
        _ texts: inout BlockTexts
    ) throws(DamageError) {
        let rows = memory.partitionRows[partition]
        let descriptor = try streams.keyDescriptor(
            partition: partition,
            field: field,
            rowCount: block.directory[partition].rowCount
        )
        switch descriptor.encoding {
        case .absent, .offset, .runs, .steps:
            for place in rows.targets {
                memory.values[Int(memory.valueStarts[place]) + field] = .absent
            }
        case .subject:
            if texts.subjectKeys.isEmpty {
                texts.subjectKeys = subjectKeys(texts.subjects.places, memory.pool)
            }
            for place in rows.targets {
                let code = Int(memory.subjectCodes[Int(memory.targets[place])])
                memory.values[Int(memory.valueStarts[place]) + field] =
                    texts.subjectKeys[code].map { .text($0) } ?? .absent
            }
        case .dictionary:
            try decodeDictionary(descriptor, field, of: partition, &memory, &texts)
        }
    }

    /// What stands behind the first `/` of each subject.
    private func subjectKeys(
        _ subjects: [PackedRange],
        _ pool: borrowing BytePool
    ) -> [PackedRange?] {
        subjects.map { place in
            guard let slash = pool.span(place).firstIndex(of: UInt8(ascii: "/"), from: 0) else {
                return nil
            }
            let front = UInt32(truncatingIfNeeded: slash + 1)
            return PackedRange(start: place.start + front, count: place.count - front)
        }
    }

    private func decodeDictionary(
        _ descriptor: ColumnDescriptor,
        _ field: Int,
        of partition: Int,
        _ memory: inout DecodingMemory,
        _ texts: inout BlockTexts
    ) throws(DamageError) {
        let rows = memory.partitionRows[partition]
        let number = partition << 16 | field
        if texts.keys[number] == nil {
            texts.keys[number] =
                try FrontCodedDictionary.decode(
                    in: streams.value,
                    at: descriptor.dictionaryOffset,
                    count: descriptor.dictionaryCount,
                    part: "streams",
                    position: block.firstPosition,
                    into: &memory.pool
                ).places
        }
        let places = texts.keys[number] ?? []
        let column = IntegerColumn(streams.value, descriptor)
        for (place, row) in zip(rows.targets, rows.rows) {
            let target = Int(memory.valueStarts[place]) + field
            guard column.isPresent(row) else {
                memory.values[target] = .absent
                continue
            }
            let code = ColumnCode.load(
                in: streams.value,
                at: descriptor.dataOffset,
                width: descriptor.width,
                row: row
            )
            guard code >= 0, code < places.count else {
                throw DamageError(
                    part: "streams",
                    position: block.firstPosition,
                    detail: "no entry \(code)"
                )
            }
            memory.values[target] = .text(places[code])
        }
    }
}
