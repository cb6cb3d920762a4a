import Answers
import ArgumentParser
import EventLog
import EventModel
import Evidence
import Foundation

/// `cairn checkpoint cosign`: a witness states that it saw a checkpoint, and that it extends the last one.
///
/// Needs no ledger. What the witness cosigned last stands beside its key, and without a proof that the new
/// checkpoint extends it nothing is signed.
///
/// - SeeAlso: c2sp.org/tlog-cosignature
struct CosignCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "cosign",
        Phrase(
            zh: "见证人联署检查点(不需要账本)。",
            en: "Cosign a checkpoint as a witness; needs no ledger."
        ),
        discussion: Phrase(
            zh: """
                见证人只联署延续其上次所见的检查点:第二次起须用 --proof 给出由 cairn prove --extends 写出的延续
                证明。上次联署的检查点保存在密钥文件旁(.seen)。
                """,
            en: """
                A witness cosigns only what extends what it saw last: from the second time on --proof names the
                file that `cairn prove --extends` writes. What was cosigned last is kept beside the key (.seen).
                """
        ),
        examples: [
            (
                "cairn checkpoint cosign note.txt --key bureau.key --log-key 'shigatse…' > cosigned.txt",
                Phrase(zh: "第一次", en: "the first time")
            ),
            (
                "cairn checkpoint cosign note.txt --key bureau.key --log-key '…' --proof extends.json",
                Phrase(zh: "以后每次", en: "every later time")
            ),
        ]
    )

    @Argument(
        help: HelpTexts.help(
            zh: "检查点文件;- 为标准输入",
            en: "File of the checkpoint; - for standard input."
        )
    )
    var file: String

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "见证人的密钥文件", en: "The witness's key file.", value: "file")
    )
    var key: String

    @Option(name: .long, help: EvidenceOptions.logKeyHelp)
    var logKey: String

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "延续上次检查点的证明(cairn prove --extends)",
            en: "Proof that it extends the last one (cairn prove --extends).",
            value: "file"
        )
    )
    var proof: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let log = try EvidenceOptions.verifierKey(logKey)
        let witness = try EvidenceOptions.witnessKey(inFile: key)
        let given = try EvidenceOptions.checkpoint(inFile: file)
        do throws(NoteError) {
            try given.verify(by: log)
        } catch {
            throw CommandFailure(EvidenceError.note(error), file: file)
        }
        let memory = WitnessFiles.memoryPath(ofKey: key)
        let signed: SignedCheckpoint
        do {
            signed = try WitnessFiles.cosigning(withKey: key) {
                if let last = try lastSeen(in: memory) { try checkExtends(last, given) }
                var signed = given
                signed.cosign(
                    by: witness,
                    at: UInt64(max(0, SystemClock().now().millisecondsSince1970 / 1_000))
                )
                return signed
            }
        } catch is LogError {
            throw CommandFailure(.failed, FailureMessages.cannotWrite(memory))
        }
        try Output.print(
            output.json ? [CheckpointText.json(signed)] : [String(signed.description.dropLast())]
        )
    }

    private func lastSeen(in memory: String) throws -> SignedCheckpoint? {
        guard FileManager.default.fileExists(atPath: memory) else { return nil }
        return try EvidenceOptions.checkpoint(inFile: memory)
    }

    private func checkExtends(
        _ last: SignedCheckpoint,
        _ new: SignedCheckpoint
    ) throws {
        guard last.checkpoint != new.checkpoint else { return }
        guard let proof else {
            throw CommandFailure(
                .failed,
                EvidenceMessages.proofMissing(
                    last.checkpoint.treeSize,
                    new: new.checkpoint.treeSize
                )
            )
        }
        let shown: ExtensionProof
        do throws(EvidenceError) {
            shown = try ExtensionProof(parsing: try EvidenceOptions.bytes(ofFile: proof))
            try shown.verifyPath()
        } catch {
            throw CommandFailure(error, file: proof)
        }
        guard shown.old.checkpoint == last.checkpoint, shown.new.checkpoint == new.checkpoint else {
            throw CommandFailure(.integrity, EvidenceMessages.otherPair(proof))
        }
    }
}
