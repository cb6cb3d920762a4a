import EventModel

extension BlockContents {
    /// Makes the fixed parts of a frame's events out of its decoded columns, and their ids.
    func makeRecords(
        _ frame: borrowing ColdFrame,
        _ memory: inout DecodingMemory,
        _ subjects: [PackedRange]
    ) throws(DamageError) {
        let extra = memory.records.count - frame.rowCount
        if extra >= 0 {
            memory.records.removeLast(extra)
        } else {
            memory.records.append(contentsOf: repeatElement(PackedEvent(), count: -extra))
        }
        let types = plans.map { (ordinal: $0.typeOrdinal, fieldCount: UInt16($0.fields.count)) }
        var ids = ColdIDReader(
            frame.idSection,
            sourceCount: sources.count,
            position: block.firstPosition
        )
        for row in 0..<frame.rowCount {
            let source = frame.sourceCode(row)
            try ids.step(source: source)
            let start = memory.pool.count
            ids.append(idOfSource: source, to: &memory.pool)
            let flags = frame.flags(row)
            let type = types[Int(memory.partitions[row])]
            var record = PackedEvent()
            record.firstValue = Int(memory.firstValues[row])
            record.valueCount = type.fieldCount
            record.schema = type.ordinal
            record.source = sources[source]
            record.flags = PackedEvent.Flags(rawValue: flags & ~ColdFlag.hasOtherOffset)
            record.offsetMinutes = ColdFlag.usualOffsetMinutes
            record.instant = memory.instants[row]
            record.id = try memory.pool.place(
                from: start,
                part: "cold",
                position: block.firstPosition
            )
            record.subject = subjects[Int(memory.subjectCodes[row])]
            record.recordedAt = memory.recorded[row]
            record.sequence = block.firstPosition + UInt64(frame.firstRow + row)
            memory.records[row] = record
        }
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
