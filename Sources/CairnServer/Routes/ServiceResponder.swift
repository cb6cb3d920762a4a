internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// What happens to every request, in this order: it is named, its sender is found out and held to a rate, its route is
/// found, the right to it is checked, what must be accounted for is recorded, it is answered; whatever goes wrong becomes
/// a problem, and all of it is counted and logged.
struct ServiceResponder: HTTPResponder {
    private let service: ServiceParts
    private let router: RouterResponder<ServiceContext>
    private let table: RouteTable
    /// The templates by how the router spells them.
    private let names: [String: String]

    /// Longest address.
    static let targetBytesMax = 16_384

    init(_ service: ServiceParts, _ table: RouteTable) {
        self.service = service
        self.table = table
        names = Dictionary(table.routes.map { ($0.routerPath.description, $0.path) }) { $1 }
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        for route in table.routes {
            router.on(route.routerPath, method: route.method) { request, context in
                try await Self.answer(request, context, route, service)
            }
        }
        self.router = router.buildResponder()
    }

    func respond(to request: Request, context: ServiceContext) async throws -> Response {
        var context = context
        context.arrivedAt = service.ledger.clock.now()
        context.requestID = service.requestIDs.next(at: context.arrivedAt)
        context.language = Self.language(request.headers[.acceptLanguage])
        let watch = service.metrics.begin()
        var response: Response
        var cause: String?
        do {
            let target = request.head.path ?? "/"
            guard target.utf8.count <= Self.targetBytesMax else {
                throw Problem.targetTooLong(limit: Self.targetBytesMax)
            }
            context.principal = try await service.authenticator.principal(
                request.headers[.authorization],
                from: context.remoteAddress,
                now: context.arrivedAt
            )
            try service.holdToRate(context)
            if let fast = fastAnswer(to: request, target, context) {
                response = fast
            } else {
                response = try await routed(request, context)
            }
        } catch {
            var problem = Problem(unexpected: error)
            if let failure = error as? HTTPError, failure.status == .notFound {
                let methods = table.methods(at: Self.path(of: request))
                problem = methods.isEmpty ? .unknownRoute : .methodNotAllowed(methods)
            }
            cause = problem.cause
            response = Reply.problem(problem, context)
        }
        response.headers[.requestID] = context.requestID
        response.headers[.nosniff] = "nosniff"
        let route = context.endpointPath.flatMap { names[$0] } ?? "none"
        let seconds = service.metrics.end(
            watch,
            request.method.rawValue,
            route,
            response.status.code
        )
        service.log(request, context, route, response, seconds: seconds, cause: cause)
        return response
    }

    /// The answer to a question that was asked before in the same words; `nil` if it must be found in the usual way.
    private func fastAnswer(
        to request: Request,
        _ target: String,
        _ context: ServiceContext
    ) -> Response? {
        guard request.method == .get, context.principal.role != .auditor,
            request.headers[.accept].map({ $0 == "*/*" }) ?? true,
            let answer = service.fastAnswers.answer(
                at: target,
                seeing: service.live.current.eventCount,
                now: context.arrivedAt
            ),
            service.policy.allows(indicator: answer.indicator, to: context.principal),
            // Rows of single stations are their county's.
            service.policy.counties(of: context.principal) == nil
        else { return nil }
        service.answers.noteHit()
        context.coreContext.endpointPath.value = Self.indicatorPath
        return Reply.answer(answer.entry, isPinned: answer.isPinned, request)
    }

    private static let indicatorPath = "/v1/indicators/{argument}"

    private func routed(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let response = try await router.respond(to: request, context: context)
        // The router makes its own answer where nothing is found.
        if response.status == .notFound, response.headers[.contentType] != MediaType.problem {
            throw HTTPError(.notFound)
        }
        return response
    }

    private static func answer(
        _ request: Request,
        _ context: ServiceContext,
        _ route: Route,
        _ service: ServiceParts
    ) async throws -> Response {
        // The router passes over empty segments; an address has one spelling.
        guard route.fits(path(of: request)) else { throw Problem.unknownRoute }
        if let right = route.right, !service.policy.allows(right, to: context.principal) {
            throw context.principal.proof == .none
                ? Problem.needsKey : Problem.forbidden(context.principal.role, right)
        }
        let target = (request.head.path ?? "/")[...]
        let mark = target.firstIndex(of: "?")
        let exchange = Exchange(
            request: request,
            context: context,
            route: route,
            argument: try route.argument(in: path(of: request)),
            query: try QueryParameters(
                mark.map { target[target.index(after: $0)...] },
                known: route.parameters
            )
        )
        try await service.account(for: exchange)
        return try await route.handler(exchange)
    }

    /// The path of a request as it was sent.
    static func path(of request: Request) -> Substring {
        (request.head.path ?? "/").prefix { $0 != "?" }
    }

    /// Chinese, unless a client prefers English.
    private static func language(_ accept: String?) -> Language {
        guard let accept else { return .chinese }
        for part in accept.split(separator: ",") {
            let tag = MediaType.trimmed(part).prefix(2).lowercased()
            if tag == "zh" { return .chinese }
            if tag == "en" { return .english }
        }
        return .chinese
    }
}
