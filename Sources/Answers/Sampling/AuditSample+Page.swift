internal import EventModel

extension AuditSample {
    /// The sample as a page for people.
    ///
    /// - Parameters:
    ///   - language: Language of headings.
    ///   - regions: Names of counties by code.
    ///   - columns: Columns of the terminal; `nil` cuts nothing.
    /// - Returns: The page's lines without line ends.
    package func lines(
        language: Language,
        regions: [String: String],
        columns: Int?
    ) -> [String] {
        func wrapped(_ phrase: Phrase) -> [String] {
            columns.map { TextWrap.lines(phrase[language], columns: $0, hanging: 2) }
                ?? [phrase[language]]
        }
        let method = methodPhrase
        var lines = wrapped(
            Phrase(
                zh: "审计抽样  \(populationPhrase.zh)  截至 \(id.asOf)",
                en: "Audit sample of \(populationPhrase.en) as of \(id.asOf)"
            )
        )
        lines += wrapped(
            Phrase(
                zh: "\(method.zh),随机种子 \(id.plan.seed),共 \(populationCount) 条中抽到 \(items.count) 条",
                en:
                    "\(method.en), seed \(id.plan.seed): \(items.count) of \(populationCount) events"
            )
        )
        if let fen = populationFen {
            let all = AnswerTable.yuan(Int128(fen))
            let drawn = AnswerTable.yuan(items.reduce(0) { $0 + Int128($1.amountFen ?? 0) })
            lines += wrapped(
                Phrase(zh: "金额 \(drawn) 元,总体 \(all) 元", en: "¥\(drawn) of ¥\(all)")
            )
        }
        if id.plan.isByCounty { lines += [""] + strataTable(language, regions, columns) }
        lines += [""] + itemTable(language, regions, columns) + [""]
        // One line, so that it can be copied whole.
        lines += [
            Phrase(zh: "重抽:", en: "To draw it again:")[language],
            "  cairn audit sample '\(id.text)'",
        ]
        return lines
    }

    private var methodPhrase: Phrase {
        let count = id.plan.count
        return switch id.plan.method {
        case .record: Phrase(zh: "随机记录抽样 \(count) 条", en: "\(count) records at random")
        case .monetaryUnit:
            Phrase(zh: "货币单位抽样 \(count) 点", en: "\(count) monetary units at fixed intervals")
        }
    }

    private var populationPhrase: Phrase {
        id.plan.population == .payments
            ? Phrase(zh: "支付", en: "payments")
            : Phrase(verbatim: id.plan.population.type)
    }

    private static func place(_ county: String?, _ regions: [String: String]) -> String {
        guard let county else { return "—" }
        guard let name = regions[county] else { return county }
        return "\(county.hasSuffix("000000") ? String(county.prefix(6)) : county) \(name)"
    }

    private func strataTable(
        _ language: Language,
        _ regions: [String: String],
        _ columns: Int?
    ) -> [String] {
        var table = TextTable(
            columns: [
                .init(Phrase(zh: "县(区)", en: "county")[language], isFlexible: true),
                .init(Phrase(zh: "条数", en: "events")[language], .right),
                .init(Phrase(zh: "金额(元)", en: "amount ¥")[language], .right),
                .init(Phrase(zh: "抽取", en: "draws")[language], .right),
            ]
        )
        for stratum in strata {
            table.append([
                .init(Self.place(stratum.county, regions)), .init(String(stratum.count)),
                .init(
                    populationFen == nil ? "—" : AnswerTable.yuan(Int128(stratum.amountFen))
                ), .init(String(stratum.draws)),
            ])
        }
        return table.lines(colour: false, fitting: columns)
    }

    /// What was drawn; amounts and counties have a column if there are any, and room for it.
    private func itemTable(
        _ language: Language,
        _ regions: [String: String],
        _ columns: Int?
    ) -> [String] {
        let hasCounties = items.contains { $0.county != nil }
        let tables = (hasCounties ? [true, false] : [false]).map { showsCounty in
            itemTable(language, regions, showsCounty: showsCounty)
        }
        return TextTable.firstFitting(tables, into: columns).lines(colour: false, fitting: columns)
    }

    private func itemTable(
        _ language: Language,
        _ regions: [String: String],
        showsCounty: Bool
    ) -> TextTable {
        let isRecord = id.plan.method == .record
        let why =
            isRecord ? Phrase(zh: "第几抽", en: "draw") : Phrase(zh: "命中的第几分", en: "fen hit")
        var heads: [TextTable.Column] = [
            .init(Phrase(zh: "位置", en: "position")[language], .right),
            .init(Phrase(zh: "事件", en: "event")[language], isFlexible: true),
            .init(Phrase(zh: "日期", en: "date")[language]),
        ]
        if populationFen != nil {
            heads.append(.init(Phrase(zh: "金额(元)", en: "amount ¥")[language], .right))
        }
        if showsCounty { heads.append(.init(Phrase(zh: "县(区)", en: "county")[language])) }
        heads.append(.init(why[language], .right))
        var table = TextTable(columns: heads)
        for item in items {
            var cells: [TextTable.Cell] = [
                .init(String(item.position)), .init(item.event), .init(item.date.description),
            ]
            if let fen = item.amountFen { cells.append(.init(AnswerTable.yuan(Int128(fen)))) }
            if showsCounty { cells.append(.init(Self.place(item.county, regions))) }
            let more = item.units.count > 1 ? " (+\(item.units.count - 1))" : ""
            let reason = item.draw.map { String($0) } ?? item.units.first.map { "\($0)\(more)" }
            cells.append(.init(reason ?? ""))
            table.append(cells)
        }
        return table
    }
}
