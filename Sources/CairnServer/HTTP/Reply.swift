import Answers
import EventModel
import HTTPTypes
import Hummingbird
import NIOCore

extension HTTPField.Name {
    static let requestID = named("X-Request-Id")
    static let idempotencyKey = named("Idempotency-Key")
    static let lastEventID = named("Last-Event-ID")
    static let nosniff = named("X-Content-Type-Options")
    static let link = named("Link")
    static let cairnEpoch = named("Cairn-Epoch")
    static let cairnHead = named("Cairn-Head")
    static let cairnFrom = named("Cairn-From")
    static let cairnThrough = named("Cairn-Through")
    static let cairnPreviousEntry = named("Cairn-Previous-Entry")
    static let cairnCheckpoint = named("Cairn-Checkpoint")
    static let cairnRevision = named("Cairn-Revision")
    static let cairnNext = named("Cairn-Next")

    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a token") }
        return name
    }
}

/// Answers.
enum Reply {
    /// An answer of some bytes.
    static func bytes(
        _ bytes: [UInt8],
        _ type: String,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = HTTPFields()
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// An answer of JSON text.
    static func json(
        _ text: String,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = HTTPFields()
    ) -> Response {
        bytes(Array(text.utf8), MediaType.json, status: status, headers: headers)
    }

    /// An answer of a JSON value, laid out for people.
    static func json(
        _ value: JSONValue,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = HTTPFields()
    ) -> Response {
        json(JSONPage.text(value), status: status, headers: headers)
    }

    /// A problem.
    static func problem(_ problem: Problem, _ context: ServiceContext) -> Response {
        let language = context.language
        var headers = problem.headers
        headers[.contentLanguage] = language == .chinese ? "zh-CN" : "en"
        if problem.closesConnection { headers[.connection] = "close" }
        let text = JSONPage.text(problem.json(language, request: context.requestID))
        var response = bytes(
            Array(text.utf8),
            MediaType.problem,
            status: problem.status,
            headers: headers
        )
        guard problem.closesConnection else { return response }
        // What was not read of a body cannot be told from the next request, and may never end.
        let (channel, buffer) = (context.channel, ByteBuffer(string: text))
        response.body = ResponseBody(contentLength: buffer.readableBytes) { writer in
            try await writer.write(buffer)
            try await writer.finish(nil)
            try? await channel.close()
        }
        return response
    }
}

extension Problem {
    /// Whether the rest of the request is not worth reading.
    var closesConnection: Bool {
        status == .contentTooLarge || status == .requestTimeout || code == "bodyBroken"
    }
}
