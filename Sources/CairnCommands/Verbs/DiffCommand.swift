import Answers
import ArgumentParser
import EventLog
import EventModel
import Importing
import Projections

/// `cairn diff`: what changed between two questions, and why.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "diff",
        Phrase(
            zh: "比较两次提问:每个变化按新业务、补报、更正与作废、规则变化分解。",
            en: "Compare two questions: each change split by cause, with the events."
        ),
        discussion: Phrase(
            zh: """
                每一端写作 日期 或 日期@所知时刻(日期指当日结束;省略即目前所知)。知道得少的一端为起点,依次加上:
                补报(记录在后、日期在先的事件)、更正与作废、规则变化、新业务;各部分之和等于变化。反过来问,各部分
                变号。所列事件按其自身 JSON 重新计算,不一致时退出码为 7。
                """,
            en: """
                Each end is DATE or DATE@KNOWN, where KNOWN is a date (its end) or an instant; without it
                everything recorded counts. From the end that knows less, these are added one after
                another: late entries (recorded later, dated before), corrections and voids, rule changes,
                new business. The parts add up to the change; asked the other way round they change their
                signs. The events listed are computed again from their own JSON; if they differ from the
                figures, the exit status is 7.
                """
        ),
        examples: [
            (
                "cairn diff funds --from 2019-12-31@2019-12-31 --to 2019-12-31",
                Phrase(zh: "同一日期,当时所知与现在所知", en: "one date, as known then and as known now")
            ),
            (
                "cairn diff coverage --from 2019-06-30 --to 2019-12-31",
                Phrase(zh: "半年间的变化", en: "half a year")
            ),
            (
                "cairn diff exits --from 2019-11-30@2019-11-30 --to 2019-12-31@2019-12-31 --events",
                Phrase(zh: "两期月报之间,列出全部事件", en: "between two bulletins, with every event")
            ),
        ]
    )

    @Argument(
        help: HelpTexts.help(
            zh: "coverage、funds、exits 或 exceptions",
            en: "coverage, funds, exits or exceptions."
        )
    )
    var indicator: Indicator

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "起:业务日期,可加 @所知时刻",
            en: "First end: business date, with @known if not all is to count.",
            value: "date[@known]"
        )
    )
    var from: String

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "止:业务日期,可加 @所知时刻",
            en: "Second end: business date, with @known if not all is to count.",
            value: "date[@known]"
        )
    )
    var to: String

    @Option(name: .long, help: HelpTexts.help(zh: "只要一种口径", en: "One reading only.", value: "name"))
    var reading: String?

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "coverage:全部口径;exits:还包括正常的站点",
            en: "coverage: every reading; exits: stations that are clear too."
        )
    )
    var all = false

    @Flag(
        name: .long,
        help: HelpTexts.help(zh: "exits:包括已关闭的站点", en: "exits: closed stations too.")
    )
    var includeClosed = false

    @Flag(name: .long, help: HelpTexts.help(zh: "列出全部事件", en: "List every event."))
    var events = false

    @Flag(name: .long, help: HelpTexts.noSnapshots)
    var noSnapshots = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        guard includeClosed, indicator != .exits else { return }
        throw ValidationError(
            Phrase(
                zh: "--include-closed 只用于 exits",
                en: "--include-closed goes with exits"
            ).spoken
        )
    }

    func run() throws {
        let first = try question(from, option: "--from")
        let second = try question(to, option: "--to")
        let isSound = try options.withLog(.reading) { log in
            let store = try options.store(of: log, keepsNone: noSnapshots)
            return try log.withSnapshot { snapshot in
                let changes = try FigureChanges(
                    from: first,
                    to: second,
                    in: snapshot,
                    tables: log.tables,
                    store: store
                )
                try print(changes, snapshot)
                return changes.mismatches.isEmpty
            }
        }
        if !isSound { throw ExitStatus.integrity.quietly }
    }

    private func print(_ changes: FigureChanges, _ snapshot: LogSnapshot) throws {
        guard !options.output.json else {
            return try Output.print(text: JSONPage.text(changes.json))
        }
        let latest = max(changes.from.asOf, changes.to.asOf)
        let page = ChangesPage(
            names: try KnownRegions(on: latest, in: snapshot).names,
            language: Speech.language,
            colour: Terminal.allowsColour,
            showsAll: all || reading != nil,
            showsEvents: events,
            columns: Terminal.tableColumns
        )
        try Output.print(page.lines(changes))
    }

    private func question(_ text: String, option: String) throws(CommandFailure) -> Question {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        if let reading, !indicator.readings.contains(reading) {
            throw CommandFailure(
                .usage,
                FailureMessages.unknownReading(reading, known: indicator.readings)
            )
        }
        return Question(
            indicator: indicator,
            asOf: try DateArguments.date(String(parts[0]), option: option),
            knownAt: try parts.dropFirst().first.map { known throws(CommandFailure) in
                try DateArguments.instant(String(known), option: option)
            },
            reading: reading,
            includesAll: all,
            includesClosed: includeClosed
        )
    }
}

extension Indicator: ExpressibleByArgument {}
