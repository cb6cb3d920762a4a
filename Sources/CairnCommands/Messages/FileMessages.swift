import Answers

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
