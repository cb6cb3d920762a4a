import EventModel

/// Turns rows of an answer into table cells for people.
package struct AnswerTable: Sendable {
    private let indicator: String
    private let language: Language
    private let names: [String: String]

    /// Makes the table writer of an indicator.
    ///
    /// - Parameters:
    ///   - indicator: `coverage`, `funds` or `exits`.
    ///   - language: Language of heads and fixed values.
    ///   - names: Names of regions by their 12-digit code, as far as they are known.
    package init(indicator: String, language: Language, names: [String: String] = [:]) {
        self.indicator = indicator
        self.language = language
        self.names = names
    }

    /// The rows under one set of heads.
    package func table(of rows: [Answer.Row]) -> TextTable {
        let shape = Shape(rows)
        var table = TextTable(columns: keyColumns(shape) + valueColumns)
        for row in rows { table.append(keyCells(of: row, shape) + valueCells(of: row)) }
        return table.withoutRepeats(inFirst: repeatingColumnCount)
    }

    /// The flavour that all rows have in common and that therefore has no column; `nil` if they differ.
    package func commonFlavour(of rows: [Answer.Row]) -> String? {
        guard indicator == "coverage", let flavour = Shape(rows).commonFlavour else { return nil }
        return AnswerTerms.phrase(flavour)[language]
    }

    /// Two answers to the same question at two instants of knowledge, side by side.
    ///
    /// Rows are matched by their key members; a row that only one answer has shows blanks on the
    /// other side. The last column marks rows that differ with `≠`.
    package func comparison(
        of earlier: [Answer.Row],
        with later: [Answer.Row],
        earlierTitle: String,
        laterTitle: String
    ) -> TextTable {
        let shape = Shape(earlier + later)
        let columns =
            keyColumns(shape) + comparedColumns(isBeside: true).map { $0.grouped(earlierTitle) }
            + comparedColumns(isBeside: true).map { $0.grouped(laterTitle) } + [.init("")]
        var table = TextTable(columns: columns)
        for pair in matched(earlier, later) {
            guard let either = pair.later ?? pair.earlier else { continue }
            let left = pair.earlier.map(comparedCells) ?? missingCells
            let right = pair.later.map(comparedCells) ?? missingCells
            let mark: TextTable.Cell = pair.differs ? .init("≠", .watch) : ""
            table.append(keyCells(of: either, shape) + left + right + [mark])
        }
        return table.withoutRepeats(inFirst: repeatingColumnCount)
    }

    /// What the rows have in common.
    private struct Shape {
        let commonFlavour: String?

        init(_ rows: [Answer.Row]) {
            let flavours = Set(rows.map { $0["flavour"]?.description ?? "" })
            commonFlavour = flavours.count == 1 ? flavours.first : nil
        }
    }

    /// Columns whose words are shown once for rows that belong together.
    private var repeatingColumnCount: Int {
        switch indicator {
        case "coverage": 2
        case "funds": 1
        default: 3
        }
    }

    private var missingCells: [TextTable.Cell] {
        comparedColumns(isBeside: true).map { _ in .init("·", .faint) }
    }
}

extension AnswerTable {
    /// Heads of the members that say what a row is about.
    private func keyColumns(_ shape: Shape) -> [TextTable.Column] {
        switch indicator {
        case "coverage":
            [
                head("地区", "region", isFlexible: true), head("对象", "population"),
                head("口径", "reading", isFlexible: true, dropOrder: 3),
            ] + (shape.commonFlavour == nil ? [head("状态", "flavour")] : [])
                + [head("要求", "required", .right)]
        case "funds":
            [
                head("口径", "reading"), head("  阶段/基数", "  stage/base", isFlexible: true),
                head("要求", "required", .right),
            ]
        default:
            [
                head("站点", "station"), head("地区", "region", isFlexible: true, dropOrder: 2),
                head("规则", "rule"), head("依据/口径", "ground/reading", isFlexible: true),
            ]
        }
    }

    private var valueColumns: [TextTable.Column] {
        switch indicator {
        case "coverage": comparedColumns(isBeside: false)
        case "funds":
            [
                head("分子(元)", "numerator ¥", .right, dropOrder: 2),
                head("分母(元)", "base ¥", .right, dropOrder: 1),
                head("比例", "percent", .right), head("余量(元)", "headroom ¥", .right),
                head("结论", "verdict"),
            ]
        default:
            comparedColumns(isBeside: false) + [
                head("还差", "to go", .right), head("证据", "evidence", isFlexible: true, dropOrder: 1),
            ]
        }
    }

    /// Heads of the members that a comparison shows twice; fewer than a single table has.
    private func comparedColumns(isBeside: Bool) -> [TextTable.Column] {
        switch indicator {
        case "coverage":
            [
                head("覆盖", "covered", .right),
                head("比例", "percent", .right, dropOrder: isBeside ? 2 : nil),
                head("结论", "verdict", dropOrder: isBeside ? 1 : nil),
            ]
        case "funds":
            [head("比例", "percent", .right), head("结论", "verdict")]
        default:
            [head("结论", "status"), head("次数", "run", .right), head("成立日", "since", dropOrder: 3)]
        }
    }

    private func keyCells(of row: Answer.Row, _ shape: Shape) -> [TextTable.Cell] {
        switch indicator {
        case "coverage":
            [regionCell(row), term(row, "population"), term(row, "reading")]
                + (shape.commonFlavour == nil ? [term(row, "flavour")] : [])
                + [.init("\(term(row, "strength").text) ≥ \(text(row, "threshold")) %")]
        case "funds":
            [
                term(row, "reading"),
                .init(
                    (row["official"] == .boolean(true) ? "★ " : "  ") + term(row, "stage").text
                        + "/" + term(row, "base").text
                ),
                .init("\(term(row, "strength").text) \(requirement(ofFunds: row))"),
            ]
        default:
            [
                .init(text(row, "station")), regionCell(row), term(row, "rule"),
                .init(
                    [term(row, "ground").text, term(row, "reading").text, text(row, "person")]
                        .filter { !$0.isEmpty }.joined(separator: " ")
                ),
            ]
        }
    }

    private func valueCells(of row: Answer.Row) -> [TextTable.Cell] {
        switch indicator {
        case "coverage": comparedCells(row)
        case "funds":
            [
                yuan(row, "numeratorFen"), yuan(row, "denominatorFen"), percent(row),
                yuan(row, "headroomFen"), verdict(row),
            ]
        default:
            comparedCells(row) + [.init(text(row, "toThreshold")), evidence(row)]
        }
    }

    private func comparedCells(_ row: Answer.Row) -> [TextTable.Cell] {
        switch indicator {
        case "coverage":
            [
                .init("\(text(row, "numerator"))/\(text(row, "denominator"))"), percent(row),
                verdict(row),
            ]
        case "funds": [percent(row), verdict(row)]
        default: [status(row), .init(text(row, "run")), .init(text(row, "establishedOn"))]
        }
    }
}

extension AnswerTable {
    private func head(
        _ chinese: String,
        _ english: String,
        _ alignment: TextTable.Alignment = .left,
        isFlexible: Bool = false,
        dropOrder: Int? = nil
    ) -> TextTable.Column {
        TextTable.Column(
            Phrase(zh: chinese, en: english)[language],
            alignment,
            isFlexible: isFlexible,
            dropOrder: dropOrder
        )
    }

    private func text(_ row: Answer.Row, _ member: String) -> String {
        row[member]?.description ?? ""
    }

    private func term(_ row: Answer.Row, _ member: String) -> TextTable.Cell {
        .init(AnswerTerms.phrase(text(row, member), of: member)[language])
    }

    private func regionCell(_ row: Answer.Row) -> TextTable.Cell {
        let code = text(row, "region")
        guard let name = names[code] else { return term(row, "region") }
        return .init("\(Self.shortened(code)) \(name)")
    }

    /// A code without the zeros of the levels below its own.
    package static func shortened(_ code: String) -> String {
        if code.hasSuffix("000000") { return String(code.prefix(6)) }
        return code.hasSuffix("000") ? String(code.prefix(9)) : code
    }

    private func requirement(ofFunds row: Answer.Row) -> String {
        let threshold = text(row, "threshold")
        let reading = text(row, "reading")
        if reading.hasPrefix("CAP") { return "≤ \(threshold) %" }
        return reading.hasPrefix("FLOOR") ? "≥ \(threshold) %" : "= \(threshold)"
    }

    private func percent(_ row: Answer.Row) -> TextTable.Cell {
        let text = text(row, "percent")
        return text.isEmpty ? .init("—", .faint) : .init("\(text) %")
    }

    private func yuan(_ row: Answer.Row, _ member: String) -> TextTable.Cell {
        guard case .integer(let fen)? = row[member] else { return .init("—", .faint) }
        return .init(Self.yuan(fen))
    }

    /// Fen as yuan with two decimals and thousands apart: `-1,234,567.89`.
    package static func yuan(_ fen: Int128) -> String {
        let digits = String(fen.magnitude / 100)
        let rest = String(fen.magnitude % 100)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return (fen < 0 ? "-" : "") + grouped + (rest.count == 1 ? ".0" : ".") + rest
    }

    private func verdict(_ row: Answer.Row) -> TextTable.Cell {
        let value = text(row, "verdict")
        let word = AnswerTerms.phrase(value)[language]
        switch value {
        case "met": return .init(word, .good)
        case "notMet": return .init(word, .bad)
        default:
            let reason = AnswerTerms.phrase(text(row, "reason"))[language]
            // The reason says enough: where there is no denominator, nothing can be judged.
            return .init(reason.isEmpty ? word : reason, .faint)
        }
    }

    private func status(_ row: Answer.Row) -> TextTable.Cell {
        let value = text(row, "status")
        let word = AnswerTerms.phrase(value)[language]
        switch value {
        case "established": return .init(word, .bad)
        case "watch", "pending": return .init(word, .watch)
        case "clear": return .init(word, .good)
        default: return .init(word)
        }
    }

    /// The count of pieces of evidence and the first of them; JSON and CSV give all.
    private func evidence(_ row: Answer.Row) -> TextTable.Cell {
        guard case .texts(let items)? = row["evidence"], let first = items.first else { return "" }
        guard items.count > 1 else { return .init(first) }
        return .init("\(first) (+\(items.count - 1))")
    }

    private func matched(
        _ earlier: [Answer.Row],
        _ later: [Answer.Row]
    ) -> [(earlier: Answer.Row?, later: Answer.Row?, differs: Bool)] {
        let keys = AnswerMembers.keys(of: indicator)
        func key(_ row: Answer.Row) -> [String] { keys.map { row[$0]?.description ?? "" } }
        var pairs: [[String]: (earlier: Answer.Row?, later: Answer.Row?)] = [:]
        var order: [[String]] = []
        for row in earlier {
            order.append(key(row))
            pairs[key(row)] = (row, nil)
        }
        for row in later {
            if pairs[key(row)] == nil { order.append(key(row)) }
            pairs[key(row), default: (nil, nil)].later = row
        }
        if order.count > earlier.count {
            // Rows that only the later answer has are put where their keys belong.
            order.sort { $0.lexicographicallyPrecedes($1, by: Self.precedesAsBytes) }
        }
        return order.map { key in
            let pair = pairs[key] ?? (nil, nil)
            return (pair.earlier, pair.later, pair.earlier != pair.later)
        }
    }

    private static func precedesAsBytes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
