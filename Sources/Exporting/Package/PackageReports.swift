import Answers

/// The reports of a package, by the workbook in which they stand.
struct PackageReports {
    /// One workbook.
    struct Workbook {
        let name: String
        let title: Phrase
        let reports: [Report]
    }

    let funds: [Report]
    /// The list of exceptions, and the findings of the other indicators.
    let exceptions: [Report]
    let indicators: [Report]
    let dictionary: [Report]

    /// The workbooks in order.
    var workbooks: [Workbook] {
        [
            Workbook(
                name: "journal",
                title: Phrase(zh: "资金流水", en: "Fund journal"),
                reports: Array(funds.prefix(1))
            ),
            Workbook(
                name: "balances",
                title: Phrase(zh: "资金余额与支付明细", en: "Balances and payments"),
                reports: Array(funds.dropFirst())
            ),
            Workbook(
                name: "exceptions",
                title: Phrase(zh: "疑点清单", en: "Exceptions"),
                reports: exceptions
            ),
            Workbook(
                name: "indicators",
                title: Phrase(zh: "指标", en: "Indicators"),
                reports: indicators
            ),
            Workbook(
                name: "dictionary",
                title: Phrase(zh: "数据字典", en: "Data dictionary"),
                reports: dictionary
            ),
        ]
    }
}
