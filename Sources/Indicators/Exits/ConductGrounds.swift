import EventModel
import Programme

/// The grounds that one recorded fact establishes: leaving of one's own will, and dishonesty.
enum ConductGrounds {
    /// R-EXIT-01: a request is pending until the agreement ends; the operator's termination establishes it.
    static func voluntary(_ station: StationCase) -> ExitGround {
        var requests: [FactStamp] = []
        var byOperator: [FactStamp] = []
        var isTerminated = false
        for fact in station.inWindow {
            switch fact.kind {
            case .exitRequested: requests.append(fact.stamp)
            case .agreementTerminated(let initiator):
                isTerminated = true
                if initiator == .operator { byOperator.append(fact.stamp) }
            default: continue
            }
        }
        if let first = byOperator.first {
            return ground("R-EXIT-01", .established, byOperator, on: first.day)
        }
        if !requests.isEmpty, !isTerminated { return ground("R-EXIT-01", .pending, requests) }
        return ground("R-EXIT-01", .clear, [])
    }

    /// R-EXIT-02: one confirmed breach establishes it.
    static func dishonesty(_ station: StationCase) -> ExitGround {
        let breaches = station.inWindow.filter { $0.kind == .breachConfirmed }.map(\.stamp)
        guard let first = breaches.first else { return ground("R-EXIT-02", .clear, []) }
        return ground("R-EXIT-02", .established, breaches, on: first.day)
    }

    private static func ground(
        _ rule: String,
        _ status: ExitGround.Status,
        _ stamps: [FactStamp],
        on day: BusinessDate? = nil
    ) -> ExitGround {
        ExitGround(
            rule: rule,
            status: status,
            establishedOn: day,
            evidence: stamps.map { .event(position: $0.position) }
        )
    }
}
