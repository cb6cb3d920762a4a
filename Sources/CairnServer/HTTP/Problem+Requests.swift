import Answers
import EventModel
import HTTPTypes
import Messages

/// Problems with the form of a request.
extension Problem {
    static func unknownParameter(_ name: String, known: [String]) -> Problem {
        Problem(
            .badRequest,
            "unknownParameter",
            Phrase(
                zh: "没有参数“\(name.visible)”",
                en: "there is no parameter \"\(name.visible)\""
            ),
            remedy: known.isEmpty
                ? Phrase(zh: "此接口没有参数", en: "this resource takes none")
                : Phrase(
                    zh: "可用:" + known.joined(separator: "、"),
                    en: "use " + known.joined(separator: ", ")
                ),
            field: name.visible
        )
    }

    static func repeatedParameter(_ name: String) -> Problem {
        Problem(
            .badRequest,
            "repeatedParameter",
            Phrase(
                zh: "参数“\(name.visible)”出现多次",
                en: "the parameter \"\(name.visible)\" is given more than once"
            ),
            remedy: Phrase(zh: "每个参数只给一次", en: "give each parameter once"),
            field: name.visible
        )
    }

    static func badEncoding(_ text: String, field: String?) -> Problem {
        Problem(
            .badRequest,
            "badEncoding",
            Phrase(
                zh: "地址中的“\(text.visible)”不是正确的百分号编码",
                en: "\"\(text.visible)\" in the address is no percent-encoded UTF-8"
            ),
            remedy: Phrase(
                zh: "保留字符和汉字请写成 %XX(UTF-8)",
                en: "write reserved and non-ASCII characters as %XX of their UTF-8"
            ),
            field: field
        )
    }

    static func badNumber(_ text: String, field: String, accepted: String) -> Problem {
        Problem(
            .badRequest,
            "badNumber",
            Phrase(
                zh: "\(field):“\(text.visible)”不是可用的数字",
                en: "\(field): \"\(text.visible)\" is no number that can be used"
            ),
            remedy: Phrase(zh: "请给 \(accepted)", en: "give \(accepted)"),
            field: field
        )
    }

    static func badValue(_ text: String, field: String, accepted: [String]) -> Problem {
        Problem(
            .badRequest,
            "badValue",
            Phrase(
                zh: "\(field):没有“\(text.visible)”",
                en: "\(field): there is no \"\(text.visible)\""
            ),
            remedy: Phrase(
                zh: "可用:" + accepted.joined(separator: "、"),
                en: "use " + accepted.joined(separator: ", ")
            ),
            field: field
        )
    }

    static func missingParameter(_ name: String) -> Problem {
        Problem(
            .badRequest,
            "missingParameter",
            Phrase(zh: "缺少参数 \(name)", en: "the parameter \(name) is missing"),
            remedy: Phrase(zh: "请给出该参数", en: "give it"),
            field: name
        )
    }

    static func badParameters(_ what: Phrase, field: String) -> Problem {
        Problem(
            .badRequest,
            "badParameters",
            what,
            remedy: Phrase(zh: "请去掉其中一个", en: "leave one of them out"),
            field: field
        )
    }

    static func badCursor(_ field: String) -> Problem {
        Problem(
            .badRequest,
            "badCursor",
            Phrase(zh: "\(field) 不是本服务给出的游标", en: "\(field) is no cursor of this service"),
            remedy: Phrase(
                zh: "请照抄上一次回答里的游标,其余参数不变",
                en: "copy the cursor from the answer before, with the same other parameters"
            ),
            field: field
        )
    }

    static func epochChanged(current: String, field: String) -> Problem {
        var problem = Problem(
            .gone,
            "epochChanged",
            Phrase(
                zh: "游标属于另一个账期标识(epoch):账本已被恢复过,位置可能指向别的事件",
                en:
                    "the cursor is of another epoch: the ledger was restored, and positions may name other events"
            ),
            remedy: Phrase(
                zh: "请从头接收,或先用检查点核对已收到的事件",
                en: "receive from the start, or check what you hold against a checkpoint first"
            ),
            field: field
        )
        problem.details = [("epoch", .string(current))]
        return problem
    }

    static func cursorAhead(eventCount: UInt64) -> Problem {
        var problem = Problem(
            .gone,
            "cursorAhead",
            Phrase(
                zh: "游标在账本之后:本账本只有 \(eventCount) 条事件",
                en: "the cursor lies beyond the log, which holds \(eventCount) events"
            ),
            remedy: Phrase(
                zh: "请核对是否连错了账本;若账本被回退,请通知管理员",
                en:
                    "check that this is the ledger you followed; if it was rolled back, tell its operator"
            ),
            field: "lastEventId"
        )
        problem.details = [("eventCount", .integer(Int64(clamping: eventCount)))]
        return problem
    }

    static let unknownRoute = Problem(
        .notFound,
        "unknownRoute",
        Phrase(zh: "没有此地址", en: "there is nothing at this address"),
        remedy: Phrase(zh: "全部接口见 /v1/openapi.json", en: "/v1/openapi.json lists all resources")
    )

    static func methodNotAllowed(_ allowed: [String]) -> Problem {
        var problem = Problem(
            .methodNotAllowed,
            "methodNotAllowed",
            Phrase(zh: "此地址不支持该方法", en: "this resource does not take the method"),
            remedy: Phrase(
                zh: "可用:" + allowed.joined(separator: "、"),
                en: "use " + allowed.joined(separator: ", ")
            )
        )
        problem.headers[.allow] = allowed.joined(separator: ", ")
        return problem
    }

    static func notAcceptable(_ offered: [String]) -> Problem {
        Problem(
            .notAcceptable,
            "notAcceptable",
            Phrase(zh: "没有请求所接受的格式", en: "none of the accepted forms can be given"),
            remedy: Phrase(
                zh: "可用:" + offered.joined(separator: "、"),
                en: "accept one of " + offered.joined(separator: ", ")
            ),
            field: "Accept"
        )
    }

    static func unsupportedMediaType(_ found: String?, accepted: [String]) -> Problem {
        Problem(
            .unsupportedMediaType,
            "unsupportedMediaType",
            Phrase(
                zh: "不支持内容类型“\((found ?? "").visible)”",
                en: "the content type \"\((found ?? "").visible)\" is not taken"
            ),
            remedy: Phrase(
                zh: "可用:" + accepted.joined(separator: "、") + ",字符集 UTF-8",
                en: "use one of " + accepted.joined(separator: ", ") + ", in UTF-8"
            ),
            field: "Content-Type"
        )
    }

    static func bodyTooLarge(limit: Int) -> Problem {
        Problem(
            .contentTooLarge,
            "bodyTooLarge",
            Phrase(zh: "内容超过 \(limit) 字节", en: "the body exceeds \(limit) bytes"),
            remedy: Phrase(zh: "请分成几批", en: "send it in several batches")
        )
    }

    static let requestTimeout = Problem(
        .requestTimeout,
        "requestTimeout",
        Phrase(zh: "内容没有及时传完,什么也没有写入", en: "the body did not arrive in time; nothing was written"),
        remedy: Phrase(zh: "请重新发送", en: "send it again")
    )

    static func bodyBroken(_ cause: String) -> Problem {
        var problem = Problem(
            .badRequest,
            "bodyBroken",
            Phrase(
                zh: "内容没有完整到达,什么也没有写入",
                en: "the body did not arrive whole; nothing was written"
            ),
            remedy: Phrase(zh: "请重新发送", en: "send it again")
        )
        problem.cause = cause
        return problem
    }

    static func notJSON(_ error: JSONError) -> Problem {
        var problem = Problem(
            .badRequest,
            "notJSON",
            Phrase(
                zh: "内容不是有效的 JSON(第 \(error.offset) 字节)",
                en: "the body is no valid JSON (byte \(error.offset)): expected \(error.expected)"
            ),
            remedy: Phrase(zh: "请在所示字节处更正", en: "correct it at the byte named")
        )
        problem.details = [("offset", .integer(Int64(error.offset)))]
        return problem
    }

    static func badBody(_ what: Phrase, accepted: Phrase, field: String? = nil) -> Problem {
        Problem(.badRequest, "badBody", what, remedy: accepted, field: field)
    }
}

extension Problem {
    static func targetTooLong(limit: Int) -> Problem {
        Problem(
            .uriTooLong,
            "targetTooLong",
            Phrase(zh: "地址超过 \(limit) 字节", en: "the address exceeds \(limit) bytes"),
            remedy: Phrase(zh: "请缩短参数", en: "shorten its parameters")
        )
    }
}

/// Problems with the events of a body.
extension Problem {
    static func tooManyEvents(_ count: Int, limit: Int) -> Problem {
        Problem(
            .contentTooLarge,
            "tooManyEvents",
            Phrase(zh: "\(count) 条事件,超过 \(limit) 条", en: "\(count) events are more than \(limit)"),
            remedy: Phrase(zh: "请分成几批", en: "send them in several batches")
        )
    }

    static let noEvents = Problem(
        .badRequest,
        "noEvents",
        Phrase(zh: "内容里没有事件", en: "the body holds no event"),
        remedy: Phrase(zh: "请给至少一条事件", en: "give at least one")
    )

    static func badExpectation(_ field: String, found: String) -> Problem {
        Problem(.badRequest, QuestionMessages.badExpectation(found.visible), field: field)
    }

    static func badIdempotencyKey(_ what: Phrase) -> Problem {
        Problem(
            .badRequest,
            "badIdempotencyKey",
            what,
            remedy: Phrase(
                zh: "请用 1–128 个可见 ASCII 字符,如 UUID",
                en: "use 1–128 visible ASCII characters, such as a UUID"
            ),
            field: "Idempotency-Key"
        )
    }

    static let idempotencyKeyReused = Problem(
        .unprocessableContent,
        "idempotencyKeyReused",
        Phrase(
            zh: "同一 Idempotency-Key 已用于另一内容",
            en: "the Idempotency-Key was used with another body"
        ),
        remedy: Phrase(zh: "新的内容请用新的键", en: "use a new key for new content"),
        field: "Idempotency-Key"
    )

    static let idempotencyKeyInFlight: Problem = {
        var problem = Problem(
            .conflict,
            "idempotencyKeyInFlight",
            Phrase(
                zh: "同一 Idempotency-Key 的请求正在处理",
                en: "a request with this Idempotency-Key is being served"
            ),
            remedy: Phrase(zh: "请稍后用同一键重试", en: "try again later with the same key"),
            field: "Idempotency-Key"
        )
        problem.headers[.retryAfter] = "1"
        return problem
    }()
}

extension Problem {
    static let notTried = Problem(
        .unprocessableContent,
        "notTried",
        Phrase(zh: "前面的事件问题过多,未再检查", en: "not tried: too many events before it are refused"),
        remedy: Phrase(zh: "请先更正前面的事件", en: "correct those first")
    )
}

/// Problems with dates and figures.
extension Problem {
    static func badDay(_ text: String, field: String) -> Problem {
        Problem(.badRequest, QuestionMessages.badDate(text.visible, option: field), field: field)
    }

    static func badInstant(_ text: String, field: String) -> Problem {
        Problem(.badRequest, QuestionMessages.badInstant(text.visible, option: field), field: field)
    }

    static let figureWithoutRow = Problem(
        .badRequest,
        "figureWithoutRow",
        Phrase(zh: "没有指明答案的哪一行", en: "no row of the answer is named"),
        remedy: Phrase(
            zh: "例如 funds/CAP-a/paid;指标的含义见 /v1/definitions/{name}",
            en:
                "name one, like funds/CAP-a/paid; /v1/definitions/{name} says what an indicator means"
        ),
        field: "figure"
    )
}
