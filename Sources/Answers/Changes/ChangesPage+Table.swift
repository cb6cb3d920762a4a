import EventModel

extension ChangesPage {
    /// A row of cells per changed member, under a line that says which row of the answer it is.
    ///
    /// Columns of causes that changed nothing are left out.
    func table(of rows: [FigureChanges.RowChange], _ changes: FigureChanges) -> [String] {
        let members = shownMembers(changes.from.indicator)
        let used = changes.causes.indices.filter { place in
            rows.contains { row in
                row.cells.contains { members.contains($0.member) && Self.changes($0, in: place) }
            }
        }
        var table = TextTable(
            columns: [
                .init(""),
                .init(
                    Phrase(zh: "由 ", en: "from ")[language] + changes.from.asOf.description,
                    .right
                ),
            ] + used.map { .init(ChangeTerms.title(of: changes.causes[$0])[language], .right) } + [
                .init(
                    Phrase(zh: "到 ", en: "to ")[language] + changes.to.asOf.description,
                    .right
                )
            ]
        )
        for row in rows {
            let cells = row.cells.filter { members.contains($0.member) }
            guard !cells.isEmpty else { continue }
            table.append(title: .init(title(of: row, changes.from.indicator)))
            for cell in cells { table.append(line(of: cell, used, changes.from.figure.indicator)) }
        }
        return table.lines(colour: colour, fitting: columns)
    }

    /// The members that people look at; JSON has all.
    private func shownMembers(_ indicator: String) -> [String] {
        switch indicator {
        case "coverage": ["numerator", "denominator", "percent", "threshold", "verdict"]
        case "funds":
            [
                "numeratorFen", "denominatorFen", "percent", "threshold", "headroomFen", "verdict",
            ]
        default: ["status", "run", "threshold", "establishedOn"]
        }
    }

    /// What a row is about, in words.
    func title(of row: FigureChanges.RowChange, _ indicator: String) -> String {
        row.any.members.filter { AnswerMembers.keys(of: indicator).contains($0.name) }
            .compactMap { member -> String? in
                guard case .text(let code) = member.value else { return nil }
                if member.name == "strength", code != "strive" { return nil }
                return word(code, of: member.name)
            }.joined(separator: " · ")
    }

    func word(_ code: String, of member: String) -> String {
        if member == "region", let name = names[code] {
            return "\(AnswerTable.shortened(code)) \(name)"
        }
        return AnswerTerms.phrase(code, of: member)[language].visible
    }

    private static func changes(_ cell: CellChange, in place: Int) -> Bool {
        if let parts = cell.parts ?? cell.percentParts { return parts[place] != 0 }
        return cell.values[place] != cell.values[place + 1]
    }

    private func line(
        of cell: CellChange,
        _ places: [Int],
        _ indicator: Indicator
    ) -> [TextTable.Cell] {
        let title = indicator.definition.members.first { $0.name == cell.member }?.title[language]
        let first = text(cell.values[0], of: cell.member)
        let last = text(cell.values[cell.values.count - 1], of: cell.member)
        let unit = cell.member.hasSuffix("Fen") ? " ¥" : ""
        return [.init("  " + (title ?? cell.member) + unit), .init(first)]
            + places.map { part(of: cell, $0) } + [.init(last)]
    }

    /// What a step adds, or for what does not add up the value after it.
    private func part(of cell: CellChange, _ place: Int) -> TextTable.Cell {
        guard Self.changes(cell, in: place) else { return .init("·", .faint) }
        if let parts = cell.parts {
            let text =
                cell.member.hasSuffix("Fen")
                ? AnswerTable.yuan(parts[place]) : String(parts[place])
            return .init(parts[place] > 0 ? "+" + text : text)
        }
        if let parts = cell.percentParts {
            let text = CellChange.percentText(parts[place])
            return .init(parts[place] > 0 ? "+" + text : text)
        }
        return .init("→ " + text(cell.values[place + 1], of: cell.member))
    }

    private func text(_ value: Answer.Value?, of member: String) -> String {
        switch value {
        case nil, .null: return "—"
        case .integer(let number) where member.hasSuffix("Fen"): return AnswerTable.yuan(number)
        case .text(let text) where ["percent", "threshold"].contains(member): return "\(text) %"
        case .text(let text): return word(text, of: member)
        case .some(let value): return value.description
        }
    }
}
