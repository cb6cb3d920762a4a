import Answers

extension FundTables {
    /// Balances per source.
    static let sources = ReportTable(
        name: "fund_balances_by_source",
        title: Phrase(zh: "资金余额(按来源)", en: "Balances by source"),
        summary: Phrase(
            zh: "截至日每个资金来源一行。余额 = 期初 + 下达 − 支付 + 退回 + 追回。",
            en: "One row per source at the date. Balance = opening + granted − paid + returned + "
                + "recovered."
        ),
        columns: [Shared.source] + periodColumns("sourceBalanceFen")
            + [
                money(
                    "appropriatedTotalFen",
                    "累计下达",
                    "Granted in all",
                    Phrase(zh: "自项目开始累计下达", en: "Granted since the beginning"),
                    "fund.appropriated: amountFen",
                    isSummed: true
                ),
                money(
                    "netPaidTotalFen",
                    "累计净支付",
                    "Net paid in all",
                    Phrase(
                        zh: "自项目开始累计支付减退回、追回",
                        en: "Paid since the beginning less what came back"
                    ),
                    "fund.disbursed, fund.returned, fund.recovered: amountFen",
                    isSummed: true
                ),
                money(
                    "budgetTotalFen",
                    "预算安排",
                    "Budgeted in all",
                    Phrase(
                        zh: "该来源各预算项调剂后的预算合计",
                        en: "Budgets of the source's lines after reallocation"
                    ),
                    "fund.lineBudgeted, fund.reallocated: amountFen",
                    isSummed: true
                ),
                ReportColumn(
                    "paidPercent",
                    .percent,
                    zh: "支付率(%)",
                    en: "Paid %",
                    meaning: Phrase(
                        zh: "累计净支付 / 累计下达,四位小数,四舍六入五取偶",
                        en: "Net paid of granted, 4 decimals, half to even"
                    ),
                    origin: "—"
                ),
            ]
    )

    /// Balances per budget line.
    static let lines = ReportTable(
        name: "fund_balances_by_line",
        title: Phrase(zh: "资金余额(按预算项)", en: "Balances by line"),
        summary: Phrase(
            zh: "截至日每个预算项一行。余额 = 期初 + 预算 + 调入 − 调出 − 支付 + 退回 + 追回 = 现行预算 − 累计净支付。",
            en:
                "One row per budget line at the date. Balance = opening + budgeted + moved in − moved out − "
                + "paid + returned + recovered = present budget − net paid in all."
        ),
        columns: [
            ReportColumn(
                "line",
                .identifier,
                zh: "预算项",
                en: "Budget line",
                meaning: Phrase(zh: "预算项编号", en: "Id of the line"),
                origin: "fund.lineBudgeted: line; fund.disbursed: line"
            ),
            Shared.lineTitle, Shared.source, Shared.county, Shared.countyName,
            ReportColumn(
                "classes",
                .terms,
                zh: "支出类别",
                en: "Classes",
                meaning: Phrase(zh: "预算项的支出类别", en: "Classes of the line"),
                origin: "fund.lineBudgeted: classes",
                terms: FundTerms.classes
            ),
            ReportColumn(
                "budgetedOn",
                .date,
                zh: "预算日期",
                en: "Budgeted on",
                meaning: Phrase(
                    zh: "预算项登记的业务日期;空白为未登记",
                    en: "Business date of the line's budget; empty if the line is not known"
                ),
                origin: "fund.lineBudgeted: time"
            ),
        ] + periodColumns("lineBalanceFen")
            + [
                money(
                    "budgetFen",
                    "现行预算",
                    "Present budget",
                    Phrase(zh: "调剂后的预算", en: "Budget after reallocations"),
                    "fund.lineBudgeted, fund.reallocated: amountFen",
                    isSummed: true
                ),
                money(
                    "netPaidTotalFen",
                    "累计净支付",
                    "Net paid in all",
                    Phrase(
                        zh: "自项目开始累计支付减退回、追回",
                        en: "Paid since the beginning less what came back"
                    ),
                    "fund.disbursed, fund.returned, fund.recovered: amountFen",
                    isSummed: true
                ),
                ReportColumn(
                    "executedPercent",
                    .percent,
                    zh: "执行率(%)",
                    en: "Executed %",
                    meaning: Phrase(
                        zh: "累计净支付 / 现行预算,四位小数,四舍六入五取偶",
                        en: "Net paid of the present budget, 4 decimals, half to even"
                    ),
                    origin: "—"
                ),
                ReportColumn(
                    "paymentCount",
                    .integer,
                    zh: "支付笔数",
                    en: "Payments",
                    meaning: Phrase(zh: "期间内计入的支付笔数", en: "Payments of the period that count"),
                    origin: "fund.disbursed",
                    isSummed: true
                ),
                ReportColumn(
                    "lastPaidOn",
                    .date,
                    zh: "最近支付",
                    en: "Last paid on",
                    meaning: Phrase(
                        zh: "期间内最近一笔支付的业务日期",
                        en: "Business date of the newest payment"
                    ),
                    origin: "fund.disbursed: time"
                ),
            ]
    )

    /// The columns of a period: opening, what moved, closing.
    private static func periodColumns(_ balance: String) -> [ReportColumn] {
        let isLine = balance == "lineBalanceFen"
        let opening = money(
            "openingFen",
            "期初余额",
            "Opening",
            Phrase(
                zh: "期间第一天之前的余额;未指定期间的为 0",
                en: "Balance before the first day of the period; 0 without one"
            ),
            "—",
            isSummed: true
        )
        let closing = money(
            "balanceFen",
            "期末余额",
            "Balance",
            Phrase(
                zh: isLine ? "截至日的预算余额;负数为超支" : "截至日的资金余额",
                en: isLine
                    ? "What is left of the budget at the date; negative if overspent"
                    : "Balance at the date"
            ),
            "—",
            isSummed: true
        )
        return [opening] + (isLine ? budgetMoves : grants) + payments + [closing]
    }

    private static let grants = [
        money(
            "appropriatedFen",
            "下达",
            "Granted",
            Phrase(zh: "期间内下达", en: "Granted in the period"),
            "fund.appropriated: amountFen",
            isSummed: true
        )
    ]

    private static let budgetMoves = [
        money(
            "budgetedFen",
            "预算",
            "Budgeted",
            Phrase(zh: "期间内安排的预算", en: "Budgeted in the period"),
            "fund.lineBudgeted: amountFen",
            isSummed: true
        ),
        money(
            "reallocatedInFen",
            "调入",
            "Moved in",
            Phrase(zh: "期间内自其他预算项调入", en: "Moved in from other lines in the period"),
            "fund.reallocated: amountFen, toLine",
            isSummed: true
        ),
        money(
            "reallocatedOutFen",
            "调出",
            "Moved out",
            Phrase(zh: "期间内调出至其他预算项", en: "Moved out to other lines in the period"),
            "fund.reallocated: amountFen, fromLine",
            isSummed: true
        ),
    ]

    private static let payments = [
        money(
            "paidFen",
            "支付",
            "Paid",
            Phrase(zh: "期间内支付", en: "Paid in the period"),
            "fund.disbursed: amountFen",
            isSummed: true
        ),
        money(
            "returnedFen",
            "退回",
            "Returned",
            Phrase(zh: "期间内退回", en: "Returned in the period"),
            "fund.returned: amountFen",
            isSummed: true
        ),
        money(
            "recoveredFen",
            "追回",
            "Recovered",
            Phrase(zh: "期间内追回", en: "Recovered in the period"),
            "fund.recovered: amountFen",
            isSummed: true
        ),
    ]
}
