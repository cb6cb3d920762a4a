import EventModel

extension ChangesPage {
    /// A line for each row of a list: whether it stands in each answer, and which cause brought it or took it away.
    ///
    /// Columns of causes that changed nothing are left out.
    func presence(of rows: [FigureChanges.RowChange], _ changes: FigureChanges) -> [String] {
        let used = changes.causes.indices.filter { place in
            rows.contains { $0.rows[place] != $0.rows[place + 1] }
        }
        var table = TextTable(
            columns: [
                .init("", isFlexible: true, narrowest: 30),
                .init(Phrase(zh: "由 ", en: "from ")[language] + changes.from.asOf.description),
            ] + used.map { .init(ChangeTerms.title(of: changes.causes[$0])[language]) } + [
                .init(Phrase(zh: "到 ", en: "to ")[language] + changes.to.asOf.description)
            ]
        )
        for row in rows {
            let cells: [TextTable.Cell] =
                [.init(name(of: row)), standing(row.rows[0])]
                + used.map { step(row.rows[$0], row.rows[$0 + 1]) }
                + [standing(row.rows[row.rows.count - 1])]
            table.append(cells)
        }
        return table.fitted(to: columns).table.lines(colour: colour, fitting: columns)
    }

    private func name(of row: FigureChanges.RowChange) -> String {
        row.path.enumerated().map { place, key in
            (place == 0 ? word(key, of: "kind") : key).visible
        }.joined(separator: " · ")
    }

    private func standing(_ row: Answer.Row?) -> TextTable.Cell {
        row == nil
            ? .init("—", .faint) : .init(Phrase(zh: "在列", en: "listed")[language])
    }

    private func step(_ before: Answer.Row?, _ after: Answer.Row?) -> TextTable.Cell {
        switch (before, after) {
        case (nil, nil): .init("·", .faint)
        case (nil, _): .init(Phrase(zh: "+ 列入", en: "+ listed")[language], .watch)
        case (_, nil): .init(Phrase(zh: "− 撤下", en: "− gone")[language], .good)
        default:
            before == after
                ? .init("·", .faint) : .init(Phrase(zh: "有变化", en: "changed")[language])
        }
    }
}
