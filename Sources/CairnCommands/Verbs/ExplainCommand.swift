import Answers
import ArgumentParser
import EventLog
import EventModel
import Importing
import Projections

/// `cairn explain`: traces a row or a cell of an answer to formula, clause, terms and events.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "explain",
        Phrase(
            zh: "解释一个数字:公式、条文、计算项、全部事件。",
            en: "Explain a figure: formula, clause, terms and every event behind it."
        ),
        discussion: Phrase(
            zh: """
                数字可用引用号(fig:…,见答案的 figure)或路径:指标/行的各键,#成员 可选。末尾的键可省略,省略时取
                正式口径。只写指标则显示其定义。所列事件按其自身 JSON 重新计算,与答案并列;不一致时退出码为 7。
                """,
            en: """
                A figure is named by its id (fig:…, the member `figure` of answers) or by its path: the
                indicator and the keys of a row, with #member for one cell. The last keys may be left out,
                then the official reading is taken. An indicator alone shows its definition. The events
                listed are computed again from their own JSON beside the figure; if both differ, the exit
                status is 7.
                """
        ),
        examples: [
            (
                "cairn explain funds/CAP-b/paid --as-of 2019-12-31",
                Phrase(zh: "一行的来历", en: "where a row comes from")
            ),
            (
                "cairn explain coverage/all/villages#numerator --as-of 2019-12-31",
                Phrase(zh: "哪些村已覆盖、哪些没有", en: "which villages are covered and which not")
            ),
            (
                "cairn explain exits/540222100-01/R-EXIT-04/A --as-of 2019-12-31",
                Phrase(zh: "缺哪些月的报送", en: "which reports are missing")
            ),
            (
                "cairn explain funds/CAP-a/paid --as-of 2019-12-31 --proofs --json",
                Phrase(zh: "附每条事件的存在证明", en: "with the proof of every event")
            ),
            ("cairn explain funds", Phrase(zh: "指标的定义", en: "the definition of an indicator")),
        ]
    )

    @Argument(
        help: HelpTexts.help(
            zh: "引用号 fig:…、路径(如 funds/CAP-b/paid#percent)或指标",
            en: "A figure's id (fig:…), its path (funds/CAP-b/paid#percent), or an indicator.",
            value: "figure"
        )
    )
    var figure: String

    @OptionGroup var dates: QuestionDates

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "不计入的各项也列出其事件",
            en: "List the events of what does not count too."
        )
    )
    var all = false

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "json:附每条事件的存在证明",
            en: "json: the inclusion proof of every event."
        )
    )
    var proofs = false

    @Flag(name: .long, help: HelpTexts.noSnapshots)
    var noSnapshots = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        if figure.hasPrefix(FigureID.scheme) { try dates.refuseBesideFigure() }
        if proofs, !options.output.json {
            throw ValidationError(
                Phrase(zh: "--proofs 只用于 --json", en: "--proofs goes with --json").spoken
            )
        }
    }

    func run() throws {
        let asked = try AskedFigure(figure, dates)
        guard let search = asked.search else { return try printCard(asked.indicator) }
        let isEqual = try options.withLog(.reading) { log in
            let store = try options.store(of: log, keepsNone: noSnapshots)
            return try log.withSnapshot { snapshot in
                let found = try search(snapshot, log.tables, store)
                let explanation = try Explanation(
                    of: found.name,
                    in: found.answer,
                    from: snapshot
                )
                try print(explanation, snapshot)
                return explanation.isEqual
            }
        }
        if !isEqual { throw ExitStatus.integrity.quietly }
    }

    private func print(_ explanation: Explanation, _ snapshot: LogSnapshot) throws {
        guard !options.output.json else {
            let json = try explanation.json(provedBy: proofs ? snapshot : nil)
            return try Output.print(text: JSONPage.text(json))
        }
        let answer = explanation.answer
        let page = ExplanationPage(
            names: try KnownRegions(on: answer.asOf, in: snapshot, knownTo: answer.treeSize).names,
            language: Speech.language,
            colour: Terminal.allowsColour,
            showsAll: all,
            columns: Terminal.tableColumns
        )
        try Output.print(page.lines(explanation))
    }

    private func printCard(_ indicator: Indicator) throws {
        guard !options.output.json else {
            let card = JSONValue.object([
                ("digest", .string(indicator.definitionDigest.description)),
                ("definition", indicator.definition.json),
            ])
            return try Output.print(text: JSONPage.text(card))
        }
        let card = DefinitionCard(
            of: indicator,
            language: Speech.language,
            columns: Terminal.textColumns
        )
        try Output.print(card.lines)
    }
}

/// What the argument of `explain` names.
private struct AskedFigure {
    typealias Search = (LogSnapshot, LedgerTables, ProjectionStore?) throws -> (
        name: FigureID, answer: Answer
    )

    let indicator: Indicator
    /// Finds the row; `nil` where an indicator alone is named.
    let search: Search?

    init(_ text: String, _ dates: QuestionDates) throws {
        do throws(FigureSpellingError) {
            guard !text.hasPrefix(FigureID.scheme) else {
                let name = try FigureID(parsing: text)
                indicator = name.indicator
                search =
                    name.row.isEmpty
                    ? nil
                    : { snapshot, tables, store in
                        let question = try name.question(in: snapshot)
                        return (
                            name,
                            try question.answer(from: snapshot, tables: tables, store: store)
                        )
                    }
                return
            }
            let path = String(text.prefix { $0 != "#" })
            indicator = try FigureID.path(path).indicator
        } catch {
            throw CommandFailure(error)
        }
        let question = try dates.question(indicator)
        let found: FigureSearch
        do throws(FigureSpellingError) {
            found = try FigureSearch(text, question: question)
        } catch {
            throw CommandFailure(error)
        }
        search =
            found.namesIndicator
            ? nil
            : { snapshot, tables, store in
                try found.find(in: snapshot, tables: tables, store: store)
            }
    }
}
