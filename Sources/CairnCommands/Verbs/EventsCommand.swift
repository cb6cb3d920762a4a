import Answers
import ArgumentParser
import EventLog
import EventModel

/// `cairn events`: reads recorded events.
struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "events",
        Phrase(zh: "按条件列出已记录的事件。", en: "List recorded events by type, stream, region or date."),
        discussion: Phrase(
            zh: """
                各条件同时成立。--json 每行一个事件(NDJSON);不加条件时即完整历史,可用
                import --restore-recorded-time 原样恢复。
                """,
            en: """
                All conditions hold together. --json writes one event a line (NDJSON); without conditions
                that is the whole history, which `import --restore-recorded-time` takes as it is.
                """
        ),
        examples: [
            (
                "cairn events --type station.opened --region 540222",
                Phrase(zh: "江孜县的开业", en: "openings in one county")
            ),
            (
                "cairn events --stream station/540222100-01 --reverse --limit 5",
                Phrase(zh: "一个站点的最近五条", en: "a station's last five")
            ),
            (
                "cairn events --from 2019-12-01 --to 2019-12-31 --json > december.ndjson",
                Phrase(zh: "一个月的业务", en: "a month's business")
            ),
            (
                "cairn events --follow",
                Phrase(zh: "持续显示新事件", en: "show new events as they come")
            ),
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "事件类型;可重复", en: "Event type; repeatable.", value: "type")
    )
    var type: [String] = []

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "流(subject);末尾 * 为前缀",
            en: "Stream (subject); a final * makes a prefix.",
            value: "subject"
        )
    )
    var stream: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "区划代码或其前几位",
            en: "Division code, or its first digits.",
            value: "code"
        )
    )
    var region: String?

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "业务日期起", en: "First business date.", value: "date")
    )
    var from: String?

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "业务日期止", en: "Last business date.", value: "date")
    )
    var to: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "记录时间起(日期或时刻)",
            en: "Recorded from (date or instant).",
            value: "when"
        )
    )
    var recordedFrom: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "记录时间止(日期或时刻)",
            en: "Recorded to (date or instant).",
            value: "when"
        )
    )
    var recordedTo: String?

    @Option(name: .long, help: HelpTexts.help(zh: "起始位置", en: "First position.", value: "position"))
    var fromPosition: UInt64?

    @Option(name: .long, help: HelpTexts.help(zh: "最末位置", en: "Last position.", value: "position"))
    var toPosition: UInt64?

    @Flag(name: .long, help: HelpTexts.help(zh: "从新到旧", en: "Newest first."))
    var reverse = false

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "最多条数", en: "At most so many events.", value: "count")
    )
    var limit: Int?

    @Flag(
        name: .long,
        help: HelpTexts.help(zh: "持续等待新事件", en: "Wait for new events and show them too.")
    )
    var follow = false

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "用 keys/ 里的密钥显示个人信息;已删除的标明已删除",
            en: "Show personal fields with the keys in keys/; those that were erased say so."
        )
    )
    var unseal = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        if follow, reverse {
            throw ValidationError(
                Phrase(
                    zh: "--follow 与 --reverse 不能同时使用",
                    en: "--follow and --reverse cannot go together"
                ).spoken
            )
        }
        if let limit, limit < 0 { throw ValidationError("--limit: 0 …") }
    }

    func run() throws {
        let registry = try options.registry()
        var filter = try filter()
        let printer = EventPrinter(asJSON: options.output.json, opensPersonalFields: unseal)
        var left = limit ?? .max
        try options.withLog(.reading, salvaging: true) { log in
            if let damage = log.openingDamage.first {
                DamageNote.salvaged(VerifyTexts.problem(damage)).tell(asJSON: options.output.json)
            }
            // The ledger describes its own types, also those that this program was not given.
            for name in type
            where registry.schema(type: name) == nil && log.tables.typeOrdinals(type: name).isEmpty
            {
                throw CommandFailure(.usage, FailureMessages.unknownType(name))
            }
            while true {
                let next = try log.withSnapshot { snapshot in
                    try printer.print(filter, of: snapshot, log.folder, atMost: &left)
                    return snapshot.eventCount
                }
                try printer.flush()
                guard follow, left > 0 else { return }
                let first = max(next, filter.positions.lowerBound)
                guard first < filter.positions.upperBound else { return }
                filter.positions = first..<filter.positions.upperBound
                while try log.waitForEvents(beyond: next, timeoutMilliseconds: 60_000) <= next {}
            }
        }
    }

    private func filter() throws(CommandFailure) -> EventFilter {
        var filter = EventFilter()
        filter.types = type
        if let stream {
            if stream.hasSuffix("*") {
                filter.streamPrefix = String(stream.dropLast())
            } else {
                filter.stream = stream
            }
        }
        if let region {
            guard let scope = RegionScope(code: region) else {
                throw CommandFailure(.usage, FailureMessages.badRegion(region))
            }
            filter.region = scope
        }
        filter.occurredFrom = try date(from, option: "--from")
        filter.occurredThrough = try date(to, option: "--to")
        if let recordedFrom {
            filter.recordedFrom =
                if let day = BusinessDate(parsing: recordedFrom) {
                    day.firstInstant
                } else {
                    try DateArguments.instant(recordedFrom, option: "--recorded-from")
                }
        }
        if let recordedTo {
            filter.recordedThrough = try DateArguments.instant(recordedTo, option: "--recorded-to")
        }
        let first = fromPosition ?? 0
        let last = toPosition.map { $0 == .max ? $0 : $0 + 1 } ?? .max
        filter.positions = first..<max(first, last)
        filter.direction = reverse ? .backwards : .forwards
        return filter
    }

    private func date(_ text: String?, option: String) throws(CommandFailure) -> BusinessDate? {
        guard let text else { return nil }
        return try DateArguments.date(text, option: option)
    }
}
