import Answers
import ArgumentParser
import EventLog
import Evidence

/// `cairn checkpoint sign`: signs the ledger's head.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "sign",
        Phrase(zh: "签署此刻的检查点(默认)。", en: "Sign a checkpoint of this moment (the default)."),
        examples: [("cairn checkpoint sign > note.txt", Phrase(zh: "存为文件", en: "into a file"))]
    )

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        let (signed, key) = try options.withLog(.reading) { log in
            try log.withSnapshot { snapshot in
                let signed = try snapshot.signCheckpoint()
                return (signed, try snapshot.signingKey(ofTreeSize: signed.checkpoint.treeSize))
            }
        }
        guard !options.output.json else {
            return try Output.print([CheckpointText.json(signed)])
        }
        try Output.print(text: signed.description)
        Terminal.note(
            Phrase(
                zh: "核对用的公钥:\(key.map { "\($0)" } ?? "—")",
                en: "public key to check it with: \(key.map { "\($0)" } ?? "—")"
            ).spoken
        )
    }
}

/// `cairn checkpoint list`: what was signed.
struct ListCheckpointsCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "list",
        Phrase(zh: "列出已签署的检查点。", en: "List the checkpoints that were signed."),
        examples: [("cairn checkpoint list --json", Phrase(zh: "供程序使用", en: "for programs"))]
    )

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        let kept = try options.withLog(.reading) { log in
            let kept = KeptCheckpoints(of: log.folder)
            var all: [SignedCheckpoint] = []
            for size in try kept.sizes { all.append(try kept.checkpoint(ofSize: size)) }
            return all
        }
        guard !options.output.json else {
            return try Output.print(kept.map(CheckpointText.json))
        }
        var table = TextTable(columns: [
            .init(Phrase(zh: "事件", en: "events").spoken, .right),
            .init(Phrase(zh: "根哈希", en: "root hash").spoken),
            .init(Phrase(zh: "签名", en: "signed by").spoken),
        ])
        for signed in kept {
            table.append([
                .init(Terminal.grouped(signed.checkpoint.treeSize)),
                .init("\(signed.checkpoint.rootHash)"),
                .init(signed.note.signatures.map(\.keyName).joined(separator: ", ")),
            ])
        }
        try Output.print(table.lines(colour: Terminal.allowsColour))
    }
}

/// A checkpoint for programs.
enum CheckpointText {
    static func json(_ signed: SignedCheckpoint) -> String {
        JSONText.object([
            ("origin", JSONText.string(signed.checkpoint.origin)),
            ("treeSize", String(signed.checkpoint.treeSize)),
            ("rootHash", JSONText.string("\(signed.checkpoint.rootHash)")),
            (
                "signedBy",
                JSONText.array(signed.note.signatures.map { JSONText.string($0.keyName) })
            ),
            ("note", JSONText.string(signed.description)),
        ])
    }
}
