import Answers
import Evidence
import Messages

/// Failures of keys, checkpoints and proofs.
enum EvidenceMessages {
    typealias Message = CommandFailure.Message

    static func badKey(_ given: String, _ error: NoteError) -> Message {
        Message(
            error.name,
            what: Phrase(zh: "\(given) 不能用作密钥(\(error))", en: "\(given): \(error)"),
            remedy: Phrase(
                zh: "公钥的写法是 名称+编号+base64;名称不含空格和加号",
                en: "a key is written name+id+base64; a name has no spaces and no +"
            )
        )
    }

    /// A file of evidence that does not hold.
    static func refused(_ file: String, _ error: EvidenceError) -> Message {
        Message(
            error.name,
            what: Phrase(
                zh: "\(file) 不成立:\(zh(error))",
                en: "\(file) does not hold: \(error)"
            ),
            remedy: Phrase(
                zh: "不要采信该文件;请核对公钥是否为所信任的那一个,并索取原件",
                en:
                    "do not rely on it; check that the key is the one you trust, and ask for the original"
            )
        )
    }

    private static func zh(_ error: EvidenceError) -> String {
        switch error {
        case .malformed(let detail): "格式不对(\(detail))"
        case .otherSize(let expected, let found): "检查点是 \(found) 条的,证明是 \(expected) 条的"
        case .otherPosition(let expected, let found): "事件写的位置是 \(found),证明的是 \(expected)"
        case .note(.notANote(let detail)): "不是签名文本(\(detail))"
        case .note(.notACheckpoint(let detail)): "不是检查点(\(detail))"
        case .note(.notAKey(let detail)): "不是密钥(\(detail))"
        case .note(.notSigned(let name)): "没有 \(name) 用该密钥的签名"
        case .note(.badSignature(let name)): "\(name) 的签名不对"
        case .note(.otherLog(let expected, let found)): "是 \(found) 的检查点,不是 \(expected) 的"
        case .proof(.indexOutsideTree(let index, let size)): "位置 \(index) 不在 \(size) 条之内"
        case .proof(.sizesReversed(let old, let new)): "旧的有 \(old) 条,新的只有 \(new) 条"
        case .proof(.pathTooShort): "路径太短,到不了根"
        case .proof(.pathTooLong): "路径太长,超出了根"
        case .proof(.otherRoot(let expected, let found)): "路径得出根 \(found),应为 \(expected)"
        case .proof(.otherOldRoot(let expected, let found)): "路径得出旧根 \(found),应为 \(expected)"
        }
    }

    static func proofMissing(_ old: UInt64, new: UInt64) -> Message {
        Message(
            "proofMissing",
            what: Phrase(
                zh: "上次联署的检查点有 \(old) 条,这次有 \(new) 条,没有二者相延续的证明",
                en:
                    "the last cosigned checkpoint has \(old) entries, this one \(new), and nothing shows "
                    + "that one extends the other"
            ),
            remedy: Phrase(
                zh: "请账本方用 cairn prove --extends \(old) 写出证明,再用 --proof 给出",
                en: "ask the ledger for `cairn prove --extends \(old)` and give its file as --proof"
            )
        )
    }

    static func otherPair(_ file: String) -> Message {
        Message(
            "otherPair",
            what: Phrase(
                zh: "\(file) 证明的是另外两个检查点",
                en: "\(file) is about two other checkpoints"
            ),
            remedy: Phrase(
                zh: "请索取从上次联署的检查点到这一个的证明",
                en: "ask for the proof from the checkpoint cosigned last to this one"
            )
        )
    }

    static func noWitness(_ file: String) -> Message {
        Message(
            "noWitness",
            what: Phrase(
                zh: "\(file) 没有已登记见证人的联署",
                en: "\(file) bears no cosignature by an accepted witness"
            ),
            remedy: Phrase(
                zh: "先用 cairn checkpoint accept-witness 登记其公钥",
                en: "accept the witness's key first: cairn checkpoint accept-witness"
            )
        )
    }

    static func notKept(_ size: UInt64) -> Message {
        Message(
            "notKept",
            what: Phrase(
                zh: "账本没有签署过 \(size) 条事件的检查点",
                en: "the ledger signed no checkpoint over \(size) events"
            ),
            remedy: Phrase(
                zh: "cairn checkpoint list 列出签署过的全部",
                en: "`cairn checkpoint list` shows those that it signed"
            )
        )
    }

    static func keyOfThen(_ key: VerifierKey, size: UInt64) -> Message {
        Message(
            "keyReplaced",
            what: Phrase(
                zh: "前 \(size) 条事件由当时的密钥 \(key) 签署,此密钥已更换",
                en:
                    "the first \(size) events are signed by the key of then, \(key), which was replaced since"
            ),
            remedy: Phrase(
                zh: "请把 --known-at 放在更换密钥之后,或在仍有原密钥的账本上导出",
                en: "give a --known-at behind the change of the key, or export where the old key is"
            )
        )
    }

    static func otherExport(_ folder: String) -> Message {
        Message(
            "otherLog",
            what: Phrase(
                zh: "\(folder) 中的检查点不是此账本所延续的",
                en: "the checkpoint in \(folder) is none that this ledger extends"
            ),
            remedy: Phrase(
                zh: "请导出到另一个文件夹;若应为同一账本,请用 cairn verify 查明",
                en: "export to another folder; if it should be the same ledger, run `cairn verify`"
            )
        )
    }

    static func otherCheckpoint(_ size: UInt64) -> Message {
        Message(
            "otherCheckpoint",
            what: Phrase(
                zh: "该文件与账本签署的 \(size) 条检查点不同",
                en:
                    "the file differs from the checkpoint over \(size) events that the ledger signed"
            ),
            remedy: Phrase(
                zh: "两者必有一假,请保留两份并查明",
                en: "one of the two is forged: keep both and find out which"
            )
        )
    }

    static func noSuchEvent(_ given: String) -> Message {
        Message(
            "noSuchEvent",
            what: Phrase(zh: "账本里没有事件 \(given)", en: "the ledger has no event \(given)"),
            remedy: Phrase(
                zh: "请给出位置,或 来源#编号(cairn events --json 可查)",
                en: "give a position, or source#id as `cairn events --json` shows it"
            )
        )
    }

    static func beyondCheckpoint(_ position: UInt64, size: UInt64) -> Message {
        Message(
            "beyondCheckpoint",
            what: Phrase(
                zh: "位置 \(position) 的事件不在 \(size) 条的检查点之内",
                en:
                    "the event at position \(position) is not under the checkpoint over \(size) events"
            ),
            remedy: Phrase(
                zh: "先用 cairn checkpoint 签署新的检查点",
                en: "sign a newer one first: cairn checkpoint"
            )
        )
    }
}

extension CommandFailure {
    /// The failure that a refused file of evidence stands for.
    init(_ error: EvidenceError, file: String) {
        self.init(
            .integrity,
            EvidenceMessages.refused(file, error),
            details: [Detail("file", file)]
        )
    }
}
