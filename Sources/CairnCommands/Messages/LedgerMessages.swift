import Answers
import EventLog
import Messages

/// Failures of a ledger: what happened, where, and what to do.
enum LedgerMessages {
    typealias Message = CommandFailure.Message

    static func notALedger(_ path: String) -> Message {
        Message(
            "notALedger",
            what: Phrase(zh: "\(path) 里没有账本", en: "there is no ledger in \(path)"),
            remedy: Phrase(
                zh: "请检查路径,或用 cairn init --ledger \(path) 新建",
                en: "check the path, or create one: cairn init --ledger \(path)"
            )
        )
    }

    static func rolledBack(_ path: String, eventCount: UInt64, checkpoint size: UInt64) -> Message {
        let (count, size) = (Terminal.grouped(eventCount), Terminal.grouped(size))
        return Message(
            "rolledBack",
            what: Phrase(
                zh: "\(path) 只有 \(count) 条事件,但曾为 \(size) 条事件签署过检查点:账本被退回,"
                    + "或由较旧的副本恢复而来",
                en:
                    "\(path) holds \(count) events, but it signed a checkpoint over \(size): it was rolled "
                    + "back, or restored from an older copy"
            ),
            remedy: Phrase(
                zh: "请恢复最新的副本;不要继续写入。cairn verify 与 cairn status 仍可查看",
                en:
                    "restore the newest copy and record nothing here; `cairn verify` and `cairn status` still "
                    + "look into it"
            )
        )
    }

    static func forked(_ path: String, checkpoint size: UInt64) -> Message {
        let size = Terminal.grouped(size)
        return Message(
            "forked",
            what: Phrase(
                zh: "\(path) 的前 \(size) 条事件不是当时签署检查点的那些",
                en:
                    "\(path) does not begin with the \(size) events over which it signed a checkpoint"
            ),
            remedy: Phrase(
                zh: "历史已被改写:请保留现状查明,并从备份恢复",
                en: "history was rewritten: keep the folder for the inquiry and restore a backup"
            )
        )
    }

    static func signingKey(_ path: String, _ fault: SigningKeyFault) -> Message {
        let zh =
            switch fault {
            case .none: "账本没有签名密钥"
            case .missing: "缺少 keys/\(SigningKeyFile.name)"
            case .denied: "此用户无权读取 keys/\(SigningKeyFile.name)"
            case .unreadable(let detail): "keys/\(SigningKeyFile.name) 不是密钥(\(detail))"
            case .foreign(let expected, let found):
                "keys/\(SigningKeyFile.name) 是 \(found),账本登记的是 \(expected)"
            }
        return Message(
            "signingKey",
            what: Phrase(
                zh: "\(path):\(zh),不能签署检查点",
                en: "\(path): \(fault); nothing can be signed"
            ),
            remedy: fault == .denied
                ? Phrase(
                    zh: "请由有权使用该密钥的人来做",
                    en: "have it done by somebody who may use the key"
                )
                : Phrase(
                    zh: "请从备份恢复该文件;若确已遗失,用 cairn checkpoint new-key 登记新密钥",
                    en: "restore the file from a backup; if it is lost for good, record a new key: "
                        + "cairn checkpoint new-key"
                )
        )
    }

    static func subjectKey(_ subject: String, said: String) -> Message {
        Message(
            "subjectKey",
            what: Phrase(zh: "\(subject) 的密钥无法使用(\(said))", en: said),
            remedy: Phrase(
                zh: "请从 keys/ 的备份恢复该文件;若不再需要,可用 cairn erase 删除该对象的个人信息",
                en: "restore its file from the backup of keys/, or erase the subject: cairn erase"
            )
        )
    }

    static func unknownSubject(_ subject: String) -> Message {
        Message(
            "unknownSubject",
            what: Phrase(
                zh: "\(subject) 没有密钥,账本里也没有它的事件",
                en: "\(subject) has no key, and the ledger has no event of it"
            ),
            remedy: Phrase(
                zh: "请核对写法,如 person/P17(cairn events --json 可查)",
                en: "check the spelling, such as person/P17 (`cairn events --json` shows it)"
            )
        )
    }

    static func alreadyErased(_ subject: String, position: UInt64) -> Message {
        Message(
            "alreadyErased",
            what: Phrase(
                zh: "\(subject) 已在位置 \(position) 删除",
                en: "\(subject) was erased at position \(position)"
            ),
            remedy: Phrase(
                zh: "无需再做;剩余的密钥已一并清除",
                en: "nothing is left to do; keys that were left are gone"
            )
        )
    }

    static func alreadyExists(_ path: String) -> Message {
        Message(
            "alreadyExists",
            what: Phrase(zh: "\(path) 不是空文件夹", en: "\(path) is not empty"),
            remedy: Phrase(
                zh: "请为新账本选择一个新的或空的文件夹",
                en: "choose a new or empty folder for the ledger"
            )
        )
    }

    static func manifestDamaged(_ path: String, detail: String) -> Message {
        Message(
            "manifestDamaged",
            what: Phrase(
                zh: "\(path)/cairn.json 无法使用:\(detail)",
                en: "\(path)/cairn.json cannot be used: \(detail)"
            ),
            remedy: Phrase(zh: "请从备份恢复该文件", en: "restore the file from a backup")
        )
    }

    static func newerFormat(_ path: String, found: Int, supported: Int) -> Message {
        Message(
            "newerFormat",
            what: Phrase(
                zh: "\(path) 的格式版本是 \(found),本程序最高支持 \(supported)",
                en: "\(path) has format version \(found); this program reads up to \(supported)"
            ),
            remedy: Phrase(zh: "请使用写入它的新版程序", en: "use the newer program that wrote it")
        )
    }

    static func locked(_ path: String, said: String) -> Message {
        Message(
            "locked",
            what: Phrase(zh: "\(path) 正被另一个进程写入(\(said))", en: said),
            remedy: Phrase(
                zh: "请等它结束;查询等只读命令可以同时进行",
                en: "wait for it to end; commands that only read work meanwhile"
            )
        )
    }

    static func readOnly(_ path: String) -> Message {
        Message(
            "readOnly",
            what: Phrase(
                zh: "本用户没有打开 \(path) 所需的权限,或其介质只读",
                en: "this user may not open \(path) in the way needed, or its medium is read-only"
            ),
            remedy: Phrase(
                zh: "请修改文件夹和其中文件的权限;查询等只读命令只需读取权限",
                en:
                    "change the permissions of the folder and its files; commands that only read need no "
                    + "more than reading"
            )
        )
    }

    static let full = Message(
        "full",
        what: Phrase(zh: "磁盘或映射空间已满", en: "no room is left on the disk or in the map"),
        remedy: Phrase(
            zh: "请腾出空间后重新运行;已确认的内容完好,重复的会被识别",
            en: "make room and run it again; what was acknowledged is whole and is recognised as "
                + "duplicates"
        )
    )

    static func damaged(_ path: String, said: Phrase) -> Message {
        Message(
            "damaged",
            what: Phrase(zh: "\(path) 已损坏:\(said.zh)", en: "\(path) is damaged: \(said.en)"),
            remedy: Phrase(
                zh: "用 cairn verify 列出全部损坏,并从备份恢复",
                en: "list all damage with `cairn verify` and restore from a backup"
            )
        )
    }

    static func schema(_ said: String) -> Message {
        Message(
            "schema",
            what: Phrase(zh: "事件类型定义不一致:\(said)", en: said),
            remedy: Phrase(
                zh: "改动过的定义须使用新的版本号",
                en: "a changed definition needs a new version number"
            )
        )
    }

    static func newerSchema(_ said: String) -> Message {
        Message(
            "newerSchema",
            what: Phrase(zh: "账本中的事件类型比本程序所知的新:\(said)", en: said),
            remedy: Phrase(
                zh: "请使用写入它的新版程序;事件仍可用 cairn events 读取",
                en: "use the newer program that wrote it; `cairn events` still reads the events"
            )
        )
    }

    static func schemaUnreadable(_ said: String) -> Message {
        Message(
            "schemaUnreadable",
            what: Phrase(zh: "账本中保存的事件类型定义无法读取:\(said)", en: said),
            remedy: Phrase(
                zh: "请使用写入它的程序,或从备份恢复",
                en: "use the program that wrote it, or restore a backup"
            )
        )
    }

    static func unsuitable(_ said: String) -> Message {
        Message(
            "unsuitable",
            what: Phrase(zh: "无法照此创建或打开账本:\(said)", en: said),
            remedy: Phrase(zh: "请更正后重新运行", en: "mend it and run it again")
        )
    }

    static func storage(_ path: String, said: String) -> Message {
        Message(
            "storage",
            what: Phrase(zh: "账本 \(path) 出错:\(said)", en: "ledger \(path): \(said)"),
            remedy: Phrase(
                zh: "请重试;若仍出现,请用 cairn verify 检查",
                en: "try again; if it persists, check with `cairn verify`"
            )
        )
    }

    static func stopped(_ said: String) -> Message {
        Message(
            "ledgerStopped",
            what: Phrase(zh: "账本停止写入:\(said)", en: "the ledger stopped writing: \(said)"),
            remedy: Phrase(
                zh: "请重新运行;已确认的内容完好,重复的会被识别",
                en: "run it again; what was acknowledged is whole and is recognised as duplicates"
            )
        )
    }

    static func refused(
        _ name: String,
        index: Int,
        field: String?,
        found: String,
        accepted: String
    ) -> Message {
        let field = field.map { " \($0)" } ?? ""
        return Message(
            "refused",
            what: Phrase(
                zh: "第 \(index + 1) 个事件拒收(\(name))\(field):见到 \(RefusalTexts.chinese(found))",
                en: "event \(index + 1) was refused (\(name))\(field): found \(found)"
            ),
            remedy: Phrase(
                zh: "可接受:\(RefusalTexts.chinese(accepted))。没有写入任何内容。",
                en: "accepted: \(accepted). Nothing was written."
            )
        )
    }
}
