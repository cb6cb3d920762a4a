import Answers
import ArgumentParser
import EventLog
import EventModel
import Importing
import Projections

/// `cairn query`: asks for an indicator as of a date, as known at an instant.
struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "query",
        Phrase(
            zh: "查询指标:coverage 覆盖率、funds 资金比例、exits 退出依据、exceptions 疑点清单。",
            en: "Answer an indicator: coverage, funds, exits, or the list of exceptions."
        ),
        discussion: Phrase(
            zh: """
                --as-of 是业务日期,--known-at 限定只看当时已记录的事件。coverage 的表格只列正式口径,
                --all 列全部;exits 只列有情况的站点,--all 还列正常的;exceptions 每类先列 10 条,--all 列全部。
                json 与 csv 含全部口径和疑点。有需要查看的事项(findings)或疑点时退出码为 6。
                """,
            en: """
                --as-of is the business date; --known-at leaves out what was recorded later. The table of
                coverage shows the official readings, with --all every one; exits lists the stations with
                something to look at, with --all those that are clear too; exceptions lists the first ten of
                each kind, with --all every one. json and csv hold everything. The exit status is 6 if there
                are findings or exceptions.
                """
        ),
        examples: [
            (
                "cairn query coverage --as-of 2019-12-31",
                Phrase(zh: "2019 年底的覆盖率", en: "coverage at the end of 2019")
            ),
            (
                "cairn query exits --as-of 2019-12-31 --known-at 2019-12-31",
                Phrase(zh: "按当天已知的情况", en: "as it was known on that day")
            ),
            (
                "cairn query funds --as-of 2019-12-31 --compare-known-at 2019-12-31",
                Phrase(zh: "当时所知与现在所知并列", en: "known then beside known now")
            ),
            (
                "cairn query exceptions --as-of 2019-12-31",
                Phrase(zh: "截至 2019 年底的疑点", en: "what is doubtful at the end of 2019")
            ),
            (
                "cairn query funds --format csv > funds.csv",
                Phrase(zh: "今天的全部口径", en: "every reading as of today")
            ),
            (
                "cairn query 'fig:funds@5f5e…?asOf=2019-12-31&knownAt=…&position=5041&root=…' --json",
                Phrase(zh: "引用过的答案,逐字节重现", en: "a quoted answer, to the byte")
            ),
        ]
    )

    /// Forms of an answer.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, json, csv
    }

    @Argument(
        help: HelpTexts.help(
            zh: "coverage、funds、exits 或 exceptions;或引用号 fig:…",
            en: "coverage, funds, exits or exceptions; or a figure's id (fig:…).",
            value: "indicator"
        ),
        completion: .list(Indicator.allCases.map(\.rawValue))
    )
    var asked: Asked

    /// An indicator, the name of a figure, or an indicator of the deployment.
    enum Asked: ExpressibleByArgument {
        case indicator(Indicator)
        case figure(String)
        case declared(String)

        init?(argument: String) {
            if let indicator = Indicator(rawValue: argument) {
                self = .indicator(indicator)
            } else if argument.hasPrefix(FigureID.scheme) {
                self = .figure(argument)
            } else if argument.contains(where: { $0.isLetter }) {
                self = .declared(argument)
            } else {
                return nil
            }
        }

        static var allValueStrings: [String] { Indicator.allCases.map(\.rawValue) }
    }

    @OptionGroup var dates: QuestionDates

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "与此刻所知的同一答案并列显示",
            en: "Show the same answer as known at this instant beside it.",
            value: "when"
        )
    )
    var compareKnownAt: String?

    @Option(name: .long, help: HelpTexts.help(zh: "只要一种口径", en: "One reading only.", value: "name"))
    var reading: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "coverage、exits:只要此区划的行(代码,可只写前几位)",
            en: "coverage, exits: rows of this division only (its code, or the first digits).",
            value: "code"
        )
    )
    var region: String?

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "table、json 或 csv", en: "table, json or csv.", value: "form")
    )
    var format: Format?

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "coverage:表格列出全部口径;exits:还列出正常的站点;exceptions:列出全部疑点",
            en:
                "coverage: every reading in the table; exits: stations that are clear too; exceptions: every row."
        )
    )
    var all = false

    @Flag(
        name: .long,
        help: HelpTexts.help(zh: "exits:包括已关闭的站点", en: "exits: closed stations too.")
    )
    var includeClosed = false

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "csv:写入 UTF-8 BOM(便于 Excel)",
            en: "csv: start with a UTF-8 byte order mark, for Excel."
        )
    )
    var bom = false

    @Flag(name: .long, help: HelpTexts.noSnapshots)
    var noSnapshots = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        if case .figure = asked {
            try dates.refuseBesideFigure()
            guard compareKnownAt == nil, reading == nil, region == nil, !includeClosed else {
                throw ValidationError(
                    Phrase(
                        zh:
                            "引用号已说明所要的行,不能再给 --compare-known-at、--reading、--region、--include-closed",
                        en: "the figure's id says what is asked: --compare-known-at, --reading, "
                            + "--region and --include-closed cannot go with it"
                    ).spoken
                )
            }
        }
        if case .declared = asked {
            guard compareKnownAt == nil, reading == nil, region == nil, !includeClosed, !all else {
                throw ValidationError(
                    Phrase(
                        zh: "自有指标只接受 --as-of、--known-at、--format",
                        en:
                            "a deployment's own indicator takes --as-of, --known-at and --format only"
                    ).spoken
                )
            }
        }
        if includeClosed, case .indicator(let indicator) = asked, indicator != .exits {
            throw ValidationError(
                Phrase(
                    zh: "--include-closed 只用于 exits",
                    en: "--include-closed goes with exits"
                ).spoken
            )
        }
        if reading != nil, case .indicator(.exceptions) = asked {
            throw ValidationError(
                Phrase(
                    zh: "--reading 不用于 exceptions:疑点没有口径之分",
                    en: "--reading does not go with exceptions, which have no readings"
                ).spoken
            )
        }
        if region != nil, case .indicator(let indicator) = asked, !indicator.hasRegions {
            throw ValidationError(
                Phrase(
                    zh: "--region 只用于 coverage 和 exits:其余指标的行不分区划",
                    en: "--region goes with coverage and exits: rows of the others have no division"
                ).spoken
            )
        }
        try validateForms()
        if compareKnownAt != nil, dates.knownAt != nil {
            throw ValidationError(
                Phrase(
                    zh: "--compare-known-at 与 --known-at 不能同时使用:前者与现在所知相比",
                    en:
                        "--compare-known-at and --known-at cannot go together: the one compares with what is "
                        + "known now"
                ).spoken
            )
        }
    }

    private func validateForms() throws {
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
        if compareKnownAt != nil, chosenFormat == .csv {
            throw ValidationError(
                Phrase(
                    zh: "--compare-known-at 只用于 table 和 json;csv 请用 --known-at 各查一次",
                    en:
                        "--compare-known-at goes with table and json; for csv ask twice with --known-at"
                ).spoken
            )
        }
    }

    func run() throws {
        if case .declared(let name) = asked {
            return try DeclaredQuery(name, options).run(dates, chosenFormat, bom: bom)
        }
        let comparedAt = try compareKnownAt.map { text throws(CommandFailure) in
            try DateArguments.instant(text, option: "--compare-known-at")
        }
        let ask = try asking()
        let (question, answer, compared, names) = try options.withLog(.reading) { log in
            let store = try options.store(of: log, keepsNone: noSnapshots)
            return try log.withSnapshot { snapshot in
                let (question, part) = try ask(snapshot)
                let whole = try question.answer(
                    from: snapshot,
                    tables: log.tables,
                    store: store
                )
                // A table shows the row in which a cell stands.
                let shown = chosenFormat == .table ? part.map { $0.naming(row: $0.row) } : part
                if let part { _ = try whole.part(part) }
                let answer = try shown.map { try whole.part($0) } ?? whole
                var earlier = question
                earlier.knownAt = comparedAt
                let compared =
                    comparedAt == nil
                    ? nil
                    : try earlier.answer(from: snapshot, tables: log.tables, store: store)
                if store?.hasReplacedDamagedFile ?? false {
                    DamageNote.viewsReplaced.tell(asJSON: options.output.json)
                }
                let names =
                    chosenFormat == .table
                    ? try KnownRegions(on: question.asOf, in: snapshot).names : [:]
                return (question, answer, compared, names)
            }
        }
        switch chosenFormat {
        case .json: try printJSON(answer, compared)
        case .csv:
            try printCSV(answer)
            Terminal.note(CSVNote.text(of: answer).spoken)
        case .table:
            let page = AnswerPage(
                question: question,
                names: names,
                language: Speech.language,
                colour: Terminal.allowsColour,
                showsAll: all || reading != nil || question.reading != nil
                    || !answer.figure.row.isEmpty,
                columns: Terminal.tableColumns
            )
            try Output.print(page.lines(answer, besides: compared))
        }
        if answer.asksForAttention { throw ExitStatus.findings.quietly }
    }

    private var chosenFormat: Format { format ?? (options.output.json ? .json : .table) }

    /// Gives the question, and the figure that names a part of its answer.
    private func asking() throws -> (LogSnapshot) throws -> (Question, FigureID?) {
        switch asked {
        case .figure(let text):
            let name: FigureID
            do throws(FigureSpellingError) {
                name = try FigureID(parsing: text)
            } catch {
                throw CommandFailure(error)
            }
            return { snapshot in (try name.question(in: snapshot), name) }
        case .indicator(let indicator):
            var question = try dates.question(indicator)
            question.reading = try checkedReading(of: indicator)
            question.region = try region.map { code throws(CommandFailure) in
                guard let scope = RegionScope(code: code) else {
                    throw CommandFailure(.usage, FailureMessages.badRegion(code))
                }
                return scope
            }
            question.includesAll = all
            question.includesClosed = includeClosed
            return { [question] _ in (question, nil) }
        case .declared(let name):
            throw CommandFailure(FigureSpellingError.unknownIndicator(found: name))
        }
    }

    private func checkedReading(of indicator: Indicator) throws(CommandFailure) -> String? {
        guard let reading else { return nil }
        let known = indicator.readings
        guard known.contains(reading) else {
            throw CommandFailure(.usage, FailureMessages.unknownReading(reading, known: known))
        }
        return reading
    }

    private func printJSON(_ answer: Answer, _ compared: Answer?) throws(CommandFailure) {
        guard let compared else { return try Output.print(text: answer.json()) }
        let both = [compared.json(), answer.json()].map { $0.dropLast() }.joined(separator: ",\n")
        try Output.print(text: "[\n" + both + "\n]\n")
    }

    private func printCSV(_ answer: Answer) throws(CommandFailure) {
        let output = Output()
        if bom { try output.write(CSVText.byteOrderMark) }
        try output.write(answer.csv())
        try output.flush()
    }
}

/// What a CSV file of rows alone does not say; goes to standard error.
private enum CSVNote {
    static func text(of answer: Answer) -> Phrase {
        let known = answer.knownAt.map(\.utcDescription) ?? "—"
        let count = answer.findings.count
        return Phrase(
            zh: "截至 \(answer.asOf),所知至 \(known),依据前 \(answer.treeSize) 条事件,根哈希 "
                + "\(answer.rootHash);需要查看的事项 \(count) 项(--format json 列出)",
            en:
                "as of \(answer.asOf), known at \(known), on the first \(answer.treeSize) events, root "
                + "\(answer.rootHash); \(count) findings (listed by --format json)"
        )
    }
}
