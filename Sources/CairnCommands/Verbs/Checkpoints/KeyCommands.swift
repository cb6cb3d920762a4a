import Answers
import ArgumentParser
import EventLog
import EventModel
import Evidence

/// `cairn checkpoint new-witness`: makes the key of a witness, on the witness's own machine.
struct NewWitnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "new-witness",
        Phrase(
            zh: "为见证人生成密钥(在见证人自己的机器上运行,不需要账本)。",
            en: "Make a witness's key, on the witness's own machine; needs no ledger."
        ),
        examples: [
            (
                "cairn checkpoint new-witness --name audit.example/shigatse --output bureau.key",
                Phrase(zh: "公钥显示出来,交给账本", en: "prints the public key, for the ledger")
            )
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "见证人的名称,如网址",
            en: "Name of the witness, like a URL.",
            value: "name"
        )
    )
    var name: String

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "密钥文件(新建,权限 0600)",
            en: "Key file (new, mode 0600).",
            value: "file"
        )
    )
    var output: String

    func run() throws {
        let key: SigningKey
        do throws(NoteError) {
            key = try SigningKey(name: name, kind: .cosignature)
        } catch {
            throw CommandFailure(.usage, EvidenceMessages.badKey(name, error))
        }
        let isNew: Bool
        do throws(LogError) {
            isNew = try WitnessFiles.write(key, to: output)
        } catch {
            throw CommandFailure(.failed, FailureMessages.cannotWrite(output))
        }
        guard isNew else { throw CommandFailure(.failed, FileMessages.exists(output)) }
        try Output.print(["\(key.verifierKey)"])
    }
}

/// `cairn checkpoint accept-witness`: records that cosignatures by a key count.
struct AcceptWitnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "accept-witness",
        Phrase(zh: "登记见证人的公钥(记为事件)。", en: "Accept a witness's public key; recorded as an event."),
        examples: [
            (
                "cairn checkpoint accept-witness 'audit.example/shigatse+…' --authority 领导小组办公室",
                Phrase(zh: "审计机关的公钥", en: "the audit bureau's key")
            )
        ]
    )

    @Argument(help: HelpTexts.help(zh: "见证人的公钥", en: "The witness's public key."))
    var key: String

    @OptionGroup var ordered: AuthorityOptions
    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        let witness = try EvidenceOptions.verifierKey(key, kind: .cosignature)
        try EngineEvent(
            schema: witnessAccepted,
            id: "witness-\(EngineEvent.digits(of: witness))",
            subject: LedgerEvents.keysSubject,
            data: [.text("\(witness)"), .text(ordered.authority)]
        ).record(by: ordered, options)
    }
}

/// `cairn checkpoint new-key`: replaces a lost or disclosed signing key.
struct NewKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "new-key",
        Phrase(
            zh: "更换签名密钥(记为事件);旧检查点仍用旧公钥核对。",
            en: "Replace the signing key; recorded as an event. Old checkpoints keep their old key."
        ),
        examples: [
            (
                "cairn checkpoint new-key --authority 领导小组办公室 --reason 原密钥遗失",
                Phrase(zh: "密钥遗失之后", en: "after the loss of the key")
            )
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "账本的新名称(默认沿用)",
            en: "The ledger's new name (default: the old).",
            value: "name"
        )
    )
    var origin: String?

    @Option(name: .long, help: HelpTexts.help(zh: "原因", en: "Why.", value: "text"))
    var reason: String?

    @OptionGroup var ordered: AuthorityOptions
    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        // What is wrong with the old key is why there is a new one.
        let log = try options.open(.writing, notesKey: false)
        defer { log.close() }
        do {
            let old = try log.withSnapshot { try $0.signingKey(ofTreeSize: $0.eventCount) }
            let name =
                origin ?? old?.name ?? InitCommand.origin(ofLedger: log.folder.manifest.ledgerID)
            let key: SigningKey
            do throws(NoteError) {
                key = try SigningKey(name: name, kind: .log)
            } catch {
                throw CommandFailure(.usage, EvidenceMessages.badKey(name, error))
            }
            // The event names the key before the file holds it: cut off between the two, the key's file is told
            // as foreign and the verb is given again.
            let event = EngineEvent(
                schema: signingKeyChanged,
                id: "signing-key-\(EngineEvent.digits(of: key.verifierKey))",
                subject: LedgerEvents.keysSubject,
                data: [
                    .text("\(key.verifierKey)"), .text(ordered.authority),
                    reason.map { .text($0) } ?? .absent,
                ]
            )
            _ = try event.record(by: ordered, in: log, ledger: options.path)
            try SigningKeyFile.write(key, in: log.folder)
            try Output.print(["\(key.verifierKey)"])
        } catch let error as LogError {
            throw CommandFailure(error, ledger: options.path)
        }
    }
}
