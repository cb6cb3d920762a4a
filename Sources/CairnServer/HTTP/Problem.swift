import Answers
import EventModel
import HTTPTypes
import Messages

/// Why a request was not served, as the client is told (RFC 9457): a stable code, what happened in its language, and
/// what to do.
///
/// Nothing of the inside is told: no path, no state of memory. What the operator needs stands in the log under the
/// request's id.
struct Problem: Error, Sendable {
    /// HTTP status.
    let status: HTTPResponse.Status
    /// Stable name for programs; `type` is `urn:cairn:problem:<code>`.
    let code: String
    /// What happened.
    let what: Phrase
    /// What to do.
    let remedy: Phrase
    /// The query parameter, header or field at fault.
    var field: String?
    /// Members of this code alone.
    var details: [(name: String, value: JSONValue)] = []
    /// Header fields that go with it.
    var headers = HTTPFields()
    /// What the operator should read in the log; never sent.
    var cause: String?

    /// What every `type` begins with.
    static let typePrefix = "urn:cairn:problem:"

    init(
        _ status: HTTPResponse.Status,
        _ code: String,
        _ what: Phrase,
        remedy: Phrase,
        field: String? = nil
    ) {
        self.status = status
        self.code = code
        self.what = what
        self.remedy = remedy
        self.field = field
    }

    /// A problem in the words of a message.
    init(_ status: HTTPResponse.Status, _ message: Message, field: String? = nil) {
        self.init(
            status,
            message.name,
            message.what,
            remedy: message.remedy,
            field: field
        )
    }

    /// The body.
    ///
    /// - Parameters:
    ///   - language: Of `title`, `detail` and `remedy`.
    ///   - request: The request's id.
    /// - Returns: A JSON object.
    func json(_ language: Language, request: String) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("type", .string(Self.typePrefix + code)),
            ("title", .string(Self.title(of: status)[language])),
            ("status", .integer(Int64(status.code))),
            ("code", .string(code)),
            ("detail", .string(what[language])),
            ("remedy", .string(remedy[language])),
        ]
        if let field { members.append(("field", .string(field))) }
        members += details
        members.append(("request", .string(request)))
        return .object(members)
    }

    private static func title(of status: HTTPResponse.Status) -> Phrase {
        switch status.code {
        case 400: Phrase(zh: "请求有误", en: "Bad request")
        case 401: Phrase(zh: "需要身份凭证", en: "Not authenticated")
        case 403: Phrase(zh: "没有权限", en: "Not allowed")
        case 404: Phrase(zh: "没有找到", en: "Not found")
        case 405: Phrase(zh: "不支持此方法", en: "Method not allowed")
        case 406: Phrase(zh: "没有可接受的格式", en: "Not acceptable")
        case 408: Phrase(zh: "请求超时", en: "Request timed out")
        case 409: Phrase(zh: "与已有内容冲突", en: "Conflict")
        case 410: Phrase(zh: "已不存在", en: "Gone")
        case 413: Phrase(zh: "内容过大", en: "Content too large")
        case 414: Phrase(zh: "地址过长", en: "URI too long")
        case 415: Phrase(zh: "不支持此内容类型", en: "Unsupported media type")
        case 422: Phrase(zh: "内容不能接受", en: "Content refused")
        case 429: Phrase(zh: "请求过于频繁", en: "Too many requests")
        case 503: Phrase(zh: "暂时无法服务", en: "Unavailable")
        default: Phrase(zh: "服务内部错误", en: "Internal error")
        }
    }
}
