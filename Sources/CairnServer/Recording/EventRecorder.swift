internal import Access
internal import EventLog
internal import EventModel
internal import Feeds

/// Takes events from a body through the door, and holds them to what their sender may record.
struct EventRecorder: Sendable {
    let service: ServiceParts
    let principal: Principal

    /// Bytes of a body above which it is read on a thread that may compute for long.
    private static let quickBytes = 65_536

    /// Reads all events of a body and holds them to what their sender may record; the first that is refused ends it.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - seals: Whether clear personal fields are sealed first; keys are made for events only that would be taken.
    /// - Returns: The events, in the body's order.
    /// - Throws: ``Problem``, or ``LogError``.
    func events(of body: EventBody, seals: Bool) async throws -> EventBatch {
        let rehearsal = seals ? PersonalFieldSealer(rehearsing: service.ledger.registry) : nil
        let batch =
            body.bytes.count > Self.quickBytes
            ? try await service.ledger.threads.run { try read(body, sealer: rehearsal) }
            : try read(body, sealer: rehearsal)
        try await check(batch)
        guard seals else { return batch }
        let ledger = service.ledger
        return try await ledger.threads.run {
            try read(body, sealer: PersonalFieldSealer(ledger.log, registry: ledger.registry))
        }
    }

    private func read(_ body: EventBody, sealer: PersonalFieldSealer?) throws(Problem) -> EventBatch
    {
        var stamped = StampedEvents(reader, by: principal, sealer: sealer)
        for range in body.ranges { try stamped.read(body.bytes[range]) }
        return stamped.batch
    }

    /// The door.
    var reader: EventReader { EventReader(registry: service.ledger.registry) }

    /// Whether a type says something of the ledger itself: its keys, its witnesses, its erasures.
    ///
    /// The command line does more for those than to record them, so that they are not taken from clients, whatever a
    /// policy says.
    private static func isLedgersOwn(_ type: String) -> Bool {
        !type.hasSameBytes(as: eventVoided.type)
            && ledgerSchemas.contains { $0.type.hasSameBytes(as: type) }
    }

    /// Holds events to the sender's types and counties; what is voided must be of those types too.
    ///
    /// - Parameters:
    ///   - batch: The events.
    ///   - earlier: Events that come before them and are not recorded yet.
    /// - Throws: ``Problem``, or ``LogError``.
    func check(_ batch: EventBatch, after earlier: EarlierEvents = EarlierEvents()) async throws {
        for (schema, type) in batch.schemas.map(\.type).enumerated() where !mayAppend(type) {
            let index = (0..<batch.count).first { Int(batch.events.records[$0].schema) == schema }
            // A batch keeps the schemas of events that were refused after all.
            if let index { throw Problem.typeNotAllowed(type, principal.role, index: index) }
        }
        let scope = service.policy.counties(of: principal)
        let voids = batch.schemas.contains { $0.type.hasSameBytes(as: eventVoided.type) }
        guard scope != nil || voids else { return }
        let (recorder, counties) = (self, service.ledger.counties)
        try await service.ledger.read { snapshot in
            var earlier = earlier
            for index in 0..<batch.count {
                let event = batch.event(at: index)
                for target in try counties.targets(of: event, in: snapshot, after: earlier) {
                    guard let type = target?.schema.type, !recorder.mayAppend(type) else {
                        continue
                    }
                    throw Problem.typeNotAllowed(type, recorder.principal.role, index: index)
                }
                if let scope {
                    let touched = try counties.touched(by: event, in: snapshot, after: earlier)
                    guard touched.allSatisfy({ $0.lies(in: scope) }) else {
                        throw Problem.outOfScope(scope, index: index)
                    }
                }
                earlier.append(event)
            }
        }
    }

    private func mayAppend(_ type: String) -> Bool {
        !Self.isLedgersOwn(type) && service.policy.allows(appending: type, to: principal)
    }
}
