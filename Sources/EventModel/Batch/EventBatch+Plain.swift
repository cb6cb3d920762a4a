extension EventBatch {
    /// Reads a line that is spelled plainly, as nearly all are; `false` if it must be read in the general way.
    ///
    /// The batch is as it was then. What is accepted is what ``EventReader`` accepts, and it is the same event.
    mutating func readPlain(_ bytes: Span<UInt8>, by reader: EventReader) -> Bool {
        guard let line = PlainReading.read(bytes, of: reader.registry, &plain) else {
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

    /// Takes an event made in memory that needs no escapes; `false` if it must be taken or refused in the general
    /// way.
    ///
    /// The batch is as it was then.
    mutating func takePlain(
        _ event: Event,
        limits: EventLimits,
        recordedAt: Int64 = PackedEvent.notRecorded,
        sequence: UInt64? = nil
    ) -> Bool {
        guard event.schema.check == nil, event.source.utf8Span.span.spelling != .escaped else {
            return false
        }
        let known = sources.index(of: event.source.utf8Span.span)
        let isSource =
            known != nil
            || EnvelopeRules.source(event.source.utf8Span.span, field: "", limits: limits) == nil
        guard isSource else { return false }
        let start = events.newRecord()
        var writing = PlainValueWriting(start, behind: events.takeValues())
        var run = events.takeBytes()
        var isPlain = false
        run.append(addingCapacity: PlainValueWriting.sizeBound(of: event)) { output in
            isPlain = writing.write(event, limits: limits, to: &output)
        }
        var record = writing.record
        if !isPlain { run.removeLast(run.count - record.start) }
        events.giveBack(consume run)
        events.giveBack(writing.end(isWritten: isPlain))
        guard isPlain else { return false }
        record.source = UInt32(known ?? sources.insert(event.source.utf8Span.span).index)
        record.schema = schemaIndex(of: event.schema)
        record.recordedAt = recordedAt
        record.sequence = sequence ?? 0
        record.claimsSequence = sequence != nil
        takeNames(of: record, event.schema)
        events.finish(record)
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
        events.giveBack(consume run)
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
