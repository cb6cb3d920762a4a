internal import EventModel

extension AuditSample {
    /// The sample as one JSON object, one event a line.
    ///
    /// - Returns: UTF-8 text that ends in a line break.
    package func json() -> String {
        let plan = id.plan
        var text = "{\n"
        func add(_ name: String, _ value: String) { text += "  \"\(name)\": \(value),\n" }
        add("sample", JSONText.string(id.text))
        add("method", JSONText.string(plan.method.rawValue))
        add("n", String(plan.count))
        add("seed", JSONText.string(plan.seed))
        add("population", JSONText.string(plan.population.word))
        add("asOf", "\"\(id.asOf)\"")
        add("knownAt", knownAt.map { "\"\($0.utcDescription)\"" } ?? "null")
        add("treeSize", String(id.position))
        add("rootHash", "\"\(rootHash)\"")
        add("populationCount", String(populationCount))
        if let populationFen { add("populationFen", String(populationFen)) }
        add("populationDigest", "\"\(id.populationDigest)\"")
        if plan.isByCounty { add("strata", Self.lines(strata.map { stratumJSON($0) })) }
        text += "  \"items\": " + Self.lines(items.map(Self.json)) + "\n"
        return text + "}\n"
    }

    private static func lines(_ items: [String]) -> String {
        guard !items.isEmpty else { return "[]" }
        return "[\n" + items.map { "    " + $0 }.joined(separator: ",\n") + "\n  ]"
    }

    private func stratumJSON(_ stratum: Stratum) -> String {
        var members = [
            (name: "county", value: stratum.county.map(JSONText.string) ?? "null"),
            (name: "count", value: String(stratum.count)),
        ]
        if populationFen != nil { members.append(("amountFen", String(stratum.amountFen))) }
        members.append(("n", String(stratum.draws)))
        return JSONText.object(members)
    }

    private static func json(_ item: Item) -> String {
        var members = [
            (name: "position", value: String(item.position)),
            (name: "event", value: JSONText.string(item.event)),
            (name: "date", value: JSONText.string(item.date.description)),
        ]
        if let amountFen = item.amountFen { members.append(("amountFen", String(amountFen))) }
        if let county = item.county { members.append(("county", JSONText.string(county))) }
        if let draw = item.draw { members.append(("draw", String(draw))) }
        if !item.units.isEmpty {
            members.append(("units", JSONText.array(item.units.map { String($0) })))
        }
        return JSONText.object(members)
    }

    /// The events as CSV with fixed heads and line ends of CRLF; monetary units are joined by blanks.
    package func csv() -> String {
        var text = CSVText.record([
            "position", "event", "date", "amountFen", "county", "draw", "units",
        ])
        for item in items {
            text += CSVText.record([
                String(item.position), item.event, item.date.description,
                item.amountFen.map { String($0) } ?? "", item.county ?? "",
                item.draw.map { String($0) } ?? "",
                item.units.map { String($0) }.joined(separator: " "),
            ])
        }
        return text
    }

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

    private func itemTable(
        _ language: Language,
        _ regions: [String: String],
        _ columns: Int?
    ) -> [String] {
        let isRecord = id.plan.method == .record
        let why =
            isRecord
            ? Phrase(zh: "第几抽", en: "draw") : Phrase(zh: "命中的第几分", en: "fen that were hit")
        var table = TextTable(
            columns: [
                .init(Phrase(zh: "位置", en: "position")[language], .right),
                .init(Phrase(zh: "事件", en: "event")[language], isFlexible: true),
                .init(Phrase(zh: "日期", en: "date")[language]),
                .init(Phrase(zh: "金额(元)", en: "amount ¥")[language], .right),
                .init(
                    Phrase(zh: "县(区)", en: "county")[language],
                    isFlexible: true,
                    dropOrder: 1
                ), .init(why[language], isRecord ? .right : .left, isFlexible: !isRecord),
            ]
        )
        for item in items {
            let units = item.units.first.map { first in
                item.units.count > 1 ? "\(first) (+\(item.units.count - 1))" : "\(first)"
            }
            table.append([
                .init(String(item.position)), .init(item.event), .init(item.date.description),
                .init(item.amountFen.map { AnswerTable.yuan(Int128($0)) } ?? "—"),
                .init(Self.place(item.county, regions)),
                .init(item.draw.map { String($0) } ?? units ?? ""),
            ])
        }
        return table.fitted(to: columns).table.lines(colour: false, fitting: columns)
    }
}
