import Access
import Answers
import EventModel
import HTTPTypes
import Hummingbird
import NIOCore

/// What Hummingbird keeps of a request on its way.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Names the request in the log, in the answer's `X-Request-Id` and in the access ledger.
    var requestID = ""
    /// Who asks.
    var principal = Principal.anonymous
    /// In which language problems are told.
    var language = Language.chinese
    /// The moment of arrival.
    var arrivedAt = Instant(millisecondsSince1970: 0)
    /// The connection.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The address of the connection's other end; empty for a local socket.
    var remoteAddress: String { channel.remoteAddress?.ipAddress ?? "" }
}

/// A request as a route handles it.
struct Exchange: Sendable {
    /// The request with its body.
    let request: Request
    /// Who asks, and what else is known.
    let context: ServiceContext
    /// The route that was found.
    let route: Route
    /// What stands in the place of the route's `{…}` or behind its end, decoded.
    let argument: String
    /// The parameters of the address.
    let query: QueryParameters

    /// Who asks.
    var principal: Principal { context.principal }

    /// The value of a header field; `nil` if it is not there.
    func header(_ name: HTTPField.Name) -> String? { request.headers[name] }

    /// The form in which the answer is wanted: by the parameter `format`, else by `Accept`.
    ///
    /// - Parameter offered: Forms by the words of `format`, the usual one first.
    /// - Returns: The word of a form.
    /// - Throws: ``Problem``
    func form(_ offered: [(word: String, type: String)]) throws(Problem) -> String {
        if let word = try query.word("format", of: offered.map(\.word)) { return word }
        let types = offered.map(\.type)
        guard let type = MediaType.negotiated(header(.accept), offered: types),
            let found = offered.first(where: { $0.type == type })
        else { throw .notAcceptable(types) }
        return found.word
    }
}

/// A way into the service: method, path, who may take it, and what it takes.
struct Route: Sendable {
    typealias Handler = @Sendable (Exchange) async throws -> Response

    /// Method.
    let method: HTTPRequest.Method
    /// Path template: `/v1/events/{position}`; a template that ends in `{…}` of a name with `+` takes all that follows.
    let path: String
    /// The right that it needs; `nil` for those that anybody may take.
    let right: Right?
    /// Names of its query parameters.
    let parameters: [String]
    /// Answers.
    let handler: Handler

    /// As it stands in logs, metrics and the access ledger.
    var name: String { "\(method.rawValue) \(path)" }
}
