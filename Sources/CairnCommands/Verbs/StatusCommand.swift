import Answers
import ArgumentParser
import EventLog
import EventModel
import Evidence

/// `cairn status`: what a ledger holds.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "status",
        Phrase(
            zh: "显示账本的规模、最后记录时间、根哈希和各类型的事件数。",
            en: "Show a ledger's size, last record, root hash and events by type."
        ),
        examples: [
            ("cairn status", Phrase(zh: "默认账本", en: "the default ledger")),
            ("cairn status --json", Phrase(zh: "供程序使用", en: "for programs")),
            ("cairn status --space", Phrase(zh: "空间用在哪里", en: "where the bytes go")),
        ]
    )

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "显示空间的去向:各部分、各事件类型(会读取整个账本)",
            en: "Show where the bytes go, by part and by event type; reads the whole ledger."
        )
    )
    var space = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        if space { return try printSpace() }
        let (status, signing) = try options.withLog(.reading, inspecting: true) { log in
            try log.withSnapshot { (try $0.status(), try SigningStatus(log, $0)) }
        }
        try Output.print(
            options.output.json
                ? [json(of: status, signing)] : summary(of: status, signing) + types(of: status)
        )
        if let fault = signing.fault { throw CommandFailure(fault, ledger: options.path) }
    }

    private func printSpace() throws {
        let report = SpaceReport(
            try options.withLog(.reading) { log in try log.withSnapshot { try $0.space() } }
        )
        try Output.print(
            options.output.json ? [report.json(ledger: options.path)] : report.lines()
        )
    }

    private func json(of status: LogStatus, _ signing: SigningStatus) -> String {
        JSONText.object([
            ("ledger", JSONText.string(options.path)),
            ("ledgerId", JSONText.string(status.manifest.ledgerID)),
            ("formatVersion", String(status.manifest.format.rawValue)),
            ("synthetic", status.manifest.isSynthetic ? "true" : "false"),
            ("createdAt", JSONText.string(status.manifest.createdAt.utcDescription)),
            ("treeSize", String(status.eventCount)),
            (
                "lastRecordedAt",
                status.lastRecordedAt.map { JSONText.string($0.utcDescription) } ?? "null"
            ),
            ("rootHash", JSONText.string("\(status.rootHash)")),
            ("key", signing.key.map { JSONText.string("\($0)") } ?? "null"),
            ("newestCheckpoint", signing.newestSize.map { String($0) } ?? "null"),
            ("sealedBlocks", String(status.blockCount)),
            ("tailEvents", String(status.tailEventCount)),
            ("voidedEvents", String(status.voidedCount)),
            ("sources", String(status.sourceCount)), ("names", String(status.nameCount)),
            ("fileBytes", String(status.fileBytes)),
            ("allocatedBytes", String(status.allocatedBytes)),
            (
                "types",
                JSONText.array(
                    status.types.map { type in
                        JSONText.object([
                            ("type", JSONText.string(type.type)),
                            ("version", String(type.version)),
                            ("events", String(type.eventCount)),
                        ])
                    }
                )
            ),
        ])
    }

    private func summary(of status: LogStatus, _ signing: SigningStatus) -> [String] {
        let synthetic =
            status.manifest.isSynthetic ? Phrase(zh: ",合成数据", en: ", synthetic data").spoken : ""
        var table = TextTable(columns: [
            .init(Phrase(zh: "账本", en: "ledger").spoken), .init(options.path + synthetic),
        ])
        func row(_ title: Phrase, _ value: String) {
            table.append([.init(title.spoken), .init(value)])
        }
        row(Phrase(zh: "编号", en: "id"), status.manifest.ledgerID)
        row(Phrase(zh: "格式版本", en: "format version"), "\(status.manifest.format.rawValue)")
        row(Phrase(zh: "创建于", en: "created"), status.manifest.createdAt.utcDescription)
        row(Phrase(zh: "最后记录", en: "last recorded"), status.lastRecordedAt?.utcDescription ?? "—")
        row(Phrase(zh: "根哈希", en: "root hash"), "\(status.rootHash)")
        row(Phrase(zh: "公钥", en: "public key"), signing.key.map { "\($0)" } ?? "—")
        row(
            Phrase(zh: "最新检查点", en: "newest checkpoint"),
            signing.newestSize.map {
                Phrase(
                    zh: "\(Terminal.grouped($0)) 条事件",
                    en: "over \(Terminal.grouped($0)) events"
                ).spoken
            } ?? "—"
        )
        row(Phrase(zh: "事件", en: "events"), Terminal.grouped(status.eventCount))
        row(Phrase(zh: "其中已作废", en: "of them voided"), Terminal.grouped(status.voidedCount))
        row(Phrase(zh: "已封存的块", en: "sealed blocks"), Terminal.grouped(status.blockCount))
        row(Phrase(zh: "尾部事件", en: "events behind them"), Terminal.grouped(status.tailEventCount))
        row(Phrase(zh: "来源", en: "sources"), Terminal.grouped(status.sourceCount))
        row(
            Phrase(zh: "磁盘占用", en: "on the disk"),
            "\(Terminal.grouped(status.allocatedBytes)) B\(share(of: status))"
        )
        return table.lines(colour: Terminal.allowsColour)
    }

    /// Bytes an event, to a tenth.
    private func share(of status: LogStatus) -> String {
        guard status.eventCount > 0 else { return "" }
        let tenths = status.allocatedBytes * 10 / status.eventCount
        return " (\(tenths / 10).\(tenths % 10) B/\(Phrase(zh: "条", en: "event").spoken))"
    }

    private func types(of status: LogStatus) -> [String] {
        guard !status.types.isEmpty else { return [] }
        var table = TextTable(columns: [
            .init(Phrase(zh: "类型", en: "type").spoken),
            .init(Phrase(zh: "版本", en: "version").spoken, .right),
            .init(Phrase(zh: "事件", en: "events").spoken, .right),
        ])
        for type in status.types.sorted(by: { $0.eventCount > $1.eventCount }) {
            table.append([
                .init(type.type), .init("\(type.version)"),
                .init(Terminal.grouped(type.eventCount)),
            ])
        }
        return [""] + table.lines(colour: Terminal.allowsColour)
    }
}

/// What a ledger's status says of its checkpoints.
private struct SigningStatus {
    /// The key that signs now.
    let key: VerifierKey?
    /// Number of events under the newest checkpoint.
    let newestSize: UInt64?
    /// What is wrong with what was signed.
    let fault: LogError?

    init(_ log: EventLog, _ snapshot: LogSnapshot) throws(LogError) {
        let kept = KeptCheckpoints(of: log.folder)
        key = try snapshot.signingKey(ofTreeSize: snapshot.eventCount)
        newestSize = try kept.sizes.last
        do throws(LogError) {
            try kept.check(snapshot)
            fault = nil
        } catch {
            fault = error
        }
    }
}
