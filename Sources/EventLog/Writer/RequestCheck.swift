internal import EventModel
internal import LMDB

/// The check of one request against the log and the requests accepted before it.
///
/// The writer's state stays as it was (caches apart), so that a refused request leaves no trace. Checks run
/// in this order, and the first that fails is reported: the number of events; then event by event
/// `recordedtime` and `sequence` as the mode allows them, schema, duplicate or `idConflict`, decreasing
/// `recordedtime`, wrong `sequence`, `corrects` (`unknownTarget`, `alreadyVoided`, `otherSubject`), the
/// target of a void (`unknownTarget`, `alreadyVoided`); then expectations, then conditions. A request of
/// nothing but duplicates is a repetition: its expectations were met when it was first recorded.
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
    private(set) var newSources: [String] = []
    /// What the accepted events void and correct.
    private(set) var relations: [VoidGraph.Relation] = []

    private var newSourceOrdinals: [ByteText: Int] = [:]
    private var lastSource: (name: String, ordinal: Int)?
    /// Greatest id of each source within the request.
    private var greatestIDs: [Int: String] = [:]
    private var ownReferences = ReferenceMap()
    private let firstPosition: UInt64

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

// MARK: - Sources and ids

extension RequestCheck {
    /// The source's ordinal; a new source gets one that becomes real if the request is accepted.
    private mutating func ordinal(of source: String) -> Int {
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

    private struct Found {
        let position: UInt64
        let digest: SHA256Digest
    }

    private mutating func find(
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

    /// Where an event stands: in the log, among the accepted ones of the commit, or in this request.
    private mutating func position(
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

// MARK: - Voids and corrections

extension RequestCheck {
    private mutating func checkTargets(
        of index: Int,
        position: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        let event = request.events[index].event
        let voids = event.voidedReference
        guard event.corrects != nil || voids != nil else { return }
        try loadVoidGraph(in: transaction)
        var corrected: UInt64?
        if let reference = event.corrects {
            let target = try self.target(reference, "corrects", index, in: transaction)
            guard writer.voidGraph?.isActive(target) ?? true else {
                throw Self.alreadyVoided(reference, "corrects", index)
            }
            try checkLikeness(of: event, to: target, reference, index, in: transaction)
            corrected = target
        }
        var voided: UInt64?
        if let reference = voids {
            voided = try target(reference, "data.id", index, in: transaction)
        }
        do throws(VoidGraph.Obstacle) {
            try writer.voidGraph?.add(killer: position, correcting: corrected, voiding: voided)
        } catch {
            throw Self.alreadyVoided(voids ?? event.reference, "data.id", index, error)
        }
        if let corrected {
            relations.append(
                VoidGraph.Relation(killer: position, target: corrected, kind: .correction)
            )
        }
        if let voided {
            relations.append(VoidGraph.Relation(killer: position, target: voided, kind: .void))
        }
    }

    private func loadVoidGraph(
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        guard writer.voidGraph == nil else { return }
        do throws(LogError) {
            writer.voidGraph = VoidGraph(
                try writer.parts.relations(upTo: firstPosition, in: transaction)
            )
        } catch {
            throw AppendError(error)
        }
    }

    private mutating func target(
        _ reference: EventReference,
        _ field: String,
        _ index: Int,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> UInt64 {
        let key = ByteText(reference.source)
        if let source = writer.sourceOrdinals[key] ?? newSourceOrdinals[key],
            let position = try position(of: reference.id, source: source, in: transaction)
        {
            return position
        }
        throw .refused(
            index: index,
            Refusal(
                .unknownTarget,
                field: field,
                found: reference.description,
                accepted: "source#id of an event recorded before this one"
            )
        )
    }

    private static func alreadyVoided(
        _ reference: EventReference,
        _ field: String,
        _ index: Int,
        _ obstacle: VoidGraph.Obstacle = .targetVoided
    ) -> AppendError {
        let accepted =
            switch obstacle {
            case .targetVoided: "an event that is not voided; name what took its place"
            case .secondCorrection(let position):
                """
                a void that brings back no second correction of the event at position \(position); \
                void the correction that stands first
                """
            }
        return .refused(
            index: index,
            Refusal(
                .alreadyVoided,
                field: field,
                found: reference.description,
                accepted: accepted
            )
        )
    }

    private func checkLikeness(
        of event: Event,
        to target: UInt64,
        _ reference: EventReference,
        _ index: Int,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        let isAlike: Bool
        if target >= writer.sealedCount {
            let other =
                target >= firstPosition
                ? request.events[accepted[Int(target - firstPosition)].index].event
                : writer.recent[Int(target - writer.sealedCount)].event
            isAlike =
                other.schema.type.hasSameBytes(as: event.schema.type)
                && other.subject.hasSameBytes(as: event.subject)
        } else {
            do throws(LogError) {
                isAlike = try writer.parts.blocks.isEvent(
                    at: target,
                    ofType: event.schema.type,
                    subject: event.subject,
                    in: transaction
                )
            } catch {
                throw AppendError(error)
            }
        }
        guard !isAlike else { return }
        throw .refused(
            index: index,
            Refusal(
                .otherSubject,
                field: "corrects",
                found: reference.description,
                accepted: "an event of type \(event.schema.type) and subject \(event.subject)"
            )
        )
    }
}

// MARK: - Expectations

extension RequestCheck {
    private func check(
        _ expectations: [StreamExpectation],
        _ name: RefusalName,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        for expectation in expectations where expectation.expected != .any {
            let count = try eventCount(of: expectation.stream, in: transaction)
            guard !expectation.expected.holds(eventCount: count) else { continue }
            let index = request.events.firstIndex {
                $0.event.subject.hasSameBytes(as: expectation.stream)
            }
            throw .refused(
                index: index ?? 0,
                Refusal(
                    name,
                    field: expectation.stream,
                    found: count == 0 ? "noStream" : "revision \(count - 1)",
                    accepted: expectation.expected.description
                )
            )
        }
    }

    private func eventCount(
        of stream: String,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> UInt64 {
        let recent = writer.streamCounts.recentCount(of: stream, in: writer.recent)
        if let sealed = writer.streamCounts.sealedCount(of: stream) { return sealed + recent }
        do throws(LogError) {
            let sealed = try writer.parts.blocks.eventCount(
                of: stream,
                sealedCount: writer.sealedCount,
                in: transaction
            )
            writer.streamCounts.remember(sealedCount: sealed, of: stream)
            return sealed + recent
        } catch {
            throw AppendError(error)
        }
    }
}

extension Event {
    /// The event that this one voids, if it is an `event.voided`.
    var voidedReference: EventReference? {
        guard schema.type.hasSameBytes(as: eventVoided.type), data.count >= 2,
            case .text(let source) = data[0], case .text(let id) = data[1]
        else { return nil }
        return EventReference(source: source, id: id)
    }
}

extension Instant {
    /// Before every instant that a ledger can hold.
    static var distantPast: Instant { Instant(millisecondsSince1970: .min) }
}
