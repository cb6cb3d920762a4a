import Answers
import ArgumentParser
import EventLog
import Evidence

/// `cairn checkpoint attach`: the ledger keeps cosignatures of a checkpoint that it signed.
struct AttachCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "attach",
        Phrase(
            zh: "收存已登记见证人对检查点的联署。",
            en: "Keep the cosignatures that accepted witnesses made on a checkpoint."
        ),
        examples: [
            ("cairn checkpoint attach cosigned.txt", Phrase(zh: "审计机关交回的文件", en: "what came back"))
        ]
    )

    @Argument(
        help: HelpTexts.help(
            zh: "联署后的检查点;- 为标准输入",
            en: "The cosigned checkpoint; - for standard input."
        )
    )
    var file: String

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        let brought = try EvidenceOptions.checkpoint(inFile: file)
        let (kept, count) = try options.withLog(.reading) { log in
            try log.withSnapshot { snapshot in try attach(brought, to: log, snapshot) }
        }
        guard count > 0 else {
            throw CommandFailure(.failed, EvidenceMessages.noWitness(file))
        }
        try Output.print(
            options.output.json
                ? [CheckpointText.json(kept)]
                : [
                    Phrase(
                        zh: "已收存 \(count) 个联署,检查点共 \(kept.checkpoint.treeSize) 条事件",
                        en: "kept \(count) cosignatures of the checkpoint over "
                            + "\(kept.checkpoint.treeSize) events"
                    ).spoken
                ]
        )
    }

    private func attach(
        _ brought: SignedCheckpoint,
        to log: EventLog,
        _ snapshot: LogSnapshot
    ) throws -> (SignedCheckpoint, Int) {
        let checkpoints = KeptCheckpoints(of: log.folder)
        let size = brought.checkpoint.treeSize
        guard try checkpoints.sizes.contains(size) else {
            throw CommandFailure(.failed, EvidenceMessages.notKept(size))
        }
        let kept = try checkpoints.checkpoint(ofSize: size)
        guard kept.checkpoint == brought.checkpoint else {
            throw CommandFailure(.integrity, EvidenceMessages.otherCheckpoint(size))
        }
        var found: [NoteSignature] = []
        for witness in try snapshot.witnessKeys(ofTreeSize: snapshot.eventCount) {
            for signature in brought.note.signatures where signature.isSaidToBe(by: witness) {
                do throws(NoteError) {
                    _ = try brought.verifyCosignature(by: witness)
                } catch {
                    throw CommandFailure(EvidenceError.note(error), file: file)
                }
                found.append(signature)
            }
        }
        guard !found.isEmpty else { return (kept, 0) }
        return (try checkpoints.add(found, toCheckpointOfSize: size), found.count)
    }
}
