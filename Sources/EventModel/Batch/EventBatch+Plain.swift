extension EventBatch {
    /// Reads a line that is spelled plainly, as nearly all are; `false` if it must be read in the general way.
    ///
    /// The batch is as it was then. What is accepted is what ``EventReader`` accepts, and it is the same event.
    mutating func readPlain(_ bytes: Span<UInt8>, by reader: EventReader) -> Bool {
        var cursor = PlainCursor(bytes)
        guard let line = PlainReading.read(&cursor, of: reader.registry, &plain) else {
            return false
        }
        var record = events.newRecord()
        guard
            PlainHead.read(
                line,
                of: bytes,
                &plain,
                limits: reader.limits,
                knownSources: sources,
                into: &record
            )
        else { return false }
        append(line, of: bytes, &record)
        return true
    }

    @inline(__always)
    private mutating func append(
        _ line: PlainReading.Line,
        of bytes: Span<UInt8>,
        _ record: inout PackedEvent
    ) {
        if record.source == .max {
            let source = bytes.extracting(plain[.source].text)
            record.source = UInt32(sources.insert(source).index)
        }
        if let index = plain.form.schemaIndex {
            record.schema = index
        } else {
            record.schema = schemaIndex(of: plain.form.schema)
            plain.form.schemaIndex = record.schema
        }
        var run = events.takeBytes()
        // Nothing is written that does not stand in the line, but for a comma.
        run.append(addingCapacity: bytes.count &+ 1) { output in
            PlainWriting.write(line, of: bytes, &plain, to: &output, &record)
        }
        record.canonicalCount = UInt32(run.count - record.start)
        events.giveBack(run)
        Self.appendValues(of: bytes, &plain, &names, to: &events)
        events.finish(record)
    }

    /// Appends the values, texts as places in the event's run, names by their indices.
    @inline(__always)
    private static func appendValues(
        of bytes: Span<UInt8>,
        _ plain: inout PlainMemory,
        _ names: inout TextTable,
        to events: inout PackedEvents
    ) {
        events.append(valueCount: plain.form.count) { output in
            for index in 0..<plain.form.count {
                let value = plain.values[index]
                if value.kind != .text {
                    output.append(value)
                } else if plain.form.named & 1 << UInt64(index) != 0 {
                    let name = names.insert(bytes.extracting(plain.fields[index].text)).index
                    output.append(.name(UInt32(truncatingIfNeeded: name)))
                } else {
                    output.append(value.moved(by: plain.textShift))
                }
            }
        }
    }
}
