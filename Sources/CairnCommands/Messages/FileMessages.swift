import Answers
import Messages

/// Failures of files to be imported: what happened, where, and what to do.
enum FileMessages {
    typealias Message = CommandFailure.Message

    static func cutShort(_ file: String, form: String) -> Message {
        Message(
            "cutShort",
            what: Phrase(
                zh: "\(file):\(form) 数据不完整,文件在中途结束",
                en: "\(file): the \(form) data ends in the middle"
            ),
            remedy: Phrase(
                zh: "请重新获取完整文件后再导入;已写入的批次会被识别为重复",
                en:
                    "get the complete file and import again; batches already written are recognised as "
                    + "duplicates"
            )
        )
    }

    static func badIndicator(_ path: String, reason: String) -> Message {
        Message(
            "badIndicator",
            what: Phrase(
                zh: "指标定义 \(path) 有误:\(reason)",
                en: "the definition of an indicator in \(path) is wrong: \(reason)"
            ),
            remedy: Phrase(
                zh: "请更正该处(写法见 Schemas/examples)",
                en: "correct it there; Schemas/examples has one"
            )
        )
    }

    static func badSchema(_ file: String, reason: String) -> Message {
        Message(
            "badSchema",
            what: Phrase(
                zh: "\(file) 不是可用的事件类型定义:\(reason)",
                en: "\(file) is no usable definition of an event type: \(reason)"
            ),
            remedy: Phrase(
                zh: "写法见 cairn schema 类型 --json",
                en: "for the form see `cairn schema TYPE --json`"
            )
        )
    }

    static func damaged(_ file: String, form: String, reason: String) -> Message {
        Message(
            "damagedFile",
            what: Phrase(
                zh: "\(file):\(form) 数据损坏(\(reason))",
                en: "\(file): damaged \(form) data (\(reason))"
            ),
            remedy: Phrase(zh: "请重新获取该文件", en: "get the file again")
        )
    }

    static func unsupported(_ file: String, form: String) -> Message {
        Message(
            "unsupportedFile",
            what: Phrase(
                zh: "\(file):此 \(form) 数据需要过大的窗口或字典",
                en: "\(file): the \(form) data needs a very large window or a dictionary"
            ),
            remedy: Phrase(
                zh: "请重新压缩,不用 --long、--ultra 或字典",
                en: "compress it anew, without --long, --ultra or a dictionary"
            )
        )
    }

    static func tooLargeToSpool(_ file: String, limit: String) -> Message {
        Message(
            "tooLargeToSpool",
            what: Phrase(
                zh: "\(file):压缩数据流超过 \(limit) 字节,无法先行校验",
                en:
                    "\(file): the compressed stream is longer than the \(limit) bytes that are checked first"
            ),
            remedy: Phrase(
                zh: "请先存为文件再导入,或先解压",
                en: "save it to a file and import that, or expand it first"
            )
        )
    }

    static func exists(_ file: String) -> Message {
        Message(
            "fileExists",
            what: Phrase(
                zh: "\(file) 已存在,不会被覆盖",
                en: "\(file) exists already and is not overwritten"
            ),
            remedy: Phrase(zh: "请另取一名,或先移走该文件", en: "choose another name or move it away")
        )
    }

    static func expandsTooMuch(_ file: String, read: String, expanded: String) -> Message {
        Message(
            "expandsTooMuch",
            what: Phrase(
                zh: "\(file):\(read) 字节解压出 \(expanded) 字节以上,已停止",
                en: "\(file): \(read) bytes expand to more than \(expanded); stopped"
            ),
            remedy: Phrase(
                zh: "这不像事件文件,请核对来源",
                en: "this does not look like a file of events; check where it comes from"
            )
        )
    }

    static func unusable(_ place: String, reason: String, accepted: String) -> Message {
        Message(
            "unusable",
            what: Phrase(verbatim: "\(place): \(reason)"),
            remedy: Phrase(zh: "可接受:\(accepted)", en: "accepted: \(accepted)")
        )
    }
}
