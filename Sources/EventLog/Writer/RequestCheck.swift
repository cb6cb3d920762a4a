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
///
/// A class, so that a request of one event does not pay for copies of what many need.
final class RequestCheck {
    /// An event that will get a position.
    struct Accepted {
        let index: Int
        let recordedAt: Int64
        /// The event of the same source accepted before it, as an index into ``RequestCheck/accepted``; −1 if
        /// there is none.
        let previous: Int
    }

    let request: AppendRequest
    let writer: LogWriter
    /// One per event looked at so far.
    private(set) var outcomes: [AppendOutcome] = []
    /// The events that are no duplicates.
    private(set) var accepted: [Accepted] = []
    /// What the request's sources are, by their index in its request.
    var sources: [SourceState]
    /// Sources without an ordinal yet, by their index, in the order in which they will get theirs.
    var newSources: [Int] = []
    /// What the accepted events void and correct.
    var relations: [VoidGraph.Relation] = []

    /// A source of the request.
    struct SourceState {
        /// Its ordinal; `nil` until an event of it comes up.
        var ordinal: Int?
        /// Number of its accepted events.
        var acceptedCount: UInt64 = 0
        /// Index of the accepted event with the greatest id.
        var greatest = -1
        /// The event accepted last, as an index into ``RequestCheck/accepted``.
        var last = -1
        /// Whether ``greatest`` is above all ids recorded before the request, and what is above it too.
        var isAboveRecorded = false
        /// The greatest id recorded before the request; empty if there is none.
        var recordedGreatest: [UInt8] = []
    }

    /// What is known of a schema of the request.
    private struct SchemaState {
        var isChecked = false
        var isVoiding = false
    }

    var ownReferences = ReferenceMap()
    /// Steps taken along ``Accepted/previous`` so far.
    var stepCount = 0
    private var schemas: [SchemaState]
    /// Position of the request's first new event.
    let firstPosition: UInt64

    init(_ request: AppendRequest, _ writer: LogWriter) {
        self.request = request
        self.writer = writer
        firstPosition = writer.eventCount
        sources = [SourceState](repeating: SourceState(), count: request.sources.count)
        schemas = [SchemaState](repeating: SchemaState(), count: request.schemas.count)
    }

    /// Checks everything.
    func run(
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        let limit = writer.parts.options.requestEventsMax
        guard request.count <= limit else {
            throw .refused(
                index: limit,
                Refusal(
                    .tooLarge,
                    field: nil,
                    found: "\(request.count) events",
                    accepted: "at most \(limit) events in one request"
                )
            )
        }
        do throws(AppendError) {
            let now = max(writer.parts.clock.now(), writer.lastRecordedAt ?? .distantPast)
            outcomes.reserveCapacity(request.count)
            accepted.reserveCapacity(request.count)
            for index in 0..<request.count {
                try check(index, now: now, in: transaction)
            }
            guard accepted.count > 0 || request.count == 0 else { return }
            try check(request.expectations, .revisionConflict, in: transaction)
            try check(request.conditions, .conditionFailed, in: transaction)
        } catch {
            withdraw()
            throw error
        }
    }

    /// Leaves the writer's state as it was before the check.
    func withdraw() {
        for killer in Set(relations.map(\.killer)).sorted(by: >) {
            writer.voidGraph?.removeLast(killer)
        }
    }

    private func check(
        _ index: Int,
        now: Instant,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        let record = request.events.records[index]
        do throws(Refusal) {
            try RecordedTimeRule.checkPresence(record, restores: request.restoresRecordedTime)
            if !schemas[Int(record.schema)].isChecked {
                let schema = request.schemas[Int(record.schema)]
                try writer.interner.check(schema)
                schemas[Int(record.schema)].isChecked = true
                schemas[Int(record.schema)].isVoiding =
                    schema.type.hasSameBytes(as: eventVoided.type)
            }
        } catch {
            throw .refused(index: index, error)
        }
        let source = Int(record.source)
        takeOrdinal(ofSource: source)
        if let earlier = try find(index, record, in: transaction) {
            guard earlier.digest == record.digest else {
                throw .refused(index: index, conflict(index, at: earlier.position))
            }
            outcomes.append(.duplicate(of: earlier.position, digest: record.digest))
            return
        }
        if !request.restoresRecordedTime, let refusal = request.refusalsIfNew[index] {
            throw .refused(index: index, refusal)
        }
        let position = firstPosition + UInt64(accepted.count)
        let last = accepted.last.map { Instant(millisecondsSince1970: $0.recordedAt) }
        do throws(Refusal) {
            try RecordedTimeRule.checkValues(
                record,
                position: position,
                last: last ?? writer.lastRecordedAt
            )
        } catch {
            throw .refused(index: index, error)
        }
        if record.flags.contains(.corrects) || schemas[Int(record.schema)].isVoiding {
            try checkTargets(of: index, position: position, in: transaction)
        }
        let recordedAt = record.givenRecordedAt ?? now
        accepted.append(
            Accepted(
                index: index,
                recordedAt: recordedAt.millisecondsSince1970,
                previous: sources[source].last
            )
        )
        sources[source].last = accepted.count - 1
        sources[source].acceptedCount += 1
        if isGreatest(index, ofSource: source) {
            sources[source].greatest = index
            noteHeight(ofSource: source)
        }
        outcomes.append(
            .recorded(position: position, recordedAt: recordedAt, digest: record.digest)
        )
    }

    private func conflict(_ index: Int, at position: UInt64) -> Refusal {
        Refusal(
            .idConflict,
            field: "id",
            found: request.reference(at: index).description,
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
