internal import EventModel
internal import LMDB

/// The check of one request against the log and the requests accepted before it.
///
/// The writer's state stays as it was (caches apart), so that a refused request leaves no trace.
/// Checks run in this order, and the first that fails is reported: the number of events; then event
/// by event `recordedtime` and `sequence` as the mode allows them, schema, duplicate or
/// `idConflict`, decreasing `recordedtime`, wrong `sequence`, `corrects` (`unknownTarget`,
/// `alreadyVoided`, `otherSubject`), the target of a void (`unknownTarget`, `alreadyVoided`); then
/// expectations, then conditions. A request of nothing but duplicates is a repetition: its
/// expectations were met when it was first recorded.
struct RequestCheck {
    /// An event that will get a position.
    struct Accepted {
        let index: Int
        let sourceOrdinal: Int
        let recordedAt: Instant
    }

    let request: AppendRequest
    let writer: LogWriter
    /// One per event looked at so far.
    private(set) var outcomes: [AppendOutcome] = []
    /// The events that are no duplicates.
    private(set) var accepted: [Accepted] = []
    /// Sources without an ordinal yet, in the order in which they will get theirs.
    var newSources: [String] = []
    /// What the accepted events void and correct.
    var relations: [VoidGraph.Relation] = []

    var newSourceOrdinals: [ByteText: Int] = [:]
    var lastSource: (name: String, ordinal: Int)?
    /// Greatest id of each source within the request.
    var greatestIDs: [Int: String] = [:]
    var ownReferences = ReferenceMap()
    /// Position of the request's first new event.
    let firstPosition: UInt64

    init(_ request: AppendRequest, _ writer: LogWriter) {
        self.request = request
        self.writer = writer
        firstPosition = writer.eventCount
    }

    /// Checks everything.
    mutating func run(
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        let limit = writer.parts.options.requestEventsMax
        guard request.events.count <= limit else {
            throw .refused(
                index: limit,
                Refusal(
                    .tooLarge,
                    field: nil,
                    found: "\(request.events.count) events",
                    accepted: "at most \(limit) events in one request"
                )
            )
        }
        do throws(AppendError) {
            let now = max(writer.parts.clock.now(), writer.lastRecordedAt ?? .distantPast)
            outcomes.reserveCapacity(request.events.count)
            for index in request.events.indices {
                try check(index, now: now, in: transaction)
            }
            guard accepted.count > 0 || request.events.isEmpty else { return }
            try check(request.expectations, .revisionConflict, in: transaction)
            try check(request.conditions, .conditionFailed, in: transaction)
        } catch {
            for killer in Set(relations.map(\.killer)).sorted(by: >) {
                writer.voidGraph?.removeLast(killer)
            }
            throw error
        }
    }

    private mutating func check(
        _ index: Int,
        now: Instant,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        let incoming = request.events[index]
        do throws(Refusal) {
            try RecordedTimeRule.checkPresence(incoming, restores: request.restoresRecordedTime)
            try writer.interner.check(incoming.event.schema)
        } catch {
            throw .refused(index: index, error)
        }
        let source = ordinal(of: incoming.event.source)
        if let earlier = try find(incoming.event.id, source: source, in: transaction) {
            guard earlier.digest == incoming.digest else {
                throw .refused(index: index, Self.conflict(incoming, at: earlier.position))
            }
            outcomes.append(.duplicate(of: earlier.position, digest: incoming.digest))
            return
        }
        if let refusal = incoming.refusalIfNew, !request.restoresRecordedTime {
            throw .refused(index: index, refusal)
        }
        let position = firstPosition + UInt64(accepted.count)
        let last = accepted.last?.recordedAt ?? writer.lastRecordedAt
        do throws(Refusal) {
            try RecordedTimeRule.checkValues(incoming, position: position, last: last)
        } catch {
            throw .refused(index: index, error)
        }
        try checkTargets(of: index, position: position, in: transaction)
        let recordedAt = incoming.recordedAt ?? now
        accepted.append(Accepted(index: index, sourceOrdinal: source, recordedAt: recordedAt))
        if let greatest = greatestIDs[source], !EventIDOrder.precedes(greatest, incoming.event.id) {
            // The greatest stays.
        } else {
            greatestIDs[source] = incoming.event.id
        }
        outcomes.append(
            .recorded(position: position, recordedAt: recordedAt, digest: incoming.digest)
        )
    }

    private static func conflict(_ incoming: IncomingEvent, at position: UInt64) -> Refusal {
        Refusal(
            .idConflict,
            field: "id",
            found: incoming.event.reference.description,
            accepted: """
                the content recorded under this id at position \(position), or an id that is not used \
                yet; changes go by `corrects`
                """
        )
    }
}

extension Instant {
    /// Before every instant that a ledger can hold.
    static var distantPast: Instant { Instant(millisecondsSince1970: .min) }
}
