import EventModel
import Programme

/// An explanation as a page for people: formula, clause, the figure beside its second account, and the events.
package struct ExplanationPage: Sendable {
    private let names: [String: String]
    private let language: Language
    private let colour: Bool
    private let columns: Int?
    private let showsAll: Bool

    /// Columns of paragraphs where nothing else is known.
    private static let usualColumns = 100

    /// Makes the page writer.
    ///
    /// - Parameters:
    ///   - names: Names of regions by code.
    ///   - language: Language of the page; the plan is quoted as it stands.
    ///   - colour: Whether cells are coloured.
    ///   - showsAll: Whether events of what does not count are listed too.
    ///   - columns: Columns of the terminal; `nil` cuts nothing.
    package init(
        names: [String: String],
        language: Language,
        colour: Bool,
        showsAll: Bool = false,
        columns: Int? = nil
    ) {
        self.names = names
        self.language = language
        self.colour = colour
        self.showsAll = showsAll
        self.columns = columns
    }

    /// The lines of the page.
    package func lines(_ explanation: Explanation) -> [String] {
        var page = heading(explanation)
        page += [""] + derivation(explanation)
        page += [""] + checks(explanation)
        for term in explanation.terms where !term.items.isEmpty || term.unit != .none {
            page += [""] + self.term(term, of: explanation)
        }
        page += [""] + footing(explanation)
        return page
    }

    // MARK: - What is explained

    private func heading(_ explanation: Explanation) -> [String] {
        let definition = explanation.figure.indicator.definition
        let keys = AnswerMembers.keys(of: explanation.answer.indicator)
        var words: [String] = []
        for key in keys {
            guard case .text(let code)? = explanation.row[key] else { continue }
            if key == "strength", code != "strive" { continue }
            words.append(word(code, of: key))
        }
        var title = words.joined(separator: " · ")
        if let member = explanation.figure.member { title += "  #" + member }
        let known = explanation.answer.knownAt.map(LocalTime.text) ?? "—"
        let about = Phrase(
            zh: "\(definition.name.zh)  截至 \(explanation.answer.asOf),所知至 \(known)",
            en: "\(definition.name.en) as of \(explanation.answer.asOf), known at \(known)"
        )
        return [title] + wrapped(about[language], hanging: 2)
    }

    private func word(_ code: String, of member: String) -> String {
        if member == "region", let name = names[code] {
            return "\(AnswerTable.shortened(code)) \(name)"
        }
        return AnswerTerms.phrase(code, of: member)[language].visible
    }

    private func derivation(_ explanation: Explanation) -> [String] {
        guard let account = explanation.account else {
            return wrapped(
                Phrase(
                    zh: "所列事件推不出这一行",
                    en: "the events do not account for such a row"
                )[language],
                hanging: 0
            )
        }
        var entries = [(Phrase(zh: "公式", en: "Formula"), account.formula[language])]
        for term in explanation.terms where term.unit != .none {
            entries.append((term.title, term.meaning[language]))
        }
        let definition = explanation.figure.indicator.definition
        for clause in definition.clauses(of: explanation.row) {
            let rule = definition.rule(of: explanation.row) ?? ""
            entries.append(
                (
                    Phrase(zh: "条文", en: "Clause"),
                    "§\(clause.section) “\(clause.quote)” (\(rule))"
                )
            )
        }
        for parameter in account.parameters {
            let origin = parameter.adoptedAt.map { position in
                Phrase(zh: "第 \(position) 条事件采用", en: "adopted by event \(position)")
            }
            let fallback = Phrase(zh: "内置默认值", en: "built-in default")
            entries.append(
                (
                    Phrase(zh: "参数", en: "Parameter"),
                    "\(parameter.rule) \(parameter.key) = \(parameter.value.plain)  "
                        + "(\((origin ?? fallback)[language]))"
                )
            )
        }
        let width = entries.reduce(0) { max($0, DisplayWidth.columns(of: $1.0[language])) }
        return entries.flatMap { label, text in
            wrapped(
                DisplayWidth.padded(label[language], toColumns: width) + "  " + text,
                hanging: width + 2
            )
        }
    }

    // MARK: - The figure twice

    private func checks(_ explanation: Explanation) -> [String] {
        var table = TextTable(columns: [
            .init(""), .init(Phrase(zh: "答案", en: "figure")[language], .right),
            .init(Phrase(zh: "由事件重算", en: "from the events")[language], .right), .init(""),
        ])
        let keys = AnswerMembers.keys(of: explanation.answer.indicator)
        let definition = explanation.figure.indicator.definition
        for check in explanation.checks {
            let isAsked = explanation.figure.member.map { $0 == check.member } ?? true
            guard !keys.contains(check.member), isAsked || !check.isEqual else { continue }
            let title = definition.members.first { $0.name == check.member }?.title[language]
            if check.member == "detail" {
                for cells in detailCells(check) { table.append(cells) }
                continue
            }
            table.append([
                .init((title ?? check.member) + (check.member.hasSuffix("Fen") ? " ¥" : "")),
                .init(text(check.figure, of: check.member)),
                .init(text(check.recomputed, of: check.member)),
                check.isEqual ? .init("✓", .good) : .init("✗", .bad),
            ])
        }
        var lines = table.lines(colour: colour, fitting: columns)
        if !explanation.isEqual {
            lines += [""]
            lines += wrapped(
                Phrase(
                    zh: "✗ 答案与由事件重算的结果不一致:请勿引用,先运行 cairn verify",
                    en:
                        "✗ the figure and its events differ: do not use it, run `cairn verify` first"
                )[language],
                hanging: 2
            )
        }
        return lines
    }

    /// A line for each figure of an exception, by its place.
    private func detailCells(_ check: Explanation.Check) -> [[TextTable.Cell]] {
        func figures(_ value: Answer.Value?) -> [(name: String, value: String)] {
            guard case .texts(let details)? = value else { return [] }
            return details.map(ExceptionTerms.figure)
        }
        let (told, found) = (figures(check.figure), figures(check.recomputed))
        return (0..<max(told.count, found.count)).map { place in
            let (left, right) = (told[safely: place], found[safely: place])
            let name = (left ?? right)?.name ?? ""
            func text(_ figure: (name: String, value: String)?) -> TextTable.Cell {
                .init(figure.map { ExceptionTerms.value($0.name, $0.value)[language] } ?? "—")
            }
            let isEqual = left?.name == right?.name && left?.value == right?.value
            return [
                .init(ExceptionTerms.label(of: name)[language]), text(left), text(right),
                isEqual ? .init("✓", .good) : .init("✗", .bad),
            ]
        }
    }

    private func text(_ value: Answer.Value?, of member: String) -> String {
        switch value {
        case nil, .null: return "—"
        case .integer(let number) where member.hasSuffix("Fen"): return AnswerTable.yuan(number)
        case .integer(let number): return String(number)
        case .boolean(let flag):
            return Phrase(zh: flag ? "是" : "否", en: flag ? "yes" : "no")[language]
        case .text(let text) where ["percent", "threshold"].contains(member): return "\(text) %"
        case .text(let text) where member == "region": return text
        case .text(let text): return word(text, of: member)
        case .texts(let list):
            guard let first = list.first else { return "—" }
            return list.count == 1 ? first.visible : "\(first.visible) (+\(list.count - 1))"
        }
    }

    // MARK: - The events

    private func term(_ term: FigureAccount.Term, of explanation: Explanation) -> [String] {
        let counted = term.items.filter { $0.amount != 0 || $0.status == "counts" }
        // Where order matters, what does not count stands among what does.
        let isSequence = term.unit == .months || term.unit == .events || term.unit == .none
        let shown = isSequence || showsAll ? term.items : counted
        var lines = [title(of: term, counted: counted.count)]
        if !shown.isEmpty {
            let sum = explanation.sum(of: term)
            let (table, _) = self.table(of: shown, of: term, sum).fitted(to: columns.map { $0 - 2 })
            lines += table.lines(colour: colour, indent: 2, fitting: columns)
        }
        guard !isSequence, !showsAll else { return lines }
        return lines + rest(of: term)
    }

    private func title(of term: FigureAccount.Term, counted: Int) -> String {
        let name = term.title[language]
        switch term.unit {
        case .fen: return "\(name)  \(AnswerTable.yuan(term.value)) ¥"
        case .divisions, .months, .events: return "\(name)  \(term.value)"
        case .none: return name
        }
    }

    private func table(
        of items: [FigureAccount.Item],
        of term: FigureAccount.Term,
        _ sum: (value: Int128, isFigure: Bool)?
    ) -> TextTable {
        let isMoney = term.unit == .fen
        var table = TextTable(
            columns: [
                .init(Phrase(zh: "项", en: "item")[language], isFlexible: true, narrowest: 20),
                .init(Phrase(zh: "状态", en: "state")[language], isFlexible: true),
                .init(Phrase(zh: "业务日期", en: "date")[language]),
                .init(Phrase(zh: "内容", en: "states")[language], isFlexible: true, narrowest: 10),
                .init("", isFlexible: true),
            ] + (isMoney ? [.init("¥", .right)] : []) + [
                .init(Phrase(zh: "位置", en: "position")[language], .right),
                .init(Phrase(zh: "记录时间", en: "recorded")[language], dropOrder: 1),
                .init(
                    Phrase(zh: "事件", en: "event")[language],
                    isFlexible: true,
                    keepsEnd: true,
                    narrowest: 16,
                    dropOrder: 2
                ),
            ]
        )
        for item in items {
            let counts = item.amount != 0 || item.status == "counts"
            let key = TextTable.Cell(itemName(item), counts ? .plain : .faint)
            let state = TextTable.Cell(
                AccountTerms.status(item.status)[language],
                counts ? .plain : .faint
            )
            if item.entries.isEmpty { table.append([key, state] + missing(item, isMoney)) }
            for (place, entry) in item.entries.enumerated() {
                table.append((place == 0 ? [key, state] : ["", ""]) + cells(entry, isMoney))
            }
        }
        if let sum {
            let text = (sum.isFigure ? "✓ " : "✗ ") + AnswerTable.yuan(sum.value)
            table.append([
                "Σ", "", "", "", "", .init(text, sum.isFigure ? .good : .bad), "", "", "",
            ])
        }
        return table.without { index in
            // What all rows have in common says nothing.
            index == 1 && items.allSatisfy { $0.status == "counts" || $0.status == "covered" }
        }
    }

    /// The cells of an item without events: the day on which something was due, if there is one.
    private func missing(_ item: FigureAccount.Item, _ isMoney: Bool) -> [TextTable.Cell] {
        let blanks = [TextTable.Cell](repeating: "", count: isMoney ? 5 : 4)
        guard let day = item.dueOn else { return ["", ""] + blanks }
        return [.init(day.description), .init(AccountTerms.role("due")[language])] + blanks
    }

    private func cells(_ entry: FigureAccount.Entry, _ isMoney: Bool) -> [TextTable.Cell] {
        let event = entry.listed
        let amount: [TextTable.Cell] =
            isMoney ? [.init(entry.amount.map { AnswerTable.yuan($0) } ?? "")] : []
        return [
            .init(event.day.description), .init(AccountTerms.role(entry.role)[language]),
            .init(detail(entry)),
        ] + amount + [
            .init(String(event.position)), .init(LocalTime.short(event.recordedAt)),
            .init(event.reference.description),
        ]
    }

    private func detail(_ entry: FigureAccount.Entry) -> String {
        // A division's own name stands beside its code.
        guard let detail = entry.detail, entry.role != "declared" else { return "" }
        return detail.split(separator: " ").map { word in
            let classes = IndicatorDefinition.funds[dimension: "class"]
            let phrase = classes?[code: String(word)]?.meaning ?? AnswerTerms.phrase(String(word))
            return phrase[language]
        }.joined(separator: " ")
    }

    private func itemName(_ item: FigureAccount.Item) -> String {
        names[item.key].map { "\(AnswerTable.shortened(item.key)) \($0)" } ?? item.key
    }

    /// What was looked at and does not count, by reason.
    private func rest(of term: FigureAccount.Term) -> [String] {
        var lines: [String] = []
        var statuses: [String] = []
        for item in term.items
        where item.amount == 0 && item.status != "counts" && !statuses.contains(item.status) {
            statuses.append(item.status)
        }
        for status in statuses {
            let items = term.items.filter { $0.status == status && $0.amount == 0 }
            let list =
                term.unit == .fen
                ? Phrase(zh: "--all 列出", en: "--all lists them")[language]
                : items.map { itemName($0).visible }
                    .joined(separator: Phrase(zh: "、", en: ", ")[language])
            let head = "\(AccountTerms.status(status)[language]) (\(items.count))"
            lines += wrapped(
                "  "
                    + Phrase(zh: "不计:\(head):\(list)", en: "not counted: \(head): \(list)")[
                        language
                    ],
                hanging: 4
            )
        }
        return lines
    }

    // MARK: - Where it stands

    private func footing(_ explanation: Explanation) -> [String] {
        let root = String(explanation.answer.rootHash.description.prefix(16))
        let count = explanation.events.count
        let line = Phrase(
            zh: "列出 \(count) 条事件;依据前 \(explanation.answer.treeSize) 条,根哈希 \(root)…",
            en:
                "\(count) events listed; stands on the first \(explanation.answer.treeSize), root \(root)…"
        )
        return wrapped(line[language], hanging: 2) + ["  \(explanation.figure.shortened())"]
    }

    private func wrapped(_ text: String, hanging: Int) -> [String] {
        TextWrap.lines(
            text,
            columns: min(columns ?? Self.usualColumns, Self.usualColumns),
            hanging: hanging
        )
    }
}

extension Explanation {
    /// The sum of a term in money, and whether the figure states the same; `nil` for other terms.
    fileprivate func sum(of term: FigureAccount.Term) -> (value: Int128, isFigure: Bool)? {
        guard term.unit == .fen, let ratio = AnswerMembers.ratio(of: answer.indicator) else {
            return nil
        }
        let member = term.name == "numerator" ? ratio.numerator : ratio.denominator
        return (term.value, row[member] == .integer(term.value))
    }
}

extension Array {
    /// The element at a place; `nil` beyond the end.
    fileprivate subscript(safely place: Int) -> Element? {
        place < count ? self[place] : nil
    }
}

extension FigureAccount.Entry {
    /// The event as it is listed.
    var listed: Explanation.ListedEvent { Explanation.ListedEvent(event) }
}
