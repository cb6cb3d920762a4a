import Answers
import ArgumentParser
import EventLog
import Indicators
import Projections

/// `cairn rebuild`: computes the saved states of the figures anew, or compares them.
struct RebuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "rebuild",
        Phrase(
            zh: "从全部事件重新计算已保存的状态,或与之核对。",
            en: "Compute the saved states anew from every event, or compare with them."
        ),
        discussion: Phrase(
            zh: """
                查询把算出的状态保存在账本的 views/ 中,以后不必再读旧事件;views/ 可以随时删除。rebuild 一次算出
                全部状态,算完之前旧状态照常可用。--verify 只比较,不写入;有不同或损坏的状态时退出码为 1。
                """,
            en: """
                A query saves the states that it computed in the ledger's views/, so that later ones need not
                read old events; views/ may be deleted at any time. rebuild computes all of them at once; the
                old ones serve until it is done. --verify only compares and writes nothing; the exit status is
                1 if a saved state differs or is damaged.
                """
        ),
        examples: [
            ("cairn rebuild", Phrase(zh: "全部重新计算", en: "compute everything anew")),
            ("cairn rebuild --verify", Phrase(zh: "与已保存的核对", en: "compare with what is saved")),
        ]
    )

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "只与已保存的状态比较,不写入",
            en: "Only compare with the saved states; write nothing."
        )
    )
    var verify = false

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "计算线程数", en: "Number of threads that compute.", value: "n")
    )
    var threads = 2

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        guard (1...64).contains(threads) else {
            throw ValidationError(
                Phrase(zh: "--threads 为 1 到 64", en: "--threads takes 1 to 64").spoken
            )
        }
    }

    func run() throws {
        let mapSizeBytes = try LedgerOptions.logOptions().mapSizeBytes
        let comparisons = try options.withLog(.reading) { log in
            let store = ProjectionStore(
                of: log,
                keeping: .onDisk(mapSizeBytes: mapSizeBytes),
                threads: threads
            )
            let comparisons = try log.withSnapshot { snapshot in
                try Indicator.allCases.map { indicator in
                    (indicator, try rebuild(indicator, store, snapshot))
                }
            }
            if store.hasReplacedDamagedFile {
                DamageNote.viewsReplaced.tell(asJSON: options.output.json)
            }
            return comparisons
        }
        let lines = options.output.json ? comparisons.map(json) : comparisons.map(text)
        try Output.print(lines)
        if verify, comparisons.contains(where: { $0.1.differentCount > 0 }) {
            throw ExitStatus.failed.quietly
        }
    }

    private func rebuild(
        _ indicator: Indicator,
        _ store: ProjectionStore,
        _ snapshot: LogSnapshot
    ) throws -> ProjectionStore.Comparison {
        do {
            return switch indicator {
            case .coverage:
                try store.rebuild(CoverageProjection.self, in: snapshot, replaces: !verify)
            case .funds:
                try store.rebuild(FundsProjection.self, in: snapshot, replaces: !verify)
            case .exits:
                try store.rebuild(ExitsProjection.self, in: snapshot, replaces: !verify)
            case .exceptions:
                try store.rebuild(ExceptionsProjection.self, in: snapshot, replaces: !verify)
            }
        } catch is StatesNotKept {
            throw CommandFailure(.failed, FailureMessages.statesNotKept(options.path))
        }
    }

    private func text(_ indicator: Indicator, _ found: ProjectionStore.Comparison) -> String {
        let done =
            verify
            ? Phrase(zh: "已核对", en: "compared") : Phrase(zh: "已重新计算", en: "computed anew")
        return "\(indicator.rawValue): "
            + Phrase(
                zh: "\(found.partCount) 段\(done.zh);原有相同 \(found.sameCount),不同 "
                    + "\(found.differentCount),没有 \(found.missingCount)",
                en:
                    "\(found.partCount) parts \(done.en); of those saved before \(found.sameCount) are the "
                    + "same, \(found.differentCount) differ, \(found.missingCount) were missing"
            ).spoken
    }

    private func json(_ indicator: Indicator, _ found: ProjectionStore.Comparison) -> String {
        JSONText.object([
            ("indicator", JSONText.string(indicator.rawValue)),
            ("parts", String(found.partCount)), ("same", String(found.sameCount)),
            ("different", String(found.differentCount)), ("missing", String(found.missingCount)),
            ("replaced", verify ? "false" : "true"),
        ])
    }
}
