import Answers
import Importing

extension CommandFailure {
    /// The failure that an import's error stands for.
    init(_ error: ImportError) {
        switch error {
        case .cannotOpen(let file, let reason), .cannotRead(let file, let reason):
            self.init(
                .failed,
                FailureMessages.unreadable(file, reason: reason),
                details: [Detail("file", file)]
            )
        case .cutShort(let file, let form):
            self.init(
                .failed,
                Message(
                    "cutShort",
                    what: Phrase(
                        zh: "\(file):\(form.rawValue) 数据不完整,文件在中途结束",
                        en: "\(file): the \(form.rawValue) data ends in the middle"
                    ),
                    remedy: Phrase(
                        zh: "请重新获取完整文件后再导入;已写入的批次会被识别为重复",
                        en: "get the complete file and import again; batches already written "
                            + "are recognised as duplicates"
                    )
                ),
                details: [Detail("file", file)]
            )
        case .damaged(let file, let form, let reason):
            self.init(
                .failed,
                Message(
                    "damagedFile",
                    what: Phrase(
                        zh: "\(file):\(form.rawValue) 数据损坏(\(reason))",
                        en: "\(file): damaged \(form.rawValue) data (\(reason))"
                    ),
                    remedy: Phrase(zh: "请重新获取该文件", en: "get the file again")
                ),
                details: [Detail("file", file)]
            )
        case .expandsTooMuch(let file, let read, let expanded):
            self.init(
                .failed,
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
                ),
                details: [Detail("file", file)]
            )
        case .unusable(let file, let line, let reason, let accepted):
            let place = line.map { "\(file):\($0)" } ?? file
            self.init(
                .failed,
                Message(
                    "unusable",
                    what: Phrase(verbatim: "\(place): \(reason)"),
                    remedy: Phrase(zh: "可接受:\(accepted)", en: "accepted: \(accepted)")
                ),
                details: [Detail("file", file)]
            )
        case .cannotWrite(let file, let reason):
            self.init(
                .failed,
                FailureMessages.unwritable(file, reason: reason),
                details: [Detail("file", file)]
            )
        case .ledger(let error): self.init(error)
        }
    }
}
