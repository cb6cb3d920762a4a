package import Answers

extension Report {
    /// The rows of an indicator's answer as a report.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - regions: Names of divisions by code.
    package init(_ answer: Answer, regions: [String: String]) {
        let columns = AnswerColumns.columns(of: answer.indicator, rows: answer.rows)
            .flatMap { Self.withWords($0, regions) }
        let title = Self.title(of: answer.indicator)
        let table = ReportTable(
            name: answer.indicator,
            title: title,
            summary: Phrase(
                zh: "\(title.zh):截至 \(answer.asOf);与 answers/\(answer.indicator).json 内容相同,含全部口径。",
                en: "\(title.en) as of \(answer.asOf), every reading; the same as "
                    + "answers/\(answer.indicator).json."
            ),
            columns: columns.map(\.column)
        )
        self.init(table, rows: answer.rows.map { row in columns.map { $0.value(row) } })
    }

    private typealias Filled = (column: ReportColumn, value: (Answer.Row) -> ReportValue)

    /// A column of an answer, with those behind it that say the same in words.
    private static func withWords(
        _ column: ReportColumn,
        _ regions: [String: String]
    ) -> [Filled] {
        let own: Filled = (column, { ReportValue($0[column.name], column.kind) })
        switch column.name {
        case "region", "county":
            return [
                own,
                (
                    placeName(of: column),
                    { ReportValue($0[column.name].flatMap { regions[$0.description] }) }
                ),
            ]
        case "detail":
            return [
                own, (detailChinese, { ReportValue($0.exceptionWords(in: .chinese)) }),
                (detailEnglish, { ReportValue($0.exceptionWords(in: .english)) }),
            ]
        default: return [own]
        }
    }

    private static func placeName(of column: ReportColumn) -> ReportColumn {
        ReportColumn(
            column.name + "Name",
            .text,
            zh: column.title.zh + "名称",
            en: column.title.en + "'s name",
            meaning: Phrase(
                zh: "截至日有效的区划名称",
                en: "Name of the division that is valid on the date"
            ),
            origin: "region.declared, region.renamed: name",
            width: 14
        )
    }

    private static let detailChinese = ReportColumn(
        "detailZh",
        .text,
        zh: "说明(中文)",
        en: "In Chinese",
        meaning: Phrase(zh: "数据的文字说明,金额为元", en: "The figures in Chinese words, in yuan"),
        origin: "—",
        width: 40
    )
    private static let detailEnglish = ReportColumn(
        "detailEn",
        .text,
        zh: "说明(英文)",
        en: "In English",
        meaning: Phrase(zh: "数据的英文说明,金额为元", en: "The figures in English words, in yuan"),
        origin: "—",
        width: 40
    )

    private static func title(of indicator: String) -> Phrase {
        switch indicator {
        case "coverage": Phrase(zh: "站点覆盖率", en: "Station coverage")
        case "funds": Phrase(zh: "中央资金使用比例", en: "Central fund ratios")
        case "exits": Phrase(zh: "站点退出关注名单", en: "Station exit watch list")
        case "exceptions": Phrase(zh: "疑点清单", en: "Exceptions")
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
