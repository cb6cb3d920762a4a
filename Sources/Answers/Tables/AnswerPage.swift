import EventModel

/// An answer as a page for people: heading, table, findings, and what it stands on.
package struct AnswerPage: Sendable {
    private let question: Question
    private let names: [String: String]
    private let language: Language
    private let colour: Bool
    private let showsAll: Bool
    private let columns: Int?

    /// Events listed for one name of finding before the rest is only counted.
    private static let findingsMax = 5

    /// Makes the page writer.
    ///
    /// - Parameters:
    ///   - question: What was asked.
    ///   - names: Names of regions by code.
    ///   - language: Language of headings.
    ///   - colour: Whether cells are coloured.
    ///   - showsAll: Whether rows of readings other than the default ones are shown.
    ///   - columns: Columns of the terminal, into which words are cut; `nil` cuts nothing.
    package init(
        question: Question,
        names: [String: String],
        language: Language,
        colour: Bool,
        showsAll: Bool,
        columns: Int? = nil
    ) {
        self.question = question
        self.names = names
        self.language = language
        self.colour = colour
        self.showsAll = showsAll
        self.columns = columns
    }

    /// The lines of the page.
    ///
    /// - Parameters:
    ///   - answer: The answer to show.
    ///   - earlier: The same question as known at another instant, shown beside the answer.
    /// - Returns: The page's lines without line ends.
    package func lines(_ answer: Answer, besides earlier: Answer? = nil) -> [String] {
        if question.indicator == .exceptions { return exceptionLines(answer, besides: earlier) }
        let shown = answer.filtered(isShown)
        let writer = AnswerTable(indicator: answer.indicator, language: language, names: names)
        var lines = wrapped(heading(answer, besides: earlier))
        if let flavour = writer.commonFlavour(of: shown.rows) {
            lines.append(
                Phrase(zh: "计入的站点:\(flavour)", en: "stations counted: \(flavour)")[language]
            )
        }
        lines.append("")
        if let earlier {
            let table = writer.comparison(
                of: earlier.filtered(isShown).rows,
                with: shown.rows,
                earlierTitle: Phrase(zh: "当时所知", en: "known then")[language],
                laterTitle: Phrase(zh: "现在所知", en: "known now")[language]
            )
            lines += fitted(table)
        } else {
            lines += fitted(writer.table(of: shown.rows))
        }
        if question.indicator == .funds,
            shown.rows.contains(where: { $0["official"] == .boolean(true) })
        {
            lines.append("")
            lines.append(Phrase(zh: "★ 正式口径", en: "★ the official reading")[language])
        }
        if shown.rows.isEmpty {
            lines.append(Phrase(zh: "(无)", en: "(none)")[language])
        }
        if shown.rows.count < answer.rows.count {
            let more = answer.rows.count - shown.rows.count
            lines.append("")
            lines.append(
                Phrase(zh: "另有 \(more) 行其他口径:--all", en: "\(more) rows of other readings: --all")[
                    language
                ]
            )
        }
        lines += findings(answer)
        lines.append("")
        for shown in [answer, earlier].compactMap({ $0 }) {
            lines += wrapped(footing(shown))
            // A name is quoted whole: it is never broken.
            lines.append("  \(shown.figure.shortened())")
        }
        return lines
    }

    private func exceptionLines(_ answer: Answer, besides earlier: Answer?) -> [String] {
        let table = ExceptionsTable(
            language: language,
            colour: colour,
            showsAll: showsAll,
            columns: columns,
            regions: names
        )
        var lines = wrapped(heading(answer, besides: earlier))
        lines += table.lines(answer, besides: earlier) + [""]
        lines += wrapped(footing(answer))
        if let earlier { lines += wrapped(footing(earlier)) }
        return lines
    }

    /// The table's lines, with a word about columns that a narrow terminal leaves out.
    private func fitted(_ whole: TextTable) -> [String] {
        let (table, leftOut) = whole.fitted(to: columns)
        let lines = table.lines(colour: colour, fitting: columns)
        guard !leftOut.isEmpty else { return lines }
        let titles = leftOut.joined(separator: Phrase(zh: "、", en: ", ")[language])
        let note = Phrase(
            zh: "窗口较窄,未列:\(titles)(放宽窗口,或用 --format csv)",
            en: "left out in this narrow window: \(titles) (widen it, or use --format csv)"
        )
        return lines + [""] + wrapped(note[language])
    }

    private func wrapped(_ line: String) -> [String] {
        columns.map { TextWrap.lines(line, columns: $0, hanging: 2) } ?? [line]
    }

    private func isShown(_ row: Answer.Row) -> Bool {
        switch question.indicator {
        case .coverage: showsAll || row["official"] == .boolean(true)
        case .funds, .exceptions: true
        case .exits: showsAll || Self.standsInWatchList(row)
        }
    }

    /// Whether a row of the exit list is shown without `--all`: each ground once, complaints as filed.
    ///
    /// The combined readings of R-EXIT-04 repeat what its grounds A and B say.
    private static func standsInWatchList(_ row: Answer.Row) -> Bool {
        row["reading"] == nil || row["reading"] == .text("filed")
    }

    private func heading(_ answer: Answer, besides earlier: Answer?) -> String {
        let title =
            switch question.indicator {
            case .coverage: Phrase(zh: "电商服务站点覆盖率", en: "Station coverage")
            case .funds: Phrase(zh: "中央资金使用比例", en: "Central fund ratios")
            case .exits: Phrase(zh: "站点退出关注名单", en: "Station exit watch list")
            case .exceptions: Phrase(zh: "疑点清单", en: "Exceptions")
            }
        var text = Phrase(
            zh: "\(title.zh)  截至 \(answer.asOf)",
            en: "\(title.en) as of \(answer.asOf)"
        )[language]
        if let earlier, let then = earlier.knownAt {
            text +=
                Phrase(
                    zh: ":当时(\(LocalTime.text(then)) 所知)与现在对照",
                    en: ": as known then (\(LocalTime.text(then))) beside what is known now"
                )[language]
        }
        return text
    }

    private func findings(_ answer: Answer) -> [String] {
        guard !answer.findings.isEmpty else { return [] }
        let count = answer.findings.count
        var lines = [
            "", Phrase(zh: "需要查看的事项 \(count) 项:", en: "\(count) findings to look at:")[language],
        ]
        var rest = answer.findings[...]
        while let name = rest.first?.name {
            let same = rest.prefix { $0.name == name }
            rest = rest.dropFirst(same.count)
            let meaning = AnswerTerms.finding(name)[language]
            lines.append("  \(name) (\(same.count))  \(meaning)")
            for finding in same.prefix(Self.findingsMax) {
                let line = finding.line.map { " (\($0))" } ?? ""
                lines.append("    \(finding.event)\(line)")
            }
            let more = same.count - Self.findingsMax
            guard more > 0 else { continue }
            lines.append(
                Phrase(
                    zh: "    另有 \(more) 项,--json 列全",
                    en: "    and \(more) more; --json lists all"
                )[
                    language
                ]
            )
        }
        return lines
    }

    private func footing(_ answer: Answer) -> String {
        let known = answer.knownAt.map(LocalTime.text) ?? "—"
        let root = String(answer.rootHash.description.prefix(16))
        return Phrase(
            zh: "依据:前 \(answer.treeSize) 条事件,所知至 \(known),根哈希 \(root)…",
            en: "Stands on the first \(answer.treeSize) events, known at \(known), root \(root)…"
        )[language]
    }
}
