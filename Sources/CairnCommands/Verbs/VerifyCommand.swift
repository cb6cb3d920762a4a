import Answers
import ArgumentParser
import EventLog
import EventModel
import Evidence
import Messages

/// `cairn verify`: recomputes everything that the ledger claims about itself.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "verify",
        Phrase(
            zh: "重新计算账本所声称的一切:校验和、摘要、默克尔根、计数。",
            en: "Recompute everything a ledger claims: checksums, digests, Merkle roots, counts."
        ),
        discussion: Phrase(
            zh: """
                读出每一条事件并与账本的全部目录对照,列出每一处损坏及其位置;一处损坏不掩盖另一处。只读,
                可与写入同时进行。有损坏时退出码为 7。

                --root-hash 给出以前记下的根哈希(cairn status 或答案里的),核对账本开头的 --tree-size
                条事件是否仍是当时那些。
                """,
            en: """
                Reads every event, compares all that the ledger says about it, and lists each damage with its \
                place; one does not hide another. It only reads and may run beside a writer. The exit status \
                is 7 if anything does not hold.

                --root-hash takes a root noted earlier (from `cairn status` or an answer) and checks that the \
                first --tree-size events are still those of that day.
                """
        ),
        examples: [
            ("cairn verify", Phrase(zh: "默认账本", en: "the default ledger")),
            (
                "cairn verify --root-hash 9b70515670c9caae… --tree-size 20000",
                Phrase(zh: "与通报上印的根哈希核对", en: "against the root printed on a bulletin")
            ),
            ("cairn verify --json", Phrase(zh: "供程序使用", en: "for programs")),
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "应有的根哈希(64 位十六进制)",
            en: "Root that the events must have (64 hex digits).",
            value: "hex"
        )
    )
    var rootHash: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "--root-hash 所覆盖的事件数(默认全部)",
            en: "Number of events under --root-hash (default: all).",
            value: "count"
        )
    )
    var treeSize: UInt64?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "另行保存的检查点文件,核对账本是否仍延续它;可重复",
            en: "Checkpoint kept elsewhere that the ledger must still extend; may be repeated.",
            value: "file"
        )
    )
    var checkpoint: [String] = []

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "不用账本,只核对证明文件(cairn prove 所写);需要 --key",
            en: "Check a file that `cairn prove` wrote, without the ledger; needs --key.",
            value: "file"
        )
    )
    var proof: [String] = []

    @Option(name: .long, help: EvidenceOptions.logKeyHelp)
    var key: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "--proof 为延续证明、其间更换过密钥时:旧检查点的公钥",
            en: "With --proof of an extension across a change of keys: the older checkpoint's key.",
            value: "key"
        )
    )
    var oldKey: String?

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        if !proof.isEmpty, key == nil {
            throw ValidationError(Phrase(zh: "--proof 需要 --key", en: "--proof needs --key").spoken)
        }
        if oldKey != nil, proof.isEmpty {
            throw ValidationError(
                Phrase(zh: "--old-key 需要 --proof", en: "--old-key needs --proof").spoken
            )
        }
        if treeSize != nil, rootHash == nil {
            throw ValidationError(
                Phrase(zh: "--tree-size 需要 --root-hash", en: "--tree-size needs --root-hash").spoken
            )
        }
    }

    func run() throws {
        guard proof.isEmpty else {
            return try EvidenceCheck(options.output).run(proof, key: key ?? "", oldKey: oldKey)
        }
        let expected = try expectedRoot()
        let noted = try checkpoint.map(EvidenceOptions.checkpoint(inFile:))
        let log = try opened()
        defer { log.close() }
        var bar = ProgressBar(title: ProgressMessages.verifying.spoken)
        let result: Result
        do {
            result = try log.withSnapshot { snapshot in
                let report = try snapshot.verify { checked, all in
                    bar.update(fraction: Double(checked) / Double(max(all, 1)), count: checked)
                }
                return try Result(
                    report,
                    expected: expected,
                    checkpoints: try checkpoints(noted, report, snapshot, log),
                    in: snapshot
                )
            }
            bar.clear()
        } catch let error as LogError {
            bar.clear()
            throw CommandFailure(error, ledger: options.path)
        }
        let columns = Terminal.tableColumns ?? .max
        try Output.print(
            options.output.json
                ? [result.json]
                : result.lines.flatMap { TextWrap.lines($0, columns: columns, hanging: 2) }
        )
        if !result.isSound {
            if !options.output.json { Terminal.note(VerifyTexts.remedy.spoken) }
            throw ExitStatus.integrity.quietly
        }
    }

    private func expectedRoot() throws(CommandFailure) -> ExpectedRoot? {
        guard let rootHash else { return nil }
        guard let digest = SHA256Digest(hex: rootHash) else {
            throw CommandFailure(.usage, FailureMessages.badDigest(rootHash))
        }
        return ExpectedRoot(digest: digest, treeSize: treeSize)
    }

    /// Opens the ledger; damage found in doing so is the verification's result.
    private func opened() throws -> EventLog {
        do {
            return try options.open(.reading, salvaging: true)
        } catch let failure as CommandFailure where failure.message.name == "damaged" {
            throw CommandFailure(
                .integrity,
                CommandFailure.Message(
                    "damaged",
                    what: failure.message.what,
                    remedy: VerifyTexts.remedy
                ),
                details: failure.details
            )
        }
    }

    /// The checkpoints that the ledger kept, and those that somebody else did.
    private func checkpoints(
        _ noted: [SignedCheckpoint],
        _ report: VerifyReport,
        _ snapshot: LogSnapshot,
        _ log: EventLog
    ) throws -> CheckpointReport {
        let kept = KeptCheckpoints(of: log.folder)
        // Over damaged events there are no roots to compare with.
        guard report.rootHash != nil else { return CheckpointReport() }
        var checked = try kept.verify(against: snapshot)
        let key = try key.map { text throws(CommandFailure) in
            try EvidenceOptions.verifierKey(text)
        }
        for signed in noted { checked.add(kept.verify(signed, by: key, against: snapshot)) }
        return checked
    }

    /// A root noted earlier.
    private struct ExpectedRoot {
        let digest: SHA256Digest
        let treeSize: UInt64?
    }

    /// What the verification found.
    private struct Result {
        let report: VerifyReport
        let checkpoints: CheckpointReport
        let lastRecordedAt: Instant?
        /// The root over the size asked for, if one was expected and could be computed.
        let compared: (expected: SHA256Digest, found: SHA256Digest?, treeSize: UInt64)?

        init(
            _ report: VerifyReport,
            expected: ExpectedRoot?,
            checkpoints: CheckpointReport,
            in snapshot: LogSnapshot
        ) throws(LogError) {
            self.report = report
            self.checkpoints = checkpoints
            lastRecordedAt = report.isSound ? try snapshot.lastRecordedAt : nil
            guard let expected else {
                compared = nil
                return
            }
            let size = expected.treeSize ?? report.eventCount
            // Over damaged events there is no root to compare with.
            let canCompare = report.rootHash != nil && size <= report.eventCount
            compared = (
                expected.digest, canCompare ? try snapshot.rootHash(of: size) : nil, size
            )
        }

        var hasOtherRoot: Bool { compared.map { $0.found != $0.expected } ?? false }
        var isSound: Bool { report.isSound && !hasOtherRoot && checkpoints.isSound }

        var lines: [String] {
            let events = Terminal.grouped(report.eventCount)
            let blocks = Terminal.grouped(report.blockCount)
            var lines = [VerifyTexts.counted(events: events, blocks: blocks).spoken]
            if report.isSound {
                lines += VerifyTexts.checks.map { "✓ \($0.spoken)" }
            } else {
                lines.append(VerifyTexts.damaged(report.problems.count).spoken)
                lines += report.problems.map { "✗ \(VerifyTexts.problem($0).spoken)" }
            }
            if report.isSound, checkpoints.checkpointCount > 0 {
                lines.append("✓ " + VerifyTexts.checkpoints(checkpoints).spoken)
            }
            for problem in checkpoints.problems {
                lines.append("✗ " + VerifyTexts.problem(problem).spoken)
            }
            if let compared {
                lines.append(
                    hasOtherRoot
                        ? "✗ " + otherRoot(compared.expected, compared.found, compared.treeSize)
                        : "✓ " + VerifyTexts.sameRoot(size: compared.treeSize).spoken
                )
            }
            if let root = report.rootHash {
                lines.append(Phrase(zh: "根哈希 \(root)", en: "root hash \(root)").spoken)
            }
            if isSound { lines.append(VerifyTexts.sound.spoken) }
            return lines
        }

        private func otherRoot(
            _ expected: SHA256Digest,
            _ found: SHA256Digest?,
            _ size: UInt64
        ) -> String {
            if size > report.eventCount {
                return VerifyTexts.tooFewEvents(report.eventCount, size: size).spoken
            }
            return VerifyTexts.otherRoot(
                expected: "\(expected)",
                found: found.map { "\($0)" } ?? "—",
                size: size
            ).spoken
        }

        var json: String {
            var members: [(name: String, value: String)] = [
                ("sound", isSound ? "true" : "false"),
                ("treeSize", String(report.eventCount)),
                ("sealedBlocks", String(report.blockCount)),
                ("rootHash", report.rootHash.map { JSONText.string("\($0)") } ?? "null"),
                (
                    "lastRecordedAt",
                    lastRecordedAt.map { JSONText.string($0.utcDescription) } ?? "null"
                ),
                ("checkpoints", String(checkpoints.checkpointCount)),
                ("cosignatures", String(checkpoints.cosignatureCount)),
                (
                    "problems",
                    JSONText.array(
                        report.problems.map(Self.json) + checkpoints.problems.map(Self.json)
                    )
                ),
            ]
            if let compared {
                members.append(
                    (
                        "comparedRoot",
                        JSONText.object([
                            ("treeSize", String(compared.treeSize)),
                            ("expected", JSONText.string("\(compared.expected)")),
                            (
                                "found",
                                compared.found.map { JSONText.string("\($0)") } ?? "null"
                            ),
                        ])
                    )
                )
            }
            return JSONText.object(members)
        }

        private static func json(_ problem: LogError) -> String {
            if case .damaged(let damage) = problem { return json(damage) }
            let (name, size) =
                switch problem {
                case .rolledBack(_, _, let size): ("rolledBack", size)
                case .forked(_, let size): ("forked", size)
                default: ("checkpoint", 0 as UInt64)
                }
            return JSONText.object([
                ("part", JSONText.string("checkpoint")), ("position", String(size)),
                ("detail", JSONText.string(name)),
                ("message", JSONText.string(VerifyTexts.problem(problem).spoken)),
            ])
        }

        private static func json(_ damage: DamageError) -> String {
            var members: [(name: String, value: String)] = [
                ("part", JSONText.string(damage.part)), ("position", String(damage.position)),
                ("detail", JSONText.string(damage.detail)),
                ("message", JSONText.string(VerifyTexts.problem(damage).spoken)),
            ]
            if let page = damage.page {
                members.append(("page", String(page.number)))
                members.append(("hidesValues", page.hidesValues ? "true" : "false"))
                members.append(("endPosition", page.endPosition.map { String($0) } ?? "null"))
            }
            return JSONText.object(members)
        }
    }
}
