import Answers
import ArgumentParser
import EventLog
import EventModel

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

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        if treeSize != nil, rootHash == nil {
            throw ValidationError(
                Phrase(zh: "--tree-size 需要 --root-hash", en: "--tree-size needs --root-hash").spoken
            )
        }
    }

    func run() throws {
        let expected = try expectedRoot()
        let log = try opened()
        defer { log.close() }
        var bar = ProgressBar(title: ProgressMessages.verifying.spoken)
        let result: Result
        do {
            result = try log.withSnapshot { snapshot in
                let report = try snapshot.verify { checked, all in
                    bar.update(fraction: Double(checked) / Double(max(all, 1)), count: checked)
                }
                return try Result(report, expected: expected, in: snapshot)
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

    /// A root noted earlier.
    private struct ExpectedRoot {
        let digest: SHA256Digest
        let treeSize: UInt64?
    }

    /// What the verification found.
    private struct Result {
        let report: VerifyReport
        let lastRecordedAt: Instant?
        /// The root over the size asked for, if one was expected and could be computed.
        let compared: (expected: SHA256Digest, found: SHA256Digest?, treeSize: UInt64)?

        init(
            _ report: VerifyReport,
            expected: ExpectedRoot?,
            in snapshot: LogSnapshot
        ) throws(LogError) {
            self.report = report
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
        var isSound: Bool { report.isSound && !hasOtherRoot }

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
                ("problems", JSONText.array(report.problems.map(Self.json))),
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
