internal import EventModel
internal import LMDB

extension RequestCheck {
    /// The source's ordinal; a new source gets one that becomes real if the request is accepted.
    mutating func ordinal(of source: String) -> Int {
        if let lastSource, lastSource.name.hasSameBytes(as: source) { return lastSource.ordinal }
        let key = ByteText(source)
        let ordinal: Int
        if let known = writer.sourceOrdinals[key] ?? newSourceOrdinals[key] {
            ordinal = known
        } else {
            ordinal = writer.sources.count + newSources.count
            newSources.append(source)
            newSourceOrdinals[key] = ordinal
        }
        lastSource = (source, ordinal)
        return ordinal
    }

    /// An event recorded earlier under the same source and id.
    struct Found {
        let position: UInt64
        let digest: SHA256Digest
    }

    /// The event recorded under an id, or accepted earlier in this request.
    mutating func find(
        _ id: String,
        source: Int,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> Found? {
        guard let position = try position(of: id, source: source, in: transaction) else {
            return nil
        }
        if position >= firstPosition {
            let own = accepted[Int(position - firstPosition)]
            return Found(position: position, digest: request.events[own.index].digest)
        }
        if position >= writer.sealedCount {
            let interned = writer.recent[Int(position - writer.sealedCount)]
            return Found(position: position, digest: interned.digest)
        }
        do throws(LogError) {
            let digest = try writer.parts.ids.digest(at: position, in: transaction)
            return Found(position: position, digest: digest)
        } catch {
            throw AppendError(error)
        }
    }

    /// Where an event stands: in the log, among the accepted ones of the commit, or in this
    /// request.
    mutating func position(
        of id: String,
        source: Int,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> UInt64? {
        if let greatest = greatestIDs[source], !EventIDOrder.precedes(greatest, id),
            let index = ownIndex(of: id, source: source)
        {
            return firstPosition + UInt64(index)
        }
        guard source < writer.sources.count, writer.sources[source].eventCount > 0,
            !EventIDOrder.precedes(writer.sources[source].greatestID, id)
        else { return nil }
        let recent = writer.recent
        let index = writer.recentReferences.index(
            ofID: id,
            source: source,
            count: recent.count
        ) { (Int(recent[$0].sourceOrdinal), recent[$0].event.id) }
        if let index { return writer.sealedCount + UInt64(index) }
        do throws(LogError) {
            return try writer.parts.ids.position(
                ofID: id,
                source: UInt32(source),
                sealedCount: writer.sealedCount,
                in: transaction
            )
        } catch {
            throw AppendError(error)
        }
    }

    private mutating func ownIndex(of id: String, source: Int) -> Int? {
        let events = request.events
        let accepted = accepted
        return ownReferences.index(ofID: id, source: source, count: accepted.count) { index in
            (accepted[index].sourceOrdinal, events[accepted[index].index].event.id)
        }
    }
}
