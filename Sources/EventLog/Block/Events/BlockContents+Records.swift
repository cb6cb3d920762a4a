import EventModel

extension BlockContents {
    /// Makes the fixed parts of a frame's events out of its decoded columns, and their ids.
    func makeRecords(
        _ frame: ColdFrame,
        _ memory: inout DecodingMemory,
        _ subjects: [PackedRange]
    ) throws(DamageError) {
        let ids = try decodeIDs(frame, &memory)
        let extra = memory.records.count - frame.rowCount
        if extra >= 0 {
            memory.records.removeLast(extra)
        } else {
            memory.records.append(contentsOf: repeatElement(PackedEvent(), count: -extra))
        }
        let types = plans.map { (ordinal: $0.typeOrdinal, fieldCount: UInt16($0.fields.count)) }
        let empty = PackedEvent()
        let (firstValues, instants) = (memory.firstValues, memory.instants)
        let (recorded, codes) = (memory.recorded, memory.subjectCodes)
        let (partitions, sources) = (memory.partitions, sources)
        let position = block.firstPosition + UInt64(frame.firstRow)
        unsafe memory.records.withUnsafeMutableBufferPointer { records in
            for row in 0..<frame.rowCount {
                let type = types[Int(partitions[row])]
                // Field by field in its place: a record put together elsewhere would be copied as a whole, and wait
                // for its parts.
                unsafe records[row] = empty
                unsafe records[row].firstValue = Int(firstValues[row])
                unsafe records[row].valueCount = type.fieldCount
                unsafe records[row].schema = type.ordinal
                unsafe records[row].source = sources[frame.sourceCode(row)]
                unsafe records[row].flags = PackedEvent.Flags(
                    rawValue: frame.flags(row) & ~ColdFlag.hasOtherOffset
                )
                unsafe records[row].offsetMinutes = ColdFlag.usualOffsetMinutes
                unsafe records[row].instant = instants[row]
                unsafe records[row].id = ids[row]
                unsafe records[row].subject = subjects[Int(codes[row])]
                unsafe records[row].recordedAt = recorded[row]
                unsafe records[row].sequence = position + UInt64(row)
            }
        }
    }

    /// Puts the ids of a frame into the pool; gives their places.
    private func decodeIDs(
        _ frame: ColdFrame,
        _ memory: inout DecodingMemory
    ) throws(DamageError) -> [PackedRange] {
        // A variable of its own, so that it is known to be unshared for the whole loop.
        var pool = BytePool()
        swap(&pool, &memory.pool)
        defer { swap(&pool, &memory.pool) }
        pool.reserve(24 * frame.rowCount)
        var reader = ColdIDReader(
            frame.idSection,
            sourceCount: sources.count,
            position: block.firstPosition
        )
        var places: [PackedRange] = []
        places.reserveCapacity(frame.rowCount)
        for row in 0..<frame.rowCount {
            let source = frame.sourceCode(row)
            try reader.step(source: source)
            let start = pool.count
            reader.append(idOfSource: source, to: &pool)
            places.append(
                try pool.place(from: start, part: "cold", position: block.firstPosition)
            )
        }
        return places
    }

    /// Decodes what a frame keeps beside ids: the rest of the envelopes and the texts.
    func decodeDetails(
        _ frame: borrowing ColdFrame,
        _ memory: inout DecodingMemory
    ) throws(DamageError) {
        // Texts stand in the pool as they stand in the section.
        let base = memory.pool.count
        memory.pool.append(frame.restSection)
        _ = try memory.pool.place(from: base, part: "cold", position: block.firstPosition)
        var details = PackedDetails(
            frame.restSection,
            base: base,
            plans: plans,
            position: block.firstPosition
        )
        for row in 0..<frame.rowCount {
            let flags = frame.flags(row)
            let partition = Int(memory.partitions[row])
            if flags & ColdFlag.announcing != 0 {
                try details.readEnvelope(flags, &memory.records[row], &memory.pool)
            }
            try details.readTexts(of: partition, memory.records[row], &memory.values)
            let instant = Instant(millisecondsSince1970: memory.instants[row])
            guard
                OccurredAt.isValid(
                    instant: instant,
                    offsetMinutes: memory.records[row].offsetMinutes
                )
            else { throw damage("row \(frame.firstRow + row) has no valid time") }
        }
        try details.finish()
    }
}
