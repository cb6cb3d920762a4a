internal import Access
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// What the routes of a service share.
struct ServiceParts: Sendable {
    let ledger: ServedLedger
    let live: LiveLedger
    let policy: AccessPolicy
    let authenticator: Authenticator
    let accessLedger: AccessLedger?
    let budget = RequestBudget()
    let answers: AnswerCache
    let fastAnswers: FastAnswers
    let receipts: ReceiptMemory
    let metrics: ServiceMetrics
    let requestIDs = RequestIDs()
    let limits: ServiceLimits
    let logger: Logger

    /// Refuses a request beyond its sender's rate.
    func holdToRate(_ context: ServiceContext) throws(Problem) {
        guard limits.holdsToRates, let rate = policy[context.principal.role].requestsPerSecond
        else {
            return
        }
        let isAnonymous = context.principal.proof == .none
        let holder =
            isAnonymous ? "address:" + context.remoteAddress : context.principal.name
        guard let seconds = budget.take(holder, rate: rate, now: context.arrivedAt) else { return }
        throw .tooManyRequests(after: seconds, rate: rate)
    }

    /// Records a read that must be accounted for, before it is answered.
    func account(for exchange: Exchange) async throws {
        let unsealed = try exchange.query.flag("unseal")
        if unsealed, !policy.allows(.unseal, to: exchange.principal) {
            throw Problem.forbidden(exchange.principal.role, .unseal)
        }
        let isRead = exchange.route.right.map { $0 != .proofs && $0 != .metrics } ?? false
        guard unsealed || (exchange.principal.role == .auditor && isRead) else { return }
        guard let accessLedger else {
            throw Problem(AppendError.readOnly)
        }
        // What is accounted for is accounted for whole.
        let target = exchange.request.head.path ?? "/"
        guard target.utf8.count <= AccessLedger.targetBytesMax else {
            throw Problem.targetTooLong(limit: AccessLedger.targetBytesMax)
        }
        do throws(AppendError) {
            try await accessLedger.record(
                exchange.principal,
                route: exchange.route.name,
                target: target,
                unsealed: unsealed,
                request: exchange.context.requestID,
                now: OccurredAt(instant: exchange.context.arrivedAt, offsetMinutes: 480)
            )
        } catch {
            throw Problem.notAccounted(error)
        }
    }

    /// Writes what happened to a request into the log: no personal data, no address with its parameters.
    func log(
        _ request: Request,
        _ context: ServiceContext,
        _ route: String,
        _ response: Response,
        seconds: Double,
        cause: String?
    ) {
        let status = response.status.code
        let level: Logger.Level = status >= 500 ? .error : .info
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "request": "\(context.requestID)",
            "method": "\(ServiceMetrics.known(request.method.rawValue))",
            "route": "\(route)", "status": "\(status)", "who": "\(context.principal.name)",
            "role": "\(context.principal.role.rawValue)",
            "milliseconds": "\(Int(seconds * 1_000))",
        ]
        if let cause { metadata["cause"] = "\(cause)" }
        logger.log(level: level, "request", metadata: metadata)
    }
}

/// Bounds of what a service takes.
package struct ServiceLimits: Hashable, Sendable {
    /// Bytes of a request's body.
    package var bodyBytes = 16 << 20
    /// Events of one request.
    package var batchEvents = 10_000
    /// Seconds in which a body must arrive.
    package var bodySeconds = 30
    /// Events of one page.
    package var pageEvents = 10_000
    /// Longest wait of a feed request, in seconds.
    package var waitSeconds = 60
    /// Whether senders are held to the rates of the policy.
    package var holdsToRates = true

    /// The usual bounds.
    package init() {}
}
