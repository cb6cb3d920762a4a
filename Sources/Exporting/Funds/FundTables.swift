import Answers
import Programme

/// The descriptions of the reports on money.
enum FundTables {
    /// The journal.
    static let journal = ReportTable(
        name: "fund_journal",
        title: Phrase(zh: "资金流水", en: "Fund journal"),
        summary: Phrase(
            zh: "每个资金事件一行(预算调剂两行:调出、调入),按业务先后排列,附资金来源与预算项两个账户的流水余额。"
                + "已作废、被更正、重复或暂不生效的事件同样列出,但不计入余额。期初余额列在最前。",
            en:
                "One row per event about money (two for a reallocation: giver and taker), in the order of "
                + "business, with running balances of two accounts: the source of the money and the budget "
                + "line. Events that are voided, corrected, made twice or not in effect are listed and move "
                + "nothing. Opening balances stand first."
        ),
        columns: whenColumns + whatColumns + accountColumns + moreColumns + traceColumns,
        indexed: ["line", "payment", "event"],
        isFaint: { row in
            guard case .text(let state) = row[stateIndex] else { return false }
            return state != FundEntry.State.counted.rawValue
                && state != FundEntry.State.opening.rawValue
        }
    )

    /// Place of the column `state` in the journal.
    private static let stateIndex = 5

    private static let whenColumns = [
        ReportColumn(
            "row",
            .integer,
            zh: "序号",
            en: "Row",
            meaning: Phrase(zh: "本流水的行号,从 1 起", en: "Row of this journal, from 1"),
            origin: "—",
            width: 6
        ),
        ReportColumn(
            "businessDate",
            .date,
            zh: "业务日期",
            en: "Business date",
            meaning: Phrase(
                zh: "事件发生的日期(北京时间)",
                en: "Day on which it happened, in UTC+8"
            ),
            origin: "fund.*: time"
        ),
        ReportColumn(
            "countsFrom",
            .date,
            zh: "计入日期",
            en: "Counts from",
            meaning: Phrase(
                zh: "自该日起计入余额;晚于业务日期的,是等待所指预算项或支付登记",
                en:
                    "Day from which on it counts; later than the business date if it waited for its line "
                    + "or payment to be known"
            ),
            origin: "fund.*: time",
            isDetail: true
        ),
        ReportColumn(
            "recordedAt",
            .instant,
            zh: "记录时间",
            en: "Recorded at",
            meaning: Phrase(
                zh: "账本记下该事件的时刻:何时为人所知",
                en: "Instant at which the ledger recorded it: when it became known"
            ),
            origin: "recordedtime"
        ),
        ReportColumn(
            "type",
            .term,
            zh: "事项",
            en: "Entry",
            meaning: Phrase(zh: "事件类型,或期初余额", en: "Type of the event, or opening balance"),
            origin: "type",
            terms: FundTerms.entries,
            width: 20
        ),
        ReportColumn(
            "state",
            .term,
            zh: "状态",
            en: "State",
            meaning: Phrase(
                zh: "在所知时点是否计入余额,不计的原因",
                en: "Whether it counts as known at the cut, and why not"
            ),
            origin: "event.voided; corrects",
            terms: FundTerms.states,
            width: 13
        ),
        ReportColumn(
            "stateEvent",
            .identifier,
            zh: "作废/更正事件",
            en: "Voided or corrected by",
            meaning: Phrase(
                zh: "使本事件不再计入的事件(来源#编号)",
                en: "The event that took this one back (source#id)"
            ),
            origin: "event.voided: source, id; corrects",
            isDetail: true
        ),
    ]

    private static let whatColumns = [
        Shared.source,
        ReportColumn(
            "line",
            .identifier,
            zh: "预算项",
            en: "Budget line",
            meaning: Phrase(
                zh: "预算项编号;退回、追回取其支付所列预算项",
                en: "Id of the budget line; of a return that of its payment"
            ),
            origin: "fund.*: line, fromLine, toLine",
            width: 9
        ),
        ReportColumn(
            "documentNumber",
            .identifier,
            zh: "文号/凭证号",
            en: "Document",
            meaning: Phrase(
                zh: "下达文号、批准文号或支付凭证号",
                en: "Number of the granting document, the approval or the voucher"
            ),
            origin:
                "fund.appropriated: documentNumber; fund.reallocated: approval; fund.disbursed: voucher",
            width: 20
        ),
        ReportColumn(
            "description",
            .text,
            zh: "摘要",
            en: "Description",
            meaning: Phrase(
                zh: "用途、原因、依据或预算项名称",
                en: "Purpose, reason, grounds or title of the line"
            ),
            origin: "fund.*: purpose, reason, basis, title",
            width: 24
        ),
        ReportColumn(
            "counterparty",
            .text,
            zh: "对方单位",
            en: "Counterparty",
            meaning: Phrase(
                zh: "收款单位或接收单位;退回、追回取其支付的收款单位",
                en: "Payee or recipient; of a return the payee of its payment"
            ),
            origin: "fund.disbursed: payee; fund.appropriated: recipient",
            width: 20
        ),
    ]

    private static let accountColumns = [
        money(
            "amountFen",
            "事件金额",
            "Amount",
            Phrase(
                zh: "事件所载金额,不论是否计入",
                en: "Amount in the event, whether it counts or not"
            ),
            "fund.*: amountFen"
        ),
        money(
            "sourceInFen",
            "来源账户收入",
            "Source in",
            Phrase(
                zh: "计入资金来源账户的收入:下达、退回、追回",
                en: "Into the source's account: grants and returns"
            ),
            "fund.appropriated, fund.returned, fund.recovered: amountFen",
            isSummed: true
        ),
        money(
            "sourceOutFen",
            "来源账户支出",
            "Source out",
            Phrase(zh: "计入资金来源账户的支出:支付", en: "Out of the source's account: payments"),
            "fund.disbursed: amountFen",
            isSummed: true
        ),
        money(
            "sourceBalanceFen",
            "来源账户余额",
            "Source balance",
            Phrase(zh: "本行之后该资金来源账户的余额", en: "Balance of the source after this row"),
            "—"
        ),
        money(
            "lineInFen",
            "预算项增加",
            "Line in",
            Phrase(
                zh: "预算项账户的增加:预算、调入、退回、追回",
                en: "Into the line's account: budget, money moved in, returns"
            ),
            "fund.lineBudgeted, fund.reallocated, fund.returned, fund.recovered: amountFen",
            isSummed: true
        ),
        money(
            "lineOutFen",
            "预算项减少",
            "Line out",
            Phrase(
                zh: "预算项账户的减少:支付、调出",
                en: "Out of the line's account: payments, money moved out"
            ),
            "fund.disbursed, fund.reallocated: amountFen",
            isSummed: true
        ),
        money(
            "lineBalanceFen",
            "预算项余额",
            "Line balance",
            Phrase(
                zh: "本行之后该预算项的余额;负数为超支",
                en: "Balance of the line after this row; negative if overspent"
            ),
            "—"
        ),
    ]

    private static let moreColumns = [
        Shared.lineTitle,
        ReportColumn(
            "payment",
            .identifier,
            zh: "支付编号",
            en: "Payment",
            meaning: Phrase(zh: "支付编号", en: "Id of the payment"),
            origin: "fund.*: payment",
            width: 11
        ),
        Shared.county,
        Shared.countyName,
        ReportColumn(
            "classes",
            .terms,
            zh: "支出类别",
            en: "Classes",
            meaning: Phrase(zh: "事件所列支出类别", en: "Classes of use as the event has them"),
            origin: "fund.*: classes",
            terms: FundTerms.classes,
            width: 24
        ),
    ]

    private static let traceColumns = [Shared.position, Shared.event, Shared.evidence]

    /// Shorthand for a column of money.
    static func money(
        _ name: String,
        _ zh: String,
        _ en: String,
        _ meaning: Phrase,
        _ origin: String,
        isSummed: Bool = false
    ) -> ReportColumn {
        ReportColumn(
            name,
            .money,
            zh: zh,
            en: en,
            meaning: meaning,
            origin: origin,
            isSummed: isSummed
        )
    }
}

extension FundTables {
    /// Columns that several reports have.
    enum Shared {
        static let source = ReportColumn(
            "source",
            .term,
            zh: "资金来源",
            en: "Source",
            meaning: Phrase(zh: "谁的资金", en: "Whose money"),
            origin: "fund.*: source",
            terms: FundTerms.sources,
            width: 16
        )
        static let lineTitle = ReportColumn(
            "lineTitle",
            .text,
            zh: "预算项名称",
            en: "Title of the line",
            meaning: Phrase(
                zh: "预算项的名称;空白为未登记的预算项",
                en: "What the line is for; empty if the line is not known"
            ),
            origin: "fund.lineBudgeted: title",
            width: 22
        )
        static let county = ReportColumn(
            "county",
            .identifier,
            zh: "县(区)代码",
            en: "County",
            meaning: Phrase(zh: "12 位区划代码", en: "Division code of 12 digits"),
            origin: "fund.disbursed, fund.lineBudgeted: county",
            isDetail: true
        )
        static let countyName = ReportColumn(
            "countyName",
            .text,
            zh: "县(区)",
            en: "County's name",
            meaning: Phrase(
                zh: "截至日有效的区划名称",
                en: "Name of the division that is valid on the date"
            ),
            origin: "region.declared, region.renamed: name",
            width: 10
        )
        static let position = ReportColumn(
            "position",
            .integer,
            zh: "账本位置",
            en: "Position",
            meaning: Phrase(
                zh: "事件在账本中的位置(从 0 起,无间断)",
                en: "Position of the event in the ledger, from 0, without gaps"
            ),
            origin: "sequence",
            width: 9
        )
        static let event = ReportColumn(
            "event",
            .identifier,
            zh: "事件",
            en: "Event",
            meaning: Phrase(zh: "来源#编号,唯一", en: "source#id, unique"),
            origin: "source, id",
            width: 26
        )
        static let evidence = ReportColumn(
            "evidence",
            .identifier,
            zh: "凭证摘要",
            en: "Evidence",
            meaning: Phrase(
                zh: "凭证文件的 SHA-256,可与原件核对",
                en: "SHA-256 of the voucher, to be held against the file"
            ),
            origin: "evidence",
            isDetail: true
        )
    }
}
