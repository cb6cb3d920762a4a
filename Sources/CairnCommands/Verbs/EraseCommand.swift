import Answers
import ArgumentParser
import EventLog
import EventModel

/// `cairn erase`: destroys the key of a subject's personal fields, for good.
struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "erase",
        Phrase(
            zh: "删除某对象(人员、农户)的个人信息:销毁其密钥,不可撤回。",
            en:
                "Erase the personal fields of a person or household by destroying their key, for good."
        ),
        discussion: Phrase(
            zh: """
                记录 subject.erased 事件,销毁该流的密钥,清除由其算出的快照。事件本身(密文)仍在,所以以前的证明和
                检查点全部照旧成立。keys/ 的备份须另行销毁对应的密钥;以后打开账本时,带回来的也会被清除。
                """,
            en: """
                Records a subject.erased event, destroys the key of the stream and removes the snapshots computed
                from it. The events stay as ciphertext, so every old proof and checkpoint still holds. Destroy
                the key in backups of keys/ too; one that is brought back is destroyed when the ledger is opened.
                """
        ),
        examples: [
            (
                "cairn erase person/P17 --authority 领导小组办公室 --reason 本人申请",
                Phrase(zh: "按本人申请", en: "at the person's request")
            )
        ]
    )

    @Argument(
        help: HelpTexts.help(
            zh: "对象,即其事件的流,如 person/P17",
            en: "The subject: the stream of its events, such as person/P17."
        )
    )
    var subject: String

    @Option(name: .long, help: HelpTexts.help(zh: "原因", en: "Why.", value: "text"))
    var reason: String?

    @OptionGroup var ordered: AuthorityOptions
    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        let (position, hadKey) = try options.withLog(.writing) { log in try erase(in: log) }
        guard !options.output.json else {
            return try Output.print([
                JSONText.object([
                    ("subject", JSONText.string(subject)), ("position", String(position)),
                    ("keyDestroyed", hadKey ? "true" : "false"),
                ])
            ])
        }
        try Output.print([
            Phrase(
                zh: "已删除 \(subject) 的个人信息,位置 \(position)"
                    + (hadKey ? "" : "(本机没有其密钥)"),
                en: "erased the personal fields of \(subject) at position \(position)"
                    + (hadKey ? "" : " (its key was not here)")
            ).spoken
        ])
        Terminal.note(
            Phrase(
                zh: "keys/ 的备份里若有该密钥,也请销毁",
                en: "destroy the key in the backups of keys/ too"
            ).spoken
        )
    }

    private func erase(in log: EventLog) throws -> (position: UInt64, hadKey: Bool) {
        try log.withSnapshot { snapshot in
            if let position = try snapshot.erasedSubjects().position(of: subject) {
                throw CommandFailure(
                    .failed,
                    LedgerMessages.alreadyErased(subject, position: position)
                )
            }
            guard try mayHaveKey(log) || hasEvents(snapshot) else {
                throw CommandFailure(.failed, LedgerMessages.unknownSubject(subject))
            }
        }
        // The event comes first: what a crash leaves undone is done when the ledger is opened next.
        let position = try EngineEvent(
            schema: subjectErased,
            id: "erased-" + "\(SHA256Digest.hash(Array(subject.utf8)))".prefix(32),
            subject: subject,
            data: [
                .text(subject), .text(ordered.authority), reason.map { .text($0) } ?? .absent,
            ]
        ).record(by: ordered, in: log, ledger: options.path)
        let destroyed = try log.destroyErasedKeys()
        // Also where the key was not here: what was computed from the fields may be.
        try log.folder.purgeViews()
        return (position, destroyed.contains { $0.hasSameBytes(as: subject) })
    }

    private func mayHaveKey(_ log: EventLog) -> Bool {
        do throws(LogError) {
            return try SubjectKeys(of: log.folder).key(of: subject) != nil
        } catch {
            // A key's file that cannot be read is destroyed all the same.
            return true
        }
    }

    private func hasEvents(_ snapshot: LogSnapshot) throws -> Bool {
        var filter = EventFilter()
        filter.stream = subject
        var found = false
        try snapshot.events(matching: filter) { _ in
            found = true
            return false
        }
        return found
    }
}
