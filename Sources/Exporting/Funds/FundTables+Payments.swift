import Answers

extension FundTables {
    /// The payments that count.
    static let paymentList = ReportTable(
        name: "fund_payments",
        title: Phrase(zh: "支付明细", en: "Payments"),
        summary: Phrase(
            zh: "自项目开始至截至日计入的每笔支付一行,附退回、追回、净额与现行支出类别;可据此重算资金比例。",
            en:
                "One row per payment that counts, from the beginning to the date, with what came back and the "
                + "classes in force: the fund ratios can be computed from it."
        ),
        columns: [
            ReportColumn(
                "payment",
                .identifier,
                zh: "支付编号",
                en: "Payment",
                meaning: Phrase(zh: "支付编号", en: "Id of the payment"),
                origin: "fund.disbursed: payment"
            ),
            ReportColumn(
                "businessDate",
                .date,
                zh: "业务日期",
                en: "Business date",
                meaning: Phrase(zh: "支付日期(北京时间)", en: "Day of the payment in UTC+8"),
                origin: "fund.disbursed: time"
            ),
            ReportColumn(
                "recordedAt",
                .instant,
                zh: "记录时间",
                en: "Recorded at",
                meaning: Phrase(zh: "账本记下该支付的时刻", en: "Instant at which the ledger recorded it"),
                origin: "recordedtime"
            ),
            Shared.source,
            ReportColumn(
                "line",
                .identifier,
                zh: "预算项",
                en: "Budget line",
                meaning: Phrase(zh: "预算项编号", en: "Id of the budget line"),
                origin: "fund.disbursed: line"
            ),
            Shared.lineTitle,
            ReportColumn(
                "payee",
                .text,
                zh: "收款单位",
                en: "Payee",
                meaning: Phrase(zh: "收款单位", en: "Who was paid"),
                origin: "fund.disbursed: payee"
            ),
            Shared.county, Shared.countyName,
            ReportColumn(
                "purpose",
                .text,
                zh: "用途",
                en: "Purpose",
                meaning: Phrase(zh: "用途", en: "What for"),
                origin: "fund.disbursed: purpose"
            ),
            ReportColumn(
                "voucher",
                .identifier,
                zh: "凭证号",
                en: "Voucher",
                meaning: Phrase(zh: "凭证号", en: "Number of the voucher"),
                origin: "fund.disbursed: voucher"
            ),
            ReportColumn(
                "milestone",
                .text,
                zh: "里程碑",
                en: "Milestone",
                meaning: Phrase(zh: "合同里程碑", en: "Contract milestone that was paid"),
                origin: "fund.disbursed: milestone"
            ),
            ReportColumn(
                "classesPaid",
                .terms,
                zh: "支付时类别",
                en: "Classes when paid",
                meaning: Phrase(zh: "支付事件所列支出类别", en: "Classes as the payment has them"),
                origin: "fund.disbursed: classes",
                terms: FundTerms.classes
            ),
            ReportColumn(
                "classes",
                .terms,
                zh: "现行类别",
                en: "Classes in force",
                meaning: Phrase(
                    zh: "截至日的支出类别:最近一次归类,否则为支付时类别",
                    en: "Classes at the date: the newest classification, else those of the payment"
                ),
                origin: "fund.classified: classes; fund.disbursed: classes",
                terms: FundTerms.classes
            ),
            ReportColumn(
                "classifiedBy",
                .identifier,
                zh: "归类事件",
                en: "Classified by",
                meaning: Phrase(
                    zh: "给出现行类别的归类事件",
                    en: "The classification that gave the classes in force"
                ),
                origin: "fund.classified: source, id"
            ),
            money(
                "amountFen",
                "支付金额",
                "Paid",
                Phrase(zh: "支付金额", en: "What was paid"),
                "fund.disbursed: amountFen",
                isSummed: true
            ),
            money(
                "returnedFen",
                "退回",
                "Returned",
                Phrase(zh: "截至日退回", en: "Come back up to the date"),
                "fund.returned: amountFen",
                isSummed: true
            ),
            money(
                "recoveredFen",
                "追回",
                "Recovered",
                Phrase(zh: "截至日追回", en: "Recovered up to the date"),
                "fund.recovered: amountFen",
                isSummed: true
            ),
            money(
                "netFen",
                "净额",
                "Net",
                Phrase(zh: "支付 − 退回 − 追回", en: "Paid − returned − recovered"),
                "—",
                isSummed: true
            ),
            Shared.position, Shared.event, Shared.evidence,
        ],
        indexed: ["payment", "line"]
    )
}
