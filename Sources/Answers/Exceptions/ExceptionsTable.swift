import Indicators

/// The list of exceptions for people: a section for each kind, with the clause that it rests on.
struct ExceptionsTable {
    let language: Language
    let colour: Bool
    /// Whether every row is shown, not only the first of each kind.
    let showsAll: Bool
    /// Columns of the terminal; `nil` cuts nothing.
    let columns: Int?
    /// Names of regions by code.
    let regions: [String: String]

    /// Rows of a kind before the rest is only counted.
    private static let rowsMax = 10

    /// The lines of the list.
    ///
    /// - Parameters:
    ///   - answer: What is known now.
    ///   - earlier: The same question as known at another instant; rows of it that are gone are shown too.
    /// - Returns: Lines without line ends.
    func lines(_ answer: Answer, besides earlier: Answer?) -> [String] {
        let entries = ExceptionEntry.entries(of: answer, besides: earlier)
        guard !entries.isEmpty else {
            return [Phrase(zh: "(无疑点)", en: "(no exceptions)")[language]]
        }
        var lines = [summary(answer)]
        var leftOut: [String] = []
        var rest = entries[...]
        while let kind = rest.first?.row["kind"] {
            let same = rest.prefix { $0.row["kind"] == kind }
            rest = rest.dropFirst(same.count)
            let section = ExceptionSection(
                entries: same,
                shownCount: showsAll ? same.count : min(same.count, Self.rowsMax),
                language: language,
                regions: regions,
                compares: earlier != nil
            )
            lines += [""] + wrapped(section.title)
            let (table, dropped) = section.table(fitting: columns.map { $0 - 2 })
            lines += table.lines(colour: colour, indent: 2, fitting: columns)
            leftOut += dropped.filter { !leftOut.contains($0) }
            if let more = section.more { lines.append(more) }
        }
        guard !leftOut.isEmpty else { return lines }
        let titles = leftOut.joined(separator: Phrase(zh: "、", en: ", ")[language])
        let note = Phrase(
            zh: "窗口较窄,部分表未列:\(titles)(放宽窗口,或用 --format csv)",
            en:
                "left out of some tables in this narrow window: \(titles) (widen it, or use --format csv)"
        )
        return lines + [""] + wrapped(note[language])
    }

    private func wrapped(_ line: String) -> [String] {
        columns.map { TextWrap.lines(line, columns: $0, hanging: 2) } ?? [line]
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
}

/// A row of the list, and in which of two compared answers it stands.
struct ExceptionEntry {
    let row: Answer.Row
    let side: Side

    /// Where a row stands.
    enum Side {
        case both, onlyEarlier, onlyLater
    }

    /// The rows of an answer, with those of an earlier one that are gone.
    static func entries(of answer: Answer, besides earlier: Answer?) -> [ExceptionEntry] {
        guard let earlier else {
            return answer.rows.map { ExceptionEntry(row: $0, side: .both) }
        }
        let (before, now) = (Set(earlier.rows), Set(answer.rows))
        let all = Answer.exceptionsInOrder(
            answer.rows + earlier.rows.filter { !now.contains($0) }
        )
        return all.map { row in
            let side: Side =
                !now.contains(row) ? .onlyEarlier : before.contains(row) ? .both : .onlyLater
            return ExceptionEntry(row: row, side: side)
        }
    }
}
