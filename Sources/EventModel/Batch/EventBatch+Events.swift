extension EventBatch {
    /// An event of the batch as a value of its own.
    package func event(at index: Int) -> Event {
        let record = events.records[index]
        let source = String(copyingUTF8: sources.text(at: Int(record.source)))
        return events.event(
            at: index,
            schema: schemas[Int(record.schema)],
            source: source,
            name: { String(copyingUTF8: names.text(at: Int($0))) }
        )
    }

    /// An event of the batch with what the appender needs to know besides; digests must be computed.
    package func incomingEvent(at index: Int) -> IncomingEvent {
        let record = events.records[index]
        return IncomingEvent(
            event: event(at: index),
            digest: record.digest,
            recordedAt: record.givenRecordedAt,
            sequence: record.givenSequence,
            refusalIfNew: refusalsIfNew[index]
        )
    }

    /// The pair that names an event.
    package func reference(at index: Int) -> EventReference {
        let record = events.records[index]
        return EventReference(
            source: String(copyingUTF8: sources.text(at: Int(record.source))),
            id: events.string(record.id, of: record)
        )
    }
}

extension PackedEvent {
    /// `recordedtime`, if the event carries one.
    package var givenRecordedAt: Instant? {
        recordedAt == Self.notRecorded ? nil : Instant(millisecondsSince1970: recordedAt)
    }

    /// `sequence`, if the event carries one.
    package var givenSequence: UInt64? { claimsSequence ? sequence : nil }
}

extension PackedEvents {
    /// The `evidence` of an event that has one.
    package func evidence(of record: PackedEvent) -> SHA256Digest {
        SHA256Digest(hex: string(record.evidence, of: record)) ?? .zero
    }

    /// An event as a value of its own.
    ///
    /// - Parameters:
    ///   - index: Which event.
    ///   - schema: Its schema.
    ///   - source: Its source.
    ///   - name: Gives the name of an index.
    /// - Returns: The event, its texts copied.
    package func event(
        at index: Int,
        schema: EventSchema,
        source: String,
        name: (UInt32) -> String
    ) -> Event {
        let record = records[index]
        var data: [FieldValue] = []
        data.reserveCapacity(Int(record.valueCount))
        for place in record.firstValue..<(record.firstValue + Int(record.valueCount)) {
            let value = values[place]
            switch value.kind {
            case .absent: data.append(.absent)
            case .integer: data.append(.integer(value.bits))
            case .text: data.append(.text(string(value.range, of: record)))
            case .name: data.append(.text(name(UInt32(truncatingIfNeeded: value.bits))))
            }
        }
        let flags = record.flags
        return Event(
            id: string(record.id, of: record),
            source: source,
            schema: schema,
            namesSchema: flags.contains(.namesSchema),
            namesContentType: flags.contains(.namesContentType),
            subject: string(record.subject, of: record),
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: record.instant),
                offsetMinutes: record.offsetMinutes
            ),
            actor: flags.contains(.hasActor) ? string(record.actor, of: record) : nil,
            role: flags.contains(.hasRole) ? string(record.role, of: record) : nil,
            evidence: flags.contains(.hasEvidence) ? evidence(of: record) : nil,
            corrects: flags.contains(.corrects)
                ? EventReference(
                    source: string(record.correctedSource, of: record),
                    id: string(record.correctedID, of: record)
                ) : nil,
            data: data
        )
    }
}

extension EventDraft {
    /// Takes an event made in memory, which obeys its schema.
    mutating func take(_ event: Event) {
        reset()
        schema = event.schema
        if event.namesSchema { flags.insert(.namesSchema) }
        if event.namesContentType { flags.insert(.namesContentType) }
        time = event.time
        id = keep(event.id)
        source = keep(event.source)
        subject = keep(event.subject)
        if let actor = event.actor {
            flags.insert(.hasActor)
            self.actor = keep(actor)
        }
        if let role = event.role {
            flags.insert(.hasRole)
            self.role = keep(role)
        }
        if let evidence = event.evidence {
            flags.insert(.hasEvidence)
            self.evidence = keep(evidence.description)
        }
        if let corrects = event.corrects {
            flags.insert(.corrects)
            self.corrects = keep(corrects.description)
            correctedSourceCount = corrects.source.utf8.count
        }
        for value in event.data {
            switch value {
            case .absent: values.append(.absent)
            case .integer(let integer): values.append(.integer(integer))
            case .text(let text): values.append(keep(text).value)
            }
        }
    }
}
