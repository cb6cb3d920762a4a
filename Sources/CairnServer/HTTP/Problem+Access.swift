import Access
import Answers
import EventModel
import HTTPTypes

/// Problems of who asks.
extension Problem {
    static func unauthenticated(_ what: Phrase) -> Problem {
        var problem = Problem(
            .unauthorized,
            "unauthenticated",
            what,
            remedy: Phrase(
                zh: "请用请求头 Authorization: Bearer <密钥或令牌>",
                en: "send Authorization: Bearer <key or token>"
            ),
            field: "Authorization"
        )
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"cairn\""
        return problem
    }

    static let needsKey = unauthenticated(
        Phrase(zh: "此接口需要密钥或令牌", en: "this resource needs a key or token")
    )

    static let badCredentials = unauthenticated(
        Phrase(
            zh: "密钥或令牌无效、已到期或已撤销",
            en: "the key or token is not valid, has expired or was revoked"
        )
    )

    static func forbidden(_ role: Role, _ right: Right) -> Problem {
        Problem(
            .forbidden,
            "forbidden",
            Phrase(
                zh: "角色 \(role.rawValue) 没有此权限(\(right.rawValue))",
                en: "the role \(role.rawValue) may not do this (\(right.rawValue))"
            ),
            remedy: Phrase(zh: "请向管理员申请权限", en: "ask the operator for the right")
        )
    }

    static func indicatorNotAllowed(_ indicator: String, _ role: Role) -> Problem {
        Problem(
            .forbidden,
            "indicatorNotAllowed",
            Phrase(
                zh: "角色 \(role.rawValue) 不能查询指标 \(indicator)",
                en: "the role \(role.rawValue) may not ask for \(indicator)"
            ),
            remedy: Phrase(zh: "请向管理员申请权限", en: "ask the operator for the right")
        )
    }

    static func typeNotAllowed(_ type: String, _ role: Role, index: Int) -> Problem {
        var problem = Problem(
            .forbidden,
            "typeNotAllowed",
            Phrase(
                zh: "角色 \(role.rawValue) 不能记录 \(type)",
                en: "the role \(role.rawValue) may not record \(type)"
            ),
            remedy: Phrase(
                zh: "请由有此职责的单位记录;整批都没有写入",
                en: "let the office whose duty it is record it; nothing of the batch was written"
            ),
            field: "type"
        )
        problem.details = [("index", .integer(Int64(index)))]
        return problem
    }

    static func outOfScope(_ counties: [String], index: Int?) -> Problem {
        var problem = Problem(
            .forbidden,
            "outOfScope",
            Phrase(
                zh: "不在所辖县(区)范围内:" + counties.joined(separator: "、"),
                en: "outside the counties of the key: " + counties.joined(separator: ", ")
            ),
            remedy: index == nil
                ? Phrase(
                    zh: "请用 region= 指明所辖的县(区)",
                    en: "name one of its counties by region="
                )
                : Phrase(
                    zh: "请由事件所在的县(区)记录;整批都没有写入",
                    en: "let the event's own county record it; nothing of the batch was written"
                )
        )
        if let index { problem.details = [("index", .integer(Int64(index)))] }
        return problem
    }

    static func actorMismatch(_ field: String, index: Int) -> Problem {
        var problem = Problem(
            .forbidden,
            "actorMismatch",
            Phrase(
                zh: "事件的 \(field) 与登录身份不同",
                en: "the event's \(field) is not that of the key or token"
            ),
            remedy: Phrase(
                zh: "请省略 actor 与 role,由服务填写",
                en: "leave actor and role out; the service fills them in"
            ),
            field: field
        )
        problem.details = [("index", .integer(Int64(index)))]
        return problem
    }

    static func tooManyRequests(after seconds: Int, rate: Int) -> Problem {
        var problem = Problem(
            .tooManyRequests,
            "tooManyRequests",
            Phrase(zh: "超过每秒 \(rate) 次", en: "more than \(rate) requests a second"),
            remedy: Phrase(zh: "请在 \(seconds) 秒后重试", en: "try again after \(seconds) s")
        )
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }
}
