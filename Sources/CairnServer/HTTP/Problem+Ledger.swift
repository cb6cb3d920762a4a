import Answers
import EventLog
import EventModel
import HTTPTypes
import Messages

/// Problems of the ledger: what it does not hold, refuses, or cannot do at the moment.
extension Problem {
    static func notFound(_ code: String, _ what: Phrase, field: String? = nil) -> Problem {
        Problem(
            .notFound,
            code,
            what,
            remedy: Phrase(zh: "请核对编号", en: "check the name"),
            field: field
        )
    }

    /// An event that the door or the log refused; a conflict if another state of the ledger would take it.
    static func refused(_ refusal: Refusal, index: Int) -> Problem {
        let name = refusal.name.rawValue
        let isConflict = ["idConflict", "revisionConflict", "conditionFailed"].contains(name)
        let place = refusal.field.map { "(\($0))" } ?? ""
        var problem = Problem(
            isConflict ? .conflict : .unprocessableContent,
            name,
            Phrase(
                zh: "第 \(index) 条事件被拒绝 \(name)\(place):"
                    + RefusalTexts.chinese(refusal.found).visible,
                en: "event \(index) is refused as \(name)\(place): found \(refusal.found.visible)"
            ),
            remedy: Phrase(
                zh: "可接受:\(RefusalTexts.chinese(refusal.accepted).visible);整批都没有写入",
                en: "accepted is \(refusal.accepted.visible); nothing of the batch was written"
            ),
            field: refusal.field
        )
        problem.details = [
            ("index", .integer(Int64(index))), ("found", .string(refusal.found)),
            ("accepted", .string(refusal.accepted)),
        ]
        return problem
    }

    private static func unavailable(
        _ code: String,
        _ what: Phrase,
        remedy: Phrase,
        retryAfter seconds: Int,
        cause: String? = nil
    ) -> Problem {
        var problem = Problem(.serviceUnavailable, code, what, remedy: remedy)
        problem.headers[.retryAfter] = String(seconds)
        problem.cause = cause
        return problem
    }

    static let shuttingDown = unavailable(
        "shuttingDown",
        Phrase(zh: "服务正在停止", en: "the service is shutting down"),
        remedy: Phrase(zh: "请稍后重试", en: "try again later"),
        retryAfter: 5
    )

    static let readOnly = unavailable(
        "readOnly",
        Phrase(zh: "服务以只读方式运行,不接受记录", en: "the service runs for reading only"),
        remedy: Phrase(zh: "请向可写的服务发送", en: "send it to the service that writes"),
        retryAfter: 60
    )

    /// A request that was not acknowledged; repeating it is safe, since the ledger recognises duplicates.
    init(_ error: AppendError) {
        let again = Phrase(
            zh: "请稍后原样重发:已写入的会识别为重复",
            en: "send the same again later: what was written after all is recognised"
        )
        switch error {
        case .refused(let index, let refusal): self = .refused(refusal, index: index)
        case .overloaded:
            self = .unavailable(
                "overloaded",
                Phrase(zh: "等待写入的请求过多", en: "too many requests are waiting to be written"),
                remedy: again,
                retryAfter: 1
            )
        case .full:
            self = .unavailable(
                "storageFull",
                Phrase(
                    zh: "服务器磁盘已满,未确认写入;查询不受影响",
                    en: "the server's disk is full, nothing is acknowledged; reading goes on"
                ),
                remedy: Phrase(
                    zh: "请通知管理员清理磁盘,然后原样重发",
                    en: "tell the operator to make room, then send the same again"
                ),
                retryAfter: 30,
                cause: "\(error)"
            )
        case .readOnly: self = .readOnly
        case .closed, .poisoned, .storage:
            self = .unavailable(
                "notWritten",
                Phrase(
                    zh: "写入失败,未确认;查询不受影响",
                    en: "writing failed, nothing is acknowledged; reading goes on"
                ),
                remedy: again,
                retryAfter: 2,
                cause: "\(error)"
            )
        }
    }

    /// A log that cannot be read.
    init(_ error: LogError) {
        switch error {
        case .signingKey:
            self = .unavailable(
                "signingKey",
                Phrase(
                    zh: "此服务没有签名密钥,不能签署检查点",
                    en: "this service has no signing key and can sign no checkpoint"
                ),
                remedy: Phrase(
                    zh: "请改用已有的检查点(/v1/checkpoints)",
                    en: "use a checkpoint that was signed before (/v1/checkpoints)"
                ),
                retryAfter: 60,
                cause: "\(error)"
            )
        case .newerSchema:
            self = .unavailable(
                "newerSchema",
                Phrase(
                    zh: "账本含有更新版本的事件,此服务不能计算",
                    en: "the ledger holds events of a newer version than this service computes with"
                ),
                remedy: Phrase(zh: "请通知管理员升级", en: "tell the operator to upgrade"),
                retryAfter: 300,
                cause: "\(error)"
            )
        default:
            self = .unavailable(
                "ledgerUnavailable",
                Phrase(zh: "账本暂时无法读取", en: "the ledger cannot be read at the moment"),
                remedy: Phrase(
                    zh: "请稍后重试;若仍如此,请把请求编号告诉管理员",
                    en: "try again later; if it stays so, give the operator the request's id"
                ),
                retryAfter: 10,
                cause: "\(error)"
            )
        }
    }

    /// A figure that the ledger does not give.
    init(_ error: FigureError) {
        let message = FigureMessages.figure(error)
        switch error {
        case .unknownReading, .unknownMember, .ambiguousRow:
            self.init(.badRequest, message, field: "figure")
        case .unknownRow: self.init(.notFound, message, field: "figure")
        case .otherDefinition, .tooFewEvents, .knownAtMismatch, .otherRoot:
            self.init(.conflict, message, field: "figure")
        }
    }

    /// A misspelled name of a figure.
    init(_ error: FigureSpellingError) {
        let message = FigureMessages.spelling(error)
        if case .unknownIndicator = error {
            self.init(.notFound, message, field: "figure")
        } else {
            self.init(.badRequest, message, field: "figure")
        }
    }

    /// Whatever else went wrong; the cause stays inside.
    init(unexpected error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let failure as AppendError: self.init(failure)
        case let failure as LogError: self.init(failure)
        case let failure as FigureError: self.init(failure)
        case let failure as FigureSpellingError: self.init(failure)
        default:
            self.init(
                .internalServerError,
                "internal",
                Phrase(zh: "服务内部出错", en: "something failed inside the service"),
                remedy: Phrase(
                    zh: "请把请求编号告诉管理员",
                    en: "give the operator the request's id"
                )
            )
            cause = "\(type(of: error)): \(error)"
        }
    }
}

extension Problem {
    /// A read that must be accounted for and could not be.
    static func notAccounted(_ error: AppendError) -> Problem {
        var problem = Problem(
            .serviceUnavailable,
            "notAccounted",
            Phrase(
                zh: "此类读取必须登记,现在无法登记,因此不予回答",
                en: "this read must be recorded and cannot be at the moment, so it is not answered"
            ),
            remedy: Phrase(zh: "请稍后重试或通知管理员", en: "try again later, or tell the operator")
        )
        problem.cause = "\(error)"
        return problem
    }
}

extension Problem {
    /// Answers do not see an event yet.
    static func notSeenYet(position: UInt64, seen: UInt64) -> Problem {
        var problem = Problem(
            .serviceUnavailable,
            "notSeenYet",
            Phrase(
                zh: "指标还没有算到位置 \(position)(目前 \(seen) 条)",
                en: "answers do not see position \(position) yet, only \(seen) events"
            ),
            remedy: Phrase(
                zh: "请核对位置,或稍后重试",
                en: "check the position, or try again later"
            ),
            field: "minPosition"
        )
        problem.headers[.retryAfter] = "1"
        return problem
    }
}
