import Indicators

/// The list of exceptions for people: a section for each kind, with the clause that it rests on.
struct ExceptionsTable {
    let language: Language
    let colour: Bool
    /// Whether every row is shown, not only the first of each kind.
    let showsAll: Bool
    /// Columns of the terminal; `nil` cuts nothing.
    let columns: Int?

    /// Rows of a kind before the rest is only counted.
    private static let rowsMax = 10

    /// Whether a row stands in both answers that are compared.
    private enum Side {
        case both, onlyEarlier, onlyLater
    }

    private struct Entry {
        let row: Answer.Row
        let side: Side
    }

    /// The lines of the list.
    ///
    /// - Parameters:
    ///   - answer: What is known now.
    ///   - earlier: The same question as known at another instant; rows of it that are gone are shown too.
    func lines(_ answer: Answer, besides earlier: Answer?) -> [String] {
        let entries = entries(answer, earlier)
        guard !entries.isEmpty else { return [Phrase(zh: "(无疑点)", en: "(no exceptions)")[language]] }
        var lines = [summary(answer)]
        var shown: [Entry] = []
        var sections: [(title: [String], shown: Int, more: Int)] = []
        var rest = entries[...]
        while let kind = rest.first?.row["kind"] {
            let same = rest.prefix { $0.row["kind"] == kind }
            rest = rest.dropFirst(same.count)
            let kept = showsAll ? same : same.prefix(Self.rowsMax)
            shown += kept
            sections.append((title(same), kept.count, same.count - kept.count))
        }
        let (table, leftOut) = table(of: shown, compares: earlier != nil).fitted(to: columns)
        let tableLines = table.lines(colour: colour, fitting: columns)
        lines += [""] + tableLines.prefix(2)
        var next = 2
        for section in sections {
            lines += section.title + tableLines[next..<(next + section.shown)]
            next += section.shown
            if section.more > 0 {
                lines.append(
                    Phrase(zh: "  另有 \(section.more) 条:--all", en: "  and \(section.more) more: --all")[
                        language
                    ]
                )
            }
        }
        if !leftOut.isEmpty {
            let titles = leftOut.joined(separator: Phrase(zh: "、", en: ", ")[language])
            lines += [
                "",
                Phrase(zh: "窗口较窄,未列:\(titles)", en: "left out in this narrow window: \(titles)")[
                    language
                ],
            ]
        }
        return lines
    }

    private func entries(_ answer: Answer, _ earlier: Answer?) -> [Entry] {
        guard let earlier else { return answer.rows.map { Entry(row: $0, side: .both) } }
        let (before, now) = (Set(earlier.rows), Set(answer.rows))
        let gone = earlier.rows.filter { !now.contains($0) }
        let all = Answer(answer, rows: answer.rows + gone).exceptionsInOrder().rows
        return all.map { row in
            let side: Side =
                !now.contains(row) ? .onlyEarlier : before.contains(row) ? .both : .onlyLater
            return Entry(row: row, side: side)
        }
    }

    private func summary(_ answer: Answer) -> String {
        let breaches = answer.rows.count {
            $0["severity"] == .text(ExceptionKind.Severity.breach.rawValue)
        }
        let doubts = answer.rows.count - breaches
        return Phrase(
            zh: "共 \(answer.rows.count) 条:违规 \(breaches),疑点 \(doubts)",
            en: "\(answer.rows.count) rows: \(breaches) breaches, \(doubts) doubts"
        )[language]
    }

    /// What the kind says, how often, and the clause in the plan's words.
    private func title(_ entries: ArraySlice<Entry>) -> [String] {
        guard let row = entries.first?.row, let name = row["kind"]?.description else { return [] }
        let severity = ExceptionTerms.severity(row["severity"]?.description ?? "")[language]
        let rule = row["rule"]?.description ?? ""
        let clause = row["clause"]?.description ?? ""
        let kind = ExceptionKind(rawValue: name)
        let title = kind.map { ExceptionTerms.title(of: $0)[language] } ?? name
        let quote = kind.map { "「\($0.quote)」" } ?? ""
        let line = "▸ \(title) (\(entries.count))  \(severity) \(rule)  \(clause)\(quote)"
        return [""] + (columns.map { TextWrap.lines(line, columns: $0, hanging: 4) } ?? [line])
    }

    private func table(of entries: [Entry], compares: Bool) -> TextTable {
        func head(
            _ zh: String,
            _ en: String,
            isFlexible: Bool = false,
            dropOrder: Int? = nil
        ) -> TextTable.Column {
            TextTable.Column(
                Phrase(zh: zh, en: en)[language],
                isFlexible: isFlexible,
                dropOrder: dropOrder
            )
        }
        var table = TextTable(
            columns: [
                head("  对象", "  subject", isFlexible: true), head("日期", "date"),
                head("数字(元)", "figures (¥)", isFlexible: true),
                head("事件", "events", isFlexible: true, dropOrder: 1),
            ] + (compares ? [head("所知", "known")] : [])
        )
        for entry in entries {
            var cells: [TextTable.Cell] = [
                .init("  " + (entry.row["subject"]?.description ?? "")),
                .init(entry.row["date"]?.description ?? ""), .init(figures(entry.row)),
                .init(events(entry.row)),
            ]
            if compares { cells.append(side(entry.side)) }
            table.append(cells)
        }
        return table
    }

    private func figures(_ row: Answer.Row) -> String {
        guard case .texts(let details)? = row["detail"] else { return "" }
        return details.map { ExceptionTerms.figure($0)[language] }.filter { !$0.isEmpty }
            .joined(separator: Phrase(zh: ",", en: ", ")[language])
    }

    private func events(_ row: Answer.Row) -> String {
        guard case .texts(let events)? = row["events"], let first = events.first else { return "" }
        return events.count > 1 ? "\(first) (+\(events.count - 1))" : first
    }

    private func side(_ side: Side) -> TextTable.Cell {
        switch side {
        case .both: .init(Phrase(zh: "同", en: "both")[language], .faint)
        case .onlyEarlier: .init(Phrase(zh: "当时", en: "then")[language], .watch)
        case .onlyLater: .init(Phrase(zh: "现在", en: "now")[language], .watch)
        }
    }
}

extension Answer {
    /// The answer with other rows.
    fileprivate init(_ answer: Answer, rows: [Row]) {
        self.init(
            indicator: answer.indicator,
            asOf: answer.asOf,
            knownAt: answer.knownAt,
            treeSize: answer.treeSize,
            rootHash: answer.rootHash,
            parameters: answer.parameters,
            rows: rows,
            findings: answer.findings
        )
    }
}
