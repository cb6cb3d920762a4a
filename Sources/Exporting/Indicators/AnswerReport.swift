package import Answers

extension Report {
    /// The rows of an indicator's answer as a report.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - regions: Names of divisions by code.
    package init(_ answer: Answer, regions: [String: String]) {
        let columns = AnswerColumns.columns(of: answer.indicator, rows: answer.rows)
        let title = Self.title(of: answer.indicator)
        let region = columns.firstIndex { $0.name == "region" }
        let table = ReportTable(
            name: answer.indicator,
            title: title,
            summary: Phrase(
                zh: "\(title.zh):截至 \(answer.asOf),全部口径;与 answers/\(answer.indicator).json 内容相同。",
                en: "\(title.en) as of \(answer.asOf), every reading; the same as "
                    + "answers/\(answer.indicator).json."
            ),
            columns: Self.inserting(Self.regionName, behind: region, into: columns)
        )
        self.init(
            table,
            rows: answer.rows.map { row in
                let values = columns.map { ReportValue(row[$0.name], $0.kind) }
                let name = ReportValue(row["region"].flatMap { regions[$0.description] })
                return Self.inserting(name, behind: region, into: values)
            }
        )
    }

    private static func inserting<Element>(
        _ element: Element,
        behind index: Int?,
        into list: [Element]
    ) -> [Element] {
        guard let index else { return list }
        return list[...index] + [element] + list[(index + 1)...]
    }

    private static let regionName = ReportColumn(
        "regionName",
        .text,
        zh: "地区名称",
        en: "Region's name",
        meaning: Phrase(zh: "截至日有效的区划名称", en: "Name of the division that is valid on the date"),
        origin: "region.declared, region.renamed: name",
        width: 14
    )

    private static func title(of indicator: String) -> Phrase {
        switch indicator {
        case "coverage": Phrase(zh: "站点覆盖率", en: "Station coverage")
        case "funds": Phrase(zh: "中央资金使用比例", en: "Central fund ratios")
        case "exits": Phrase(zh: "站点退出关注名单", en: "Station exit watch list")
        default: Phrase(verbatim: indicator)
        }
    }
}

extension ReportValue {
    /// The value of a member of an answer's row.
    init(_ value: Answer.Value?, _ kind: ReportColumn.Kind) {
        switch value {
        case nil, .null: self = .absent
        case .text(let text): self = .text(text)
        // Thresholds are counts in one indicator and decimals in others.
        case .integer(let number): self = kind == .text ? .text(String(number)) : .integer(number)
        case .boolean(let flag): self = .boolean(flag)
        case .texts(let list): self = .texts(list)
        }
    }
}
