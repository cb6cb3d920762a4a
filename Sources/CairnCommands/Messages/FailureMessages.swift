import Answers
import EventModel
import Messages

/// Failures: what happened, where, and what to do.
enum FailureMessages {
    typealias Message = CommandFailure.Message

    static let cannotWriteOutput = Message(
        "outputFailed",
        what: Phrase(zh: "无法写出结果", en: "the result could not be written"),
        remedy: Phrase(zh: "请检查输出文件所在的磁盘", en: "check the disk or pipe behind standard output")
    )

    static func usage(_ what: Phrase, remedy: Phrase) -> Message {
        Message("usage", what: what, remedy: remedy)
    }

    /// What is wrong with something that a person typed.
    private static func usage(_ message: Message) -> Message {
        usage(message.what, remedy: message.remedy)
    }

    static func badCommandLine(_ what: String) -> Message {
        usage(
            Phrase(verbatim: what),
            remedy: Phrase(zh: "用法见 cairn help", en: "see `cairn help`")
        )
    }

    static func badDate(_ text: String, option: String) -> Message {
        usage(QuestionMessages.badDate(text, option: option))
    }

    static func badMapSize(_ text: String) -> Message {
        usage(
            Phrase(
                zh: "CAIRN_MAP_GIB:“\(text)”不是 1 到 65536 的整数",
                en: "CAIRN_MAP_GIB: \"\(text)\" is no whole number from 1 to 65536"
            ),
            remedy: Phrase(zh: "例如 64", en: "for example 64")
        )
    }

    static func badPeriod(_ first: BusinessDate, _ last: BusinessDate) -> Message {
        usage(
            Phrase(
                zh: "--from \(first) 至 --to \(last) 不是可用的期间",
                en: "--from \(first) --to \(last) is no period that can be simulated"
            ),
            remedy: Phrase(
                zh: "第一天不晚于最后一天,年份在 1971 至 9990 之间",
                en: "the first day is not after the last, years from 1971 to 9990"
            )
        )
    }

    static func badInstant(_ text: String, option: String) -> Message {
        usage(QuestionMessages.badInstant(text, option: option))
    }

    static func badExpectation(_ text: String) -> Message {
        usage(QuestionMessages.badExpectation(text))
    }

    static func badDigest(_ text: String) -> Message {
        usage(
            Phrase(zh: "“\(text)”不是根哈希", en: "\"\(text)\" is no root hash"),
            remedy: Phrase(
                zh: "请给出 64 位小写十六进制数字,如 cairn status 所示",
                en: "give 64 lower-case hex digits as `cairn status` shows them"
            )
        )
    }

    static func unknownReading(_ reading: String, known: [String]) -> Message {
        usage(QuestionMessages.unknownReading(reading, known: known))
    }

    static func badRegion(_ text: String) -> Message {
        usage(QuestionMessages.badRegion(text))
    }

    static func unknownType(_ type: String) -> Message {
        usage(
            Phrase(zh: "没有事件类型“\(type)”", en: "there is no event type \"\(type)\""),
            remedy: Phrase(zh: "用 cairn schema 列出全部类型", en: "list the types with `cairn schema`")
        )
    }

    static func cannotWrite(_ path: String) -> Message {
        Message(
            "cannotWrite",
            what: Phrase(zh: "\(path) 写不了", en: "\(path) cannot be written"),
            remedy: Phrase(
                zh: "请检查文件夹是否存在、权限和磁盘空间",
                en: "check that its folder exists and may be written, and that the disk has room"
            )
        )
    }

    static func unreadable(_ path: String, reason: String) -> Message {
        Message(
            "unreadable",
            what: Phrase(zh: "无法读取 \(path):\(reason)", en: "\(path) cannot be read: \(reason)"),
            remedy: Phrase(zh: "请检查路径和权限", en: "check the path and the permissions")
        )
    }

    static func unwritable(_ path: String, reason: String) -> Message {
        Message(
            "unwritable",
            what: Phrase(zh: "无法写入 \(path):\(reason)", en: "\(path) cannot be written: \(reason)"),
            remedy: Phrase(zh: "请检查路径、权限和磁盘空间", en: "check the path, the permissions and the disk")
        )
    }

    static func statesNotKept(_ path: String) -> Message {
        Message(
            "statesNotKept",
            what: Phrase(
                zh: "无法写入 \(path)/views",
                en: "\(path)/views could not be written"
            ),
            remedy: Phrase(
                zh: "请检查权限和磁盘空间;若另一进程正在写入,请稍后再试",
                en:
                    "check the permissions and the disk; if another process is writing it, try again later"
            )
        )
    }

    static func badQuestions(_ file: String, detail: String) -> Message {
        Message(
            "badQuestions",
            what: Phrase(zh: "\(file) 无法使用:\(detail)", en: "\(file) cannot be used: \(detail)"),
            remedy: Phrase(zh: "请更正该文件", en: "correct the file")
        )
    }

    static func notJSON(_ place: String, detail: String) -> Message {
        Message(
            "notJSON",
            what: Phrase(
                zh: "\(place) 不是有效的 JSON:\(detail)",
                en: "\(place) is no valid JSON: \(detail)"
            ),
            remedy: Phrase(zh: "请在所示字节处更正", en: "correct it at the byte named")
        )
    }
}
