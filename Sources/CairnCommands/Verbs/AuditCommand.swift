import Answers
import ArgumentParser
import EventLog
import EventModel
import Importing

/// `cairn audit`: what auditors do with a ledger.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: Phrase(zh: "审计:可重抽的抽样。", en: "For auditors: samples that can be drawn again.")
            .spoken,
        discussion: HelpTexts.flowing(
            Phrase(
                zh: """
                    疑点清单见 cairn query exceptions。

                    示例:
                      cairn audit sample --n 25 --seed 20200115 --as-of 2019-12-31
                    """,
                en: """
                    The list of exceptions is `cairn query exceptions`.

                    EXAMPLES:
                      cairn audit sample --n 25 --seed 20200115 --as-of 2019-12-31
                    """
            ).spoken
        ),
        subcommands: [SampleCommand.self]
    )
}

/// `cairn audit sample`: draws a sample, or draws one again by its id.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "sample",
        Phrase(zh: "抽取审计样本,或按编号重抽。", en: "Draw a sample, or draw one again by its id."),
        discussion: Phrase(
            zh: """
                record 等概率抽取事件,不重复;monetary-unit 以随机起点、固定间隔按每一分钱等概率抽取,大额事件必被
                抽中。随机数由种子和总体的摘要用 SHA-256 推出,算法见 Schemas/audit-sample.md,任何人都能重算。样本
                编号在账本的任何副本上抽出同样的事件;总体不符时拒绝,退出码 7。
                """,
            en: """
                record draws events with equal chances, none twice; monetary-unit draws every fen with equal
                chances, at fixed intervals from a random start, so that large events are certain to be drawn.
                The random numbers come out of the seed and a digest of the population by SHA-256, as
                Schemas/audit-sample.md says: anybody can compute them. The sample's id draws the same events
                on any copy of the ledger; where the population differs it is refused with exit status 7.
                """
        ),
        examples: [
            (
                "cairn audit sample --n 25 --seed 20200115 --as-of 2019-12-31",
                Phrase(zh: "25 笔支付", en: "25 payments")
            ),
            (
                "cairn audit sample --method monetary-unit --n 40 --seed 417 --strata county",
                Phrase(zh: "按县分层,按金额抽样", en: "by amount, each county by itself")
            ),
            (
                "cairn audit sample --population station.inspected --n 10 --seed 417 --format csv",
                Phrase(zh: "10 次巡查", en: "10 inspections")
            ),
            (
                "cairn audit sample 'sample:record/25/417@7d0f…?position=…&asOf=…'",
                Phrase(zh: "按编号重抽", en: "the same sample again")
            ),
        ]
    )

    /// Forms of a sample.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, json, csv
    }

    /// What a population is divided by.
    enum Strata: String, CaseIterable, ExpressibleByArgument {
        case county
    }

    @Argument(
        help: HelpTexts.help(zh: "样本编号(重抽)", en: "Id of a sample, to draw it again.", value: "id")
    )
    var id: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "record 或 monetary-unit(默认 record)",
            en: "record or monetary-unit (default: record).",
            value: "method"
        )
    )
    var method: SampleMethod?

    @Option(
        name: .customLong("n"),
        help: HelpTexts.help(zh: "抽取条数或点数", en: "Events or points to draw.", value: "n")
    )
    var count: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "随机种子,抽样前与被审计方无关地选定",
            en: "Seed, chosen beforehand and not by those who are audited.",
            value: "seed"
        )
    )
    var seed: String?

    @OptionGroup var dates: QuestionDates

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "总体:payments(默认,支付)或一个事件类型",
            en: "What is drawn from: payments (default) or an event type.",
            value: "name"
        )
    )
    var population: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "分层:county",
            en: "Draw from each county by itself: county.",
            value: "by"
        )
    )
    var strata: Strata?

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "table、json 或 csv", en: "table, json or csv.", value: "form")
    )
    var format: Format?

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "csv:写入 UTF-8 BOM(便于 Excel)",
            en: "csv: start with a UTF-8 byte order mark, for Excel."
        )
    )
    var bom = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    private var chosenFormat: Format { format ?? (options.output.json ? .json : .table) }

    func validate() throws {
        let isNew =
            [count, seed, dates.asOf, dates.knownAt, population].contains { $0 != nil }
            || strata != nil
            || method != nil
        if id != nil, isNew {
            throw ValidationError(
                Phrase(
                    zh: "样本编号已说明一切,不能与抽样选项同时使用",
                    en: "the id of a sample says all; no other choice goes with it"
                ).spoken
            )
        }
        if id == nil, count == nil || seed == nil {
            throw ValidationError(
                Phrase(
                    zh: "请给出 --n 和 --seed,或一个样本编号",
                    en: "give --n and --seed, or the id of a sample"
                ).spoken
            )
        }
        if bom, chosenFormat != .csv {
            throw ValidationError(
                Phrase(zh: "--bom 只用于 --format csv", en: "--bom goes with --format csv").spoken
            )
        }
        if options.output.json, let format, format != .json {
            throw ValidationError(
                Phrase(
                    zh: "--json 与 --format \(format.rawValue) 不能同时使用",
                    en: "--json and --format \(format.rawValue) cannot go together"
                ).spoken
            )
        }
    }

    func run() throws {
        let ask = try question()
        let (sample, regions) = try options.withLog(.reading) { log in
            try log.withSnapshot { snapshot in
                do {
                    let sample = try ask(snapshot)
                    let regions =
                        chosenFormat == .table
                        ? try KnownRegions(on: sample.id.asOf, in: snapshot).names : [:]
                    return (sample, regions)
                } catch let error as SampleError {
                    throw SampleMessages.failure(error)
                }
            }
        }
        switch chosenFormat {
        case .json: try Output.print(text: sample.json())
        case .csv:
            let output = Output()
            if bom { try output.write(CSVText.byteOrderMark) }
            try output.write(sample.csv())
            try output.flush()
            Terminal.note(sample.id.text)
        case .table:
            try Output.print(
                sample.lines(
                    language: Speech.language,
                    regions: regions,
                    columns: Terminal.tableColumns
                )
            )
        }
    }

    /// What is asked of a snapshot.
    private func question() throws -> (LogSnapshot) throws -> AuditSample {
        if let id {
            guard let sample = SampleID(id) else {
                throw CommandFailure(.usage, SampleMessages.badID(id))
            }
            return { try AuditSample(sample, in: $0) }
        }
        let plan = try plan()
        let (day, known) = (try dates.day(), try dates.instant())
        return { try AuditSample(plan, asOf: day, knownAt: known, in: $0) }
    }

    private func plan() throws -> SamplePlan {
        let name = SamplePopulationName(word: population ?? SamplePopulationName.payments.word)
        guard try options.registry().schema(type: name.type) != nil else {
            throw CommandFailure(.usage, FailureMessages.unknownType(name.type))
        }
        let seed = seed ?? ""
        guard SamplePlan.isSeed(seed) else {
            throw CommandFailure(.usage, SampleMessages.badSeed(seed))
        }
        let plan = Int(count ?? "").flatMap { count in
            SamplePlan(
                method: method ?? .record,
                count: count,
                seed: seed,
                population: name,
                isByCounty: strata == .county
            )
        }
        guard let plan else { throw CommandFailure(.usage, SampleMessages.badCount(count ?? "")) }
        return plan
    }
}

extension SampleMethod: ExpressibleByArgument {}
