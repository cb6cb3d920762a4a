import Answers
import ArgumentParser
import EventLog
import EventModel
import Evidence
import Foundation

/// `cairn prove`: writes what shows, without the ledger, that it holds an event or extends a checkpoint.
struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "prove",
        Phrase(
            zh: "写出证明文件:某事件在账本里,或账本延续了某个检查点。",
            en: "Write a proof that the ledger holds an event, or extends a checkpoint."
        ),
        discussion: Phrase(
            zh: """
                证明文件自成一体:有它和账本的公钥就能核对,不需要账本,也不需要本程序(见
                Replay/verifier/verify.py)。默认对照最新的检查点,没有合适的就签署一个。
                """,
            en: """
                The file stands on its own: with it and the ledger's public key anybody can check it without
                the ledger and without this program (Replay/verifier/verify.py). It leads to the newest
                checkpoint; if none covers the event, one is signed.
                """
        ),
        examples: [
            (
                "cairn prove 41 > proof.json",
                Phrase(zh: "位置 41 的事件", en: "the event at position 41")
            ),
            (
                "cairn prove '/540222/stations#540222-17' --form tlog",
                Phrase(zh: "按来源和编号;C2SP 格式", en: "by source and id, in C2SP form")
            ),
            (
                "cairn prove --extends 20000 > extends.json",
                Phrase(
                    zh: "从 20000 条的检查点延续至今",
                    en: "from the checkpoint over 20,000 events to the newest"
                )
            ),
        ]
    )

    /// Forms of a proof.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case json, tlog
    }

    @Argument(
        help: HelpTexts.help(zh: "事件:位置,或 来源#编号", en: "The event: its position, or source#id.")
    )
    var event: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "证明账本延续了这么多条事件的检查点(条数或检查点文件)",
            en: "Prove that the ledger extends this checkpoint (its count of events, or a file).",
            value: "checkpoint"
        )
    )
    var extends: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "对照哪个已签署的检查点(条数;默认最新)",
            en: "Which signed checkpoint to lead to, by its count of events (default: the newest).",
            value: "count"
        )
    )
    var size: UInt64?

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "json 或 tlog(C2SP)", en: "json, or tlog (C2SP).", value: "form")
    )
    var form: Form = .json

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        if (event == nil) == (extends == nil) {
            throw ValidationError(
                Phrase(
                    zh: "请给出事件,或 --extends,二者之一",
                    en: "give an event or --extends, one of the two"
                )
                .spoken
            )
        }
        if form == .tlog, options.output.json {
            throw ValidationError(
                Phrase(
                    zh: "--form tlog 不是 JSON,不能与 --json 同时使用",
                    en: "--form tlog is no JSON and cannot go with --json"
                ).spoken
            )
        }
        if extends != nil, form == .tlog {
            throw ValidationError(
                Phrase(zh: "--form tlog 只用于事件", en: "--form tlog is for events").spoken
            )
        }
    }

    func run() throws {
        let text = try options.withLog(.reading) { log in
            try log.withSnapshot { snapshot in
                guard let event else { return try extensionProof(log, snapshot) }
                return try eventProof(of: event, log, snapshot)
            }
        }
        try Output.print(text: text)
    }

    private func eventProof(
        of given: String,
        _ log: EventLog,
        _ snapshot: LogSnapshot
    ) throws -> String {
        let position = try Self.position(of: given, in: snapshot)
        let checkpoint = try checkpoint(covering: position + 1, log, snapshot)
        let proof: EventProof
        do throws(EvidenceError) {
            proof = try snapshot.proof(ofEventAt: position, under: checkpoint)
        } catch {
            throw CommandFailure(error, file: options.path)
        }
        return form == .tlog ? proof.tlogProof : String(decoding: proof.bytes, as: UTF8.self)
    }

    private func extensionProof(_ log: EventLog, _ snapshot: LogSnapshot) throws -> String {
        let old = try givenCheckpoint(extends ?? "", log, snapshot)
        let new = try checkpoint(covering: old.checkpoint.treeSize, log, snapshot)
        let proof = ExtensionProof(
            old: old,
            new: new,
            path: try snapshot.consistencyProof(
                from: old.checkpoint.treeSize,
                to: new.checkpoint.treeSize
            ).path
        )
        do throws(EvidenceError) {
            try proof.verifyPath()
        } catch {
            throw CommandFailure(
                LogError.forked(path: options.path, checkpointSize: old.checkpoint.treeSize),
                ledger: options.path
            )
        }
        return String(decoding: proof.bytes, as: UTF8.self)
    }

    /// The checkpoint that the proof leads to, signed now if none that was kept covers so many events.
    private func checkpoint(
        covering count: UInt64,
        _ log: EventLog,
        _ snapshot: LogSnapshot
    ) throws -> SignedCheckpoint {
        if let size {
            guard size >= count else {
                throw CommandFailure(
                    .failed,
                    EvidenceMessages.beyondCheckpoint(count == 0 ? 0 : count - 1, size: size)
                )
            }
            return try keptCheckpoint(ofSize: size, log, snapshot)
        }
        if let newest = try snapshot.newestCheckpoint(), newest.checkpoint.treeSize >= count {
            return newest
        }
        return try snapshot.signCheckpoint()
    }

    /// A checkpoint named by its count of events or by a file.
    private func givenCheckpoint(
        _ given: String,
        _ log: EventLog,
        _ snapshot: LogSnapshot
    ) throws -> SignedCheckpoint {
        guard let size = UInt64(given) else {
            let signed = try EvidenceOptions.checkpoint(inFile: given)
            guard signed.checkpoint.treeSize <= snapshot.eventCount else {
                throw CommandFailure(
                    LogError.rolledBack(
                        path: options.path,
                        eventCount: snapshot.eventCount,
                        checkpointSize: signed.checkpoint.treeSize
                    ),
                    ledger: options.path
                )
            }
            return signed
        }
        return try keptCheckpoint(ofSize: size, log, snapshot)
    }

    /// A kept checkpoint; one that was signed over later events than the snapshot sees is none yet.
    private func keptCheckpoint(
        ofSize size: UInt64,
        _ log: EventLog,
        _ snapshot: LogSnapshot
    ) throws -> SignedCheckpoint {
        let kept = KeptCheckpoints(of: log.folder)
        guard size <= snapshot.eventCount, try kept.sizes.contains(size) else {
            throw CommandFailure(.failed, EvidenceMessages.notKept(size))
        }
        return try kept.checkpoint(ofSize: size)
    }

    /// Where an event stands that is given by position or by `source#id`.
    static func position(of given: String, in snapshot: LogSnapshot) throws -> UInt64 {
        if let position = UInt64(given), position < snapshot.eventCount { return position }
        guard let mark = given.firstIndex(of: "#"),
            let position = try snapshot.position(
                of: EventReference(
                    source: String(given[..<mark]),
                    id: String(given[given.index(after: mark)...])
                )
            )
        else { throw CommandFailure(.failed, EvidenceMessages.noSuchEvent(given)) }
        return position
    }
}
