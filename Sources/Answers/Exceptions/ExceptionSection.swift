import Indicators

/// The rows of one kind of exception: a title with the clause, and a table with a column for each figure.
struct ExceptionSection {
    private let entries: ArraySlice<ExceptionEntry>
    private let shown: ArraySlice<ExceptionEntry>
    private let language: Language
    private let regions: [String: String]
    private let compares: Bool

    /// Takes the rows of one kind, at least one.
    init(
        entries: ArraySlice<ExceptionEntry>,
        shownCount: Int,
        language: Language,
        regions: [String: String],
        compares: Bool
    ) {
        self.entries = entries
        shown = entries.prefix(shownCount)
        self.language = language
        self.regions = regions
        self.compares = compares
    }

    private var first: Answer.Row? { entries.first?.row }

    private func text(_ row: Answer.Row, _ member: String) -> String {
        row[member]?.description ?? ""
    }

    /// What the kind says, how often, against which thresholds, and the clause in the plan's words.
    var title: String {
        guard let first else { return "" }
        let kind = ExceptionKind(rawValue: text(first, "kind"))
        let name = kind.map { ExceptionTerms.title(of: $0)[language] } ?? text(first, "kind")
        let quote = kind.map { "「\($0.quote)」" } ?? ""
        let severity = ExceptionTerms.severity(text(first, "severity"))[language]
        let limits = figures(of: first).filter { ExceptionTerms.isThreshold($0.name) }
            .map { ExceptionTerms.threshold($0.name, $0.value)[language] }
            .filter { !$0.isEmpty }
        let held = limits.isEmpty ? "" : "  " + limits.joined(separator: listComma)
        return "▸ \(name) (\(entries.count))  \(severity)\(held)  \(text(first, "rule")) "
            + text(first, "clause") + quote
    }

    private var listComma: String { Phrase(zh: ",", en: ", ")[language] }

    /// How many rows are not shown; `nil` if all are.
    var more: String? {
        let count = entries.count - shown.count
        guard count > 0 else { return nil }
        return Phrase(zh: "  另有 \(count) 条:--all", en: "  and \(count) more: --all")[language]
    }

    // MARK: - The table

    /// The rows that are shown, without the columns that would leave no room for the figures.
    ///
    /// - Parameter limit: Columns of the terminal; `nil` leaves nothing out.
    /// - Returns: The table and the titles of the columns left out.
    func table(fitting limit: Int?) -> (table: TextTable, leftOut: [String]) {
        guard let limit else { return (table(Columns(place: hasPlaces, events: true)), []) }
        let choices = [
            Columns(place: hasPlaces, events: true), Columns(place: hasPlaces, events: false),
            Columns(place: false, events: false),
        ]
        let fitting = choices.first { table($0).wholeWidth <= limit } ?? choices[2]
        var leftOut: [String] = []
        if !fitting.events { leftOut.append(eventsTitle) }
        if hasPlaces, !fitting.place { leftOut.append(placeTitle) }
        return (table(fitting), leftOut)
    }

    /// Which of the columns stand that may be left out.
    private struct Columns {
        let place: Bool
        let events: Bool
    }

    private var hasPlaces: Bool {
        shown.contains { $0.row["region"] != nil || $0.row["county"] != nil }
    }

    private var placeTitle: String { Phrase(zh: "地区", en: "region")[language] }
    private var eventsTitle: String { Phrase(zh: "事件", en: "events")[language] }

    private func table(_ choice: Columns) -> TextTable {
        let names = figureNames
        var columns = [TextTable.Column(subjectTitle, isFlexible: true)]
        if choice.place { columns.append(TextTable.Column(placeTitle, isFlexible: true)) }
        columns.append(TextTable.Column(Phrase(zh: "日期", en: "date")[language]))
        columns += names.map { name in
            TextTable.Column(
                ExceptionTerms.label(of: name)[language],
                ExceptionTerms.isNumber(name) ? .right : .left,
                isFlexible: !ExceptionTerms.isNumber(name)
            )
        }
        if choice.events { columns.append(TextTable.Column(eventsTitle, isFlexible: true)) }
        if compares {
            columns.append(TextTable.Column(Phrase(zh: "所知", en: "known")[language]))
        }
        var table = TextTable(columns: columns)
        for entry in shown {
            let figures = figures(of: entry.row)
            var cells: [TextTable.Cell] = [.init(subject(entry.row))]
            if choice.place { cells.append(.init(place(entry.row))) }
            cells.append(.init(text(entry.row, "date")))
            cells += names.map { .init(value(of: $0, in: figures)) }
            if choice.events { cells.append(.init(events(entry.row))) }
            if compares { cells.append(side(entry.side)) }
            table.append(cells)
        }
        return table
    }

    private func figures(of row: Answer.Row) -> [(name: String, value: String)] {
        guard case .texts(let details)? = row["detail"] else { return [] }
        return details.map(ExceptionTerms.figure)
    }

    /// The figures that have a column, in the order of their first appearance.
    private var figureNames: [String] {
        var names: [String] = []
        for entry in shown {
            for figure in figures(of: entry.row)
            where !ExceptionTerms.isThreshold(figure.name) && !names.contains(figure.name) {
                names.append(figure.name)
            }
        }
        return names
    }

    /// The values of a name; of several the first and how many more.
    private func value(of name: String, in figures: [(name: String, value: String)]) -> String {
        let values = figures.filter { $0.name == name }.map {
            ExceptionTerms.value($0.name, $0.value)[language]
        }
        guard let first = values.first else { return "" }
        return values.count > 1 ? "\(first) (+\(values.count - 1))" : first
    }

    private var subjectTitle: String {
        guard let first else { return "" }
        let prefix = text(first, "subject").prefix { $0 != "/" }
        return ExceptionTerms.thing(String(prefix))[language]
    }

    /// The subject without the kind of thing, which stands above the column.
    private func subject(_ row: Answer.Row) -> String {
        let whole = text(row, "subject")
        guard let slash = whole.firstIndex(of: "/") else { return whole }
        return String(whole[whole.index(after: slash)...])
    }

    private func place(_ row: Answer.Row) -> String {
        let code = text(row, row["region"] == nil ? "county" : "region")
        guard let name = regions[code] else { return code }
        return
            "\(code.prefix(code.hasSuffix("000000") ? 6 : code.hasSuffix("000") ? 9 : 12)) \(name)"
    }

    private func events(_ row: Answer.Row) -> String {
        guard case .texts(let events)? = row["events"], let first = events.first else { return "" }
        return events.count > 1 ? "\(first) (+\(events.count - 1))" : first
    }

    private func side(_ side: ExceptionEntry.Side) -> TextTable.Cell {
        switch side {
        case .both: .init(Phrase(zh: "同", en: "both")[language], .faint)
        case .onlyEarlier: .init(Phrase(zh: "当时", en: "then")[language], .watch)
        case .onlyLater: .init(Phrase(zh: "现在", en: "now")[language], .watch)
        }
    }
}
