internal import Access
internal import EventLog
internal import EventModel
internal import Feeds

/// Tries events without recording them: through the door, against what their sender may record, against the log.
struct EventTrial: Sendable {
    let service: ServiceParts
    let principal: Principal

    /// Events that the log is asked about for one body, beyond which the rest is not tried: each event that it refuses
    /// has all others tried again.
    private static let triedMax = 100_000

    /// What would become of each event.
    ///
    /// - Throws: ``Problem`` when the whole cannot be tried, or ``LogError``.
    func report(of body: EventBody) async throws -> TrialReport {
        let recorder = EventRecorder(service: service, principal: principal)
        var outcomes: [TrialReport.Outcome?] = Array(repeating: nil, count: body.ranges.count)
        var passed: [(place: Int, batch: EventBatch)] = []
        var earlier = EarlierEvents()
        for (place, range) in body.ranges.enumerated() {
            do {
                var one = StampedEvents(recorder.reader, by: principal, sealer: nil)
                try one.read(body.bytes[range])
                if service.policy.allows(.append, to: principal) {
                    try await recorder.check(one.batch, after: earlier)
                }
                earlier.append(one.batch.event(at: 0))
                passed.append((place, one.batch))
            } catch let problem as Problem {
                outcomes[place] = .refused(problem)
            }
        }
        try await tryLog(passed, body, &outcomes)
        return TrialReport(outcomes: outcomes.compactMap { $0 })
    }

    /// Tries what passed the door on the log; whatever that refuses is left out and the rest tried again.
    private func tryLog(
        _ passed: [(place: Int, batch: EventBatch)],
        _ body: EventBody,
        _ outcomes: inout [TrialReport.Outcome?]
    ) async throws {
        var left = passed
        var tried = 0
        while !left.isEmpty, tried == 0 || tried + left.count <= Self.triedMax {
            tried += left.count
            let request = AppendRequest(
                events: left.map { $0.batch.incomingEvent(at: 0) },
                expectations: body.expectations,
                conditions: body.conditions,
                isTrial: true
            )
            do throws(AppendError) {
                let receipt = try await service.ledger.append(request)
                for (event, outcome) in zip(left, receipt.outcomes) {
                    outcomes[event.place] = Self.outcome(outcome, event.batch.reference(at: 0))
                }
                return
            } catch {
                guard case .refused(let index, let refusal) = error, left.indices.contains(index)
                else { throw Problem(error) }
                outcomes[left[index].place] = .refused(
                    .refused(refusal, index: left[index].place)
                )
                left.remove(at: index)
            }
        }
        for event in left { outcomes[event.place] = .refused(.notTried) }
    }

    private static func outcome(
        _ outcome: AppendOutcome,
        _ event: EventReference
    ) -> TrialReport.Outcome {
        switch outcome {
        case .recorded(_, _, let digest): .fine(event, digest)
        case .duplicate(let position, let digest): .duplicate(event, of: position, digest)
        }
    }
}
