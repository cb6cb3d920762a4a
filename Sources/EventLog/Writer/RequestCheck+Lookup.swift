internal import EventModel
internal import LMDB

extension RequestCheck {
    /// Finds the ordinal of a source; a new one gets an ordinal that becomes real if the request is
    /// accepted.
    func takeOrdinal(ofSource index: Int) {
        guard sources[index].ordinal == nil else { return }
        let names = request.sources
        if let known = writer.sourceTable.index(of: names.text(at: index)) {
            sources[index].ordinal = known
            sources[index].recordedGreatest = writer.sources[known].greatestID
        } else {
            sources[index].ordinal = writer.sources.count + newSources.count
            newSources.append(index)
        }
    }

    /// Whether an event's id is above those of its source that were accepted before it.
    func isGreatest(_ index: Int, ofSource source: Int) -> Bool {
        let greatest = sources[source].greatest
        return greatest < 0 || request.events.hasID(at: greatest, below: index)
    }

    /// Notes whether a source's greatest id of the request is above those recorded before.
    func noteHeight(ofSource source: Int) {
        guard !sources[source].isAboveRecorded else { return }
        let isAbove = isAboveRecorded(sources[source].greatest, ofSource: source)
        sources[source].isAboveRecorded = isAbove
    }

    private func isAboveRecorded(_ index: Int, ofSource source: Int) -> Bool {
        let recorded = sources[source].recordedGreatest
        let events = request.events
        return EventIDOrder.precedes(recorded.span, events.id(at: index))
    }

    /// An event recorded earlier under the same source and id.
    struct Found {
        let position: UInt64
        let digest: SHA256Digest
    }

    /// The event recorded under an event's source and id, or accepted earlier in this request.
    func find(
        _ index: Int,
        _ record: PackedEvent,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> Found? {
        let source = Int(record.source)
        if isNewlyRisen(index, ofSource: source) { return nil }
        let events = request.events
        let id = events.text(record.id, of: record)
        guard
            let position = try position(
                of: id,
                ownSource: source,
                ordinal: sources[source].ordinal,
                in: transaction
            )
        else { return nil }
        if position >= firstPosition {
            let own = accepted[Int(position - firstPosition)]
            return Found(position: position, digest: events.records[own.index].digest)
        }
        if position >= writer.sealedCount {
            let recent = writer.recent[Int(position - writer.sealedCount)]
            return Found(position: position, digest: recent.digest)
        }
        do throws(LogError) {
            let digest = try writer.parts.ids.digest(at: position, in: transaction)
            return Found(position: position, digest: digest)
        } catch {
            throw AppendError(error)
        }
    }

    /// Whether an id is above all of its source that were recorded or accepted, as nearly every one is.
    private func isNewlyRisen(_ index: Int, ofSource source: Int) -> Bool {
        let greatest = sources[source].greatest
        if greatest >= 0 {
            return request.events.hasID(at: greatest, below: index)
                && sources[source].isAboveRecorded
        }
        return isAboveRecorded(index, ofSource: source)
    }

    /// Where an event stands that is referred to from another one.
    func position(
        of reference: EventReference,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> UInt64? {
        let source = reference.source
        return try position(
            of: reference.id.utf8Span.span,
            ownSource: request.sources.index(of: source.utf8Span.span),
            ordinal: writer.sourceTable.index(of: source.utf8Span.span),
            in: transaction
        )
    }

    /// Where an event stands: in the log, among the accepted ones of the commit, or in this
    /// request.
    ///
    /// Its source has an index in the request, unless no event here has it, and an ordinal, unless no event
    /// had it before.
    private func position(
        of id: Span<UInt8>,
        ownSource: Int?,
        ordinal: Int?,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> UInt64? {
        if let ownSource, let index = ownIndex(of: id, source: ownSource) {
            return firstPosition + UInt64(index)
        }
        guard let ordinal, ordinal < writer.sources.count,
            writer.sources[ordinal].eventCount > 0,
            !writer.sources[ordinal].hasIDsBelow(id)
        else { return nil }
        let recent = writer.recent.packed
        let index = writer.recentReferences.index(
            ofID: id,
            source: UInt32(ordinal),
            in: recent,
            count: recent.count
        )
        if let index { return writer.sealedCount + UInt64(index) }
        do throws(LogError) {
            return try writer.parts.ids.position(
                ofID: String(copyingUTF8: id),
                source: UInt32(ordinal),
                from: writer.sources[ordinal].firstPosition,
                sealedCount: writer.sealedCount,
                in: transaction
            )
        } catch {
            throw AppendError(error)
        }
    }

    /// Steps along a source's events for each accepted event, after which a table is made.
    private static let stepsPerEvent = 8

    /// Index among the accepted events of the one with a source and id.
    private func ownIndex(of id: Span<UInt8>, source: Int) -> Int? {
        let events = request.events
        let greatest = sources[source].greatest
        guard greatest >= 0, !EventIDOrder.precedes(events.id(at: greatest), id) else {
            return nil
        }
        // A source's own events are few in most requests; a table of all is made if that proves wrong.
        if stepCount < 8 * Self.stepsPerEvent + accepted.count * Self.stepsPerEvent {
            var place = sources[source].last
            while place >= 0 {
                if events.id(at: accepted[place].index).hasSameBytes(as: id) { return place }
                place = accepted[place].previous
                stepCount += 1
            }
            return nil
        }
        let accepted = accepted
        return ownReferences.index(
            ofID: id,
            source: UInt32(source),
            in: events,
            count: accepted.count
        ) { accepted[$0].index }
    }
}
