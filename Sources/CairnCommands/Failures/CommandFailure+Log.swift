import Answers
import EventLog
import EventModel

extension CommandFailure {
    /// The failure that a ledger's error stands for; damage is an integrity failure.
    init(_ error: LogError, ledger path: String) {
        let found = Self.words(of: error, ledger: path)
        let status: ExitStatus =
            switch error {
            case .manifestDamaged, .damaged, .schemaUnreadable: .integrity
            default: .failed
            }
        self.init(
            status,
            Message(found.name, what: found.what, remedy: found.remedy),
            details: [Detail("ledger", path)]
        )
    }

    private typealias Words = (name: String, what: Phrase, remedy: Phrase)

    private static func words(of error: LogError, ledger path: String) -> Words {
        let said = error.description
        switch error {
        case .notALedger(let path):
            return (
                "notALedger",
                Phrase(zh: "\(path) 里没有账本", en: "there is no ledger in \(path)"),
                Phrase(
                    zh: "请检查路径,或用 cairn init --ledger \(path) 新建",
                    en: "check the path, or create one: cairn init --ledger \(path)"
                )
            )
        case .alreadyExists(let path):
            return (
                "alreadyExists",
                Phrase(zh: "\(path) 不是空文件夹", en: "\(path) is not empty"),
                Phrase(
                    zh: "请为新账本选择一个新的或空的文件夹",
                    en: "choose a new or empty folder for the ledger"
                )
            )
        case .manifestDamaged(let path, let detail):
            return (
                "manifestDamaged",
                Phrase(
                    zh: "\(path)/cairn.json 无法使用:\(detail)",
                    en: "\(path)/cairn.json cannot be used: \(detail)"
                ),
                Phrase(zh: "请从备份恢复该文件", en: "restore the file from a backup")
            )
        case .newerFormat(let path, let found, let supported):
            return (
                "newerFormat",
                Phrase(
                    zh: "\(path) 的格式版本是 \(found),本程序最高支持 \(supported)",
                    en: "\(path) has format version \(found); this program reads up to \(supported)"
                ),
                Phrase(zh: "请使用写入它的新版程序", en: "use the newer program that wrote it")
            )
        case .openInThisProcess, .lockedByOtherProcess:
            return (
                "locked",
                Phrase(zh: "\(path) 正被另一个进程写入", en: said),
                Phrase(
                    zh: "请等它结束;查询等只读命令可以同时进行",
                    en: "wait for it to end; commands that only read work meanwhile"
                )
            )
        case .readOnlyFolder(let path):
            return (
                "readOnly",
                Phrase(zh: "\(path) 不可写", en: "\(path) cannot be written by this user"),
                Phrase(
                    zh: "请修改权限;查询等只读命令仍可使用",
                    en: "change its permissions; commands that only read still work"
                )
            )
        case .full:
            return (
                "full",
                Phrase(zh: "磁盘或映射空间已满:\(said)", en: "the disk or the map is full: \(said)"),
                Phrase(
                    zh: "请腾出空间后重试;已确认的内容完好",
                    en: "make room and run it again; what was acknowledged is whole"
                )
            )
        case .damaged:
            return (
                "damaged",
                Phrase(zh: "\(path) 已损坏:\(said)", en: "\(path) is damaged: \(said)"),
                Phrase(
                    zh: "用 cairn verify 列出全部损坏,并从备份恢复",
                    en: "list all damage with `cairn verify` and restore from a backup"
                )
            )
        case .schemaDiffers, .schemaUnreadable:
            return (
                "schema", Phrase(zh: "事件类型定义不一致:\(said)", en: said),
                Phrase(
                    zh: "改动过的定义须使用新的版本号",
                    en: "a changed definition needs a new version number"
                )
            )
        case .closed, .unsuitableOption, .storage:
            return (
                "storage", Phrase(zh: "账本 \(path) 出错:\(said)", en: "ledger \(path): \(said)"),
                Phrase(
                    zh: "请重试;若仍出现,请用 cairn verify 检查",
                    en: "try again; if it persists, check with `cairn verify`"
                )
            )
        }
    }
}
