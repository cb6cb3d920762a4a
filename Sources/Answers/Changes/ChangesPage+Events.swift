import EventModel

extension ChangesPage {
    /// The events of one cause, each item once however many rows it changed.
    func section(
        _ cause: ChangeCause,
        _ changes: [(row: FigureChanges.RowChange, items: [ItemChange])],
        _ all: FigureChanges
    ) -> [String] {
        let items = distinct(changes, all.from.figure.indicator)
        guard !items.isEmpty else { return [] }
        let title = ChangeTerms.title(of: cause)[language]
        let meaning = ChangeTerms.meaning(of: cause)[language]
        var lines = [""] + wrapped("\(title) — \(meaning)", hanging: 2)
        let shown = showsEvents ? items[...] : items.prefix(Self.eventsMax)
        let (table, _) = self.table(of: Array(shown)).fitted(to: columns.map { $0 - 2 })
        lines += table.lines(colour: colour, indent: 2, fitting: columns)
        if shown.count < items.count {
            lines.append(
                Phrase(
                    zh: "  另有 \(items.count - shown.count) 项:--events 全部列出",
                    en: "  and \(items.count - shown.count) more: --events lists all"
                )[language]
            )
        }
        return lines
    }

    /// An item with the name under which it is listed.
    private struct Listed {
        let name: String
        let change: ItemChange
    }

    private func distinct(
        _ changes: [(row: FigureChanges.RowChange, items: [ItemChange])],
        _ indicator: Indicator
    ) -> [Listed] {
        var seen: Set<[String]> = []
        var listed: [Listed] = []
        for (row, items) in changes {
            // Months and inspections are those of a station; villages and payments are the same everywhere.
            let owner: String
            if indicator == .exits, case .text(let station)? = row.any["station"] {
                owner = station
            } else {
                owner = ""
            }
            // The money of an exception is that of its events.
            for item in items where indicator != .exceptions || item.term == "events" {
                // An item without a state before and after changed nothing that is shown.
                let states = [item.before, item.after].map {
                    $0.map { "\($0.status) \($0.amount)" } ?? ""
                }
                let key = [owner, item.key, item.unit.rawValue] + states
                guard seen.insert(key).inserted else { continue }
                let name = names[item.key].map { "\(AnswerTable.shortened(item.key)) \($0)" }
                listed.append(
                    Listed(
                        name: (owner.isEmpty ? "" : owner + " ") + (name ?? item.key),
                        change: item
                    )
                )
            }
        }
        // By term, in the order in which terms appear.
        let terms = listed.map(\.change.term)
        return listed.enumerated().sorted { left, right in
            let places = [left, right].map { terms.firstIndex(of: $0.element.change.term) ?? 0 }
            return (places[0], left.offset) < (places[1], right.offset)
        }.map(\.element)
    }

    private func table(of items: [Listed]) -> TextTable {
        let isMoney = items.contains { $0.change.unit == .fen }
        var table = TextTable(columns: [
            .init(
                Phrase(zh: "项", en: "item")[language],
                isFlexible: true,
                keepsEnd: true,
                narrowest: 22
            ),
            .init(isMoney ? "¥" : "±", .right),
            .init(Phrase(zh: "状态", en: "state")[language], isFlexible: true, dropOrder: 3),
            .init(Phrase(zh: "业务日期", en: "date")[language]),
            .init(Phrase(zh: "内容", en: "states")[language], isFlexible: true),
            .init(Phrase(zh: "位置", en: "position")[language], .right),
            .init(Phrase(zh: "记录时间", en: "recorded")[language], dropOrder: 1),
            .init(
                Phrase(zh: "事件", en: "event")[language],
                isFlexible: true,
                keepsEnd: true,
                narrowest: 20,
                dropOrder: 2
            ),
        ])
        var term = ""
        for item in items {
            if item.change.term != term {
                term = item.change.term
                table.append(title: .init(item.change.title[language], .faint))
            }
            let head = [
                TextTable.Cell(item.name), amount(item.change), state(item.change),
            ]
            if item.change.entries.isEmpty { table.append(head + ["", "", "", "", ""]) }
            for (place, entry) in item.change.entries.enumerated() {
                table.append((place == 0 ? head : ["", "", ""]) + cells(entry))
            }
        }
        return table
    }

    private func amount(_ change: ItemChange) -> TextTable.Cell {
        guard change.change != 0 else { return "" }
        let text =
            change.unit == .fen ? AnswerTable.yuan(change.change) : String(change.change)
        return .init(change.change > 0 ? "+" + text : text)
    }

    private func state(_ change: ItemChange) -> TextTable.Cell {
        let words = [change.before, change.after].map {
            $0.map { AccountTerms.status($0.status)[language] } ?? "—"
        }
        return .init(words[0] == words[1] ? words[0] : "\(words[0]) → \(words[1])")
    }

    private func cells(_ change: EntryChange) -> [TextTable.Cell] {
        let event = change.entry.listed
        var states = AccountTerms.role(change.entry.role)[language]
        if !change.isAdded { states = "− " + states }
        if let cause = change.cause {
            states += " (\(ChangeTerms.cause(cause.kind, cause.position)[language]))"
        }
        return [
            .init(event.day.description), .init(states, change.isAdded ? .plain : .faint),
            .init(String(event.position)), .init(LocalTime.short(event.recordedAt)),
            .init(event.reference.description),
        ]
    }
}
