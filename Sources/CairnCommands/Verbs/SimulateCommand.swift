import Answers
import ArgumentParser
import EventModel
import Foundation
import Importing
import Simulation

/// `cairn simulate`: a deterministic synthetic history, labelled so.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "simulate",
        Phrase(
            zh: "生成合成的历史(同一种子字节相同,内容均标明为合成)。",
            en:
                "Write a synthetic history: the same seed gives the same bytes; all of it is labelled."
        ),
        discussion: Phrase(
            zh: "约九成是包裹扫描,含迟报与更正。事件带 recordedtime,请用 import --restore-recorded-time 导入空账本。",
            en: """
                About 90 % are parcel scans; late and corrected facts are among them. Events carry
                recordedtime: import them into an empty ledger with --restore-recorded-time.
                """
        ),
        examples: [
            (
                "cairn simulate --seed 1 --events 1000000 --output history.ndjson",
                Phrase(zh: "一百万条到文件", en: "a million events to a file")
            ),
            (
                "cairn simulate --seed 7 --events 50000 | cairn import --restore-recorded-time -",
                Phrase(zh: "直接导入", en: "straight into a ledger")
            ),
            (
                "cairn simulate --events 20000 --regions divisions.csv",
                Phrase(zh: "用给定的区划", en: "over given regions")
            ),
            (
                "cairn simulate --scenario shigatse-2019 --output events.ndjson",
                Phrase(zh: "Replay/shigatse-2019 的历史", en: "the history of Replay/shigatse-2019")
            ),
        ]
    )

    /// Histories with outlets and special facts of their own.
    enum Scenario: String, CaseIterable, ExpressibleByArgument {
        case shigatse2019 = "shigatse-2019"
    }

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "随机种子(默认 1)", en: "Seed (default: 1).", value: "number")
    )
    var seed: UInt64?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "事件数(默认 100000)",
            en: "Number of events (default: 100000).",
            value: "count"
        )
    )
    var events: Int?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "设定好的历史;种子和事件数有其默认值",
            en: "A history with a plot; it brings its own seed and number of events.",
            value: "name"
        )
    )
    var scenario: Scenario?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "区划名单(CSV);默认日喀则七个示范县",
            en: "Division list (CSV); default: the seven counties of Shigatse.",
            value: "file"
        ),
        completion: .file()
    )
    var regions: String?

    @Option(name: .long, help: HelpTexts.help(zh: "第一天", en: "First day.", value: "date"))
    var from: String?

    @Option(name: .long, help: HelpTexts.help(zh: "最后一天", en: "Last day.", value: "date"))
    var to: String?

    @Flag(
        name: .long,
        help: HelpTexts.help(zh: "使用 UUIDv7 形式的 id", en: "Ids in the form of UUIDv7.")
    )
    var uuids = false

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "输出文件(默认标准输出)",
            en: "Output file (default: standard output).",
            value: "file"
        ),
        completion: .file()
    )
    var output: String?

    @OptionGroup var options: OutputOptions

    func validate() throws {
        if let events, events < 0 { throw ValidationError("--events: 0 …") }
        if scenario != nil, regions != nil || from != nil || to != nil {
            throw ValidationError(
                Phrase(
                    zh: "--scenario 自带区划和日期,不能与 --regions、--from、--to 同用",
                    en:
                        "--scenario has regions and dates of its own: leave out --regions, --from, --to"
                ).spoken
            )
        }
    }

    func run() throws {
        var history = scenario == .shigatse2019 ? HistoryOptions.shigatse2019 : HistoryOptions()
        if let from { history.firstDay = try DateArguments.date(from, option: "--from") }
        if let to { history.lastDay = try DateArguments.date(to, option: "--to") }
        guard history.firstDay <= history.lastDay, history.firstDay.year >= 1971,
            history.lastDay.year <= 9_990
        else {
            throw CommandFailure(
                .usage,
                FailureMessages.badPeriod(history.firstDay, history.lastDay)
            )
        }
        if uuids { history.identityStyle = .timeOrdered }
        var generator = HistoryGenerator(
            seed: chosenSeed,
            eventCount: chosenEvents,
            world: try world(),
            options: history
        )
        try write(&generator)
        if options.json, let output {
            try Output.print([
                JSONText.object([
                    ("file", JSONText.string(output)), ("events", String(chosenEvents)),
                    ("seed", String(chosenSeed)), ("synthetic", "true"),
                ])
            ])
        }
        guard !options.json, let output else { return }
        Terminal.note(
            Phrase(
                zh: "已写入 \(Terminal.grouped(chosenEvents)) 条合成事件。下一步:"
                    + "cairn import --restore-recorded-time \(output)",
                en: "Wrote \(Terminal.grouped(chosenEvents)) synthetic events. Next: "
                    + "cairn import --restore-recorded-time \(output)"
            ).spoken
        )
    }

    private var chosenSeed: UInt64 {
        seed ?? (scenario == .shigatse2019 ? HistoryOptions.shigatse2019Seed : 1)
    }

    private var chosenEvents: Int {
        events ?? (scenario == .shigatse2019 ? HistoryOptions.shigatse2019Events : 100_000)
    }

    private func write(_ generator: inout HistoryGenerator) throws {
        let target = try OutputTarget(path: output)
        var bar = ProgressBar(
            title: ProgressMessages.simulating.spoken,
            isShown: Terminal.showsProgress && output != nil
        )
        var bytes: [UInt8] = []
        var count: UInt64 = 0
        while let simulated = generator.next() {
            EventWriter.append(
                RecordedEvent(
                    position: count,
                    recordedAt: simulated.recordedAt,
                    event: simulated.event
                ),
                to: &bytes
            )
            bytes.append(UInt8(ascii: "\n"))
            count += 1
            if bytes.count >= 1 << 18 {
                try target.write(bytes)
                bytes.removeAll(keepingCapacity: true)
                bar.update(fraction: Double(count) / Double(max(chosenEvents, 1)), count: count)
            }
        }
        try target.write(bytes)
        bar.clear()
    }

    private func world() throws -> World {
        guard let regions else { return .shigatse }
        do throws(ImportError) {
            let list = try RegionList(try FileSource(path: regions)).regions
            let codes = Set(list.map(\.code))
            return World(
                regions: list.map { region in
                    WorldRegion(
                        code: region.code,
                        name: region.name,
                        level: region.level,
                        kind: region.kind,
                        parent: codes.contains(region.parent) ? region.parent : nil
                    )
                }
            )
        } catch {
            throw CommandFailure(error)
        }
    }
}

/// Where bytes of a result go: a file or standard output.
struct OutputTarget {
    private let path: String
    private let file: FileHandle

    /// Creates a file, which must not exist yet; `nil` is standard output.
    init(path: String?) throws(CommandFailure) {
        self.path = path ?? "-"
        guard let path else {
            file = .standardOutput
            return
        }
        do {
            let url = URL(fileURLWithPath: path)
            let device = (try? url.resourceValues(forKeys: [.fileResourceTypeKey]))?
                .fileResourceType
            if device != .characterSpecial {
                try Data().write(to: url, options: .withoutOverwriting)
            }
            file = try FileHandle(forWritingTo: url)
        } catch {
            throw Self.failure(path, error)
        }
    }

    /// Adds bytes.
    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        do {
            try file.write(contentsOf: bytes)
        } catch {
            throw Self.failure(path, error)
        }
    }

    private static func failure(_ path: String, _ error: any Error) -> CommandFailure {
        CommandFailure(
            .failed,
            FailureMessages.unwritable(path, reason: SystemReason.text(of: error))
        )
    }
}
