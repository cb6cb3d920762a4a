package import EventModel

/// Facts about the programme's money, in fen.
package enum FundEvents {
    /// `fund.appropriated`: money was granted to the programme.
    package static let appropriated = EventSchema(
        "fund.appropriated",
        chinese: "资金下达",
        summary: "Money was granted to the programme.",
        source: "五(六)",
        fields: [
            SchemaField(
                "appropriation",
                .identifier,
                chinese: "下达编号",
                summary: "Id of the appropriation."
            ),
            SchemaField("source", FundSource.fieldKind, chinese: "资金来源", summary: "Whose money."),
            SchemaField(
                "amountFen",
                .integer(minimum: 0),
                chinese: "金额(分)",
                summary: "Amount in fen, 0 or more."
            ),
            SchemaField(
                "documentNumber",
                .string(maximumBytes: 1_024),
                chinese: "文号",
                summary: "Number of the document."
            ),
            SchemaField(
                "recipient",
                .string(maximumBytes: 1_024),
                chinese: "接收单位",
                summary: "Who got it."
            ),
        ]
    )

    /// `fund.lineBudgeted`: a budget line was made.
    package static let lineBudgeted = EventSchema(
        "fund.lineBudgeted",
        chinese: "预算安排",
        summary: "A budget line was made; made once, changed by reallocation.",
        source: "附1",
        fields: [
            SchemaField("line", .identifier, chinese: "预算项", summary: "Id of the budget line."),
            SchemaField("source", FundSource.fieldKind, chinese: "资金来源", summary: "Whose money."),
            SchemaField(
                "title",
                .string(maximumBytes: 1_024),
                chinese: "名称",
                summary: "What the line is for."
            ),
            SchemaField(
                "amountFen",
                .integer(minimum: 0),
                chinese: "金额(分)",
                summary: "Amount in fen, 0 or more."
            ),
            SchemaField(
                "classes",
                FundClass.listKind,
                chinese: "支出类别",
                summary: "Classes of use; none, one or several."
            ),
            SchemaField(
                "county",
                .region,
                required: false,
                chinese: "县(区)",
                summary: "County for which the money is meant."
            ),
        ]
    )

    /// `fund.reallocated`: money moved from one line to another.
    package static let reallocated = EventSchema(
        "fund.reallocated",
        chinese: "预算调剂",
        summary: "Money moved from one line to another; classes stay with the lines.",
        source: "五(六)",
        fields: [
            SchemaField("fromLine", .identifier, chinese: "调出预算项", summary: "Line that gives."),
            SchemaField("toLine", .identifier, chinese: "调入预算项", summary: "Line that receives."),
            SchemaField(
                "amountFen",
                .integer(minimum: 0),
                chinese: "金额(分)",
                summary: "Amount in fen, 0 or more."
            ),
            SchemaField(
                "approval",
                .string(maximumBytes: 1_024),
                chinese: "批准文号",
                summary: "Number of the approval."
            ),
        ]
    )

    /// `fund.disbursed`: a payment was made.
    package static let disbursed = EventSchema(
        "fund.disbursed",
        chinese: "资金拨付",
        summary: "A payment was made; made once.",
        source: "九",
        fields: [
            SchemaField("payment", .identifier, chinese: "支付编号", summary: "Id of the payment."),
            SchemaField("line", .identifier, chinese: "预算项", summary: "Line that pays."),
            SchemaField("source", FundSource.fieldKind, chinese: "资金来源", summary: "Whose money."),
            SchemaField(
                "payee",
                .string(maximumBytes: 1_024),
                storage: .key,
                chinese: "收款单位",
                summary: "Who was paid."
            ),
            SchemaField(
                "county",
                .region,
                required: false,
                chinese: "县(区)",
                summary: "County that benefits."
            ),
            SchemaField(
                "amountFen",
                .integer(minimum: 0),
                chinese: "金额(分)",
                summary: "Amount in fen, 0 or more."
            ),
            SchemaField(
                "purpose",
                .string(maximumBytes: 4_096),
                chinese: "用途",
                summary: "What for, in free words."
            ),
            SchemaField(
                "classes",
                FundClass.listKind,
                chinese: "支出类别",
                summary: "Classes of use; none, one or several."
            ),
            SchemaField(
                "voucher",
                .string(maximumBytes: 1_024),
                chinese: "凭证号",
                summary: "Number of the voucher."
            ),
            SchemaField(
                "milestone",
                .string(maximumBytes: 1_024),
                required: false,
                chinese: "里程碑",
                summary: "Contract milestone that was paid."
            ),
        ]
    )

    /// `fund.returned`: money of a payment came back.
    package static let returned = EventSchema(
        "fund.returned",
        chinese: "资金退回",
        summary: "Money of a payment came back.",
        source: "九",
        fields: [
            SchemaField("payment", .identifier, chinese: "支付编号", summary: "Id of the payment."),
            SchemaField(
                "amountFen",
                .integer(minimum: 0),
                chinese: "金额(分)",
                summary: "Amount in fen, 0 or more."
            ),
            SchemaField(
                "reason",
                .string(maximumBytes: 4_096),
                chinese: "原因",
                summary: "Why, in free words."
            ),
        ]
    )

    /// `fund.recovered`: money of a payment was recovered by the authority.
    package static let recovered = EventSchema(
        "fund.recovered",
        chinese: "资金追回",
        summary: "Money of a payment was recovered by the authority.",
        source: "九",
        fields: [
            SchemaField("payment", .identifier, chinese: "支付编号", summary: "Id of the payment."),
            SchemaField(
                "amountFen",
                .integer(minimum: 0),
                chinese: "金额(分)",
                summary: "Amount in fen, 0 or more."
            ),
            SchemaField(
                "reason",
                .string(maximumBytes: 4_096),
                chinese: "原因",
                summary: "Why, in free words."
            ),
        ]
    )

    /// `fund.classified`: the classes of a payment are replaced from this day on.
    package static let classified = EventSchema(
        "fund.classified",
        chinese: "支出归类",
        summary: "The classes of a payment are replaced from this day on.",
        source: "九",
        fields: [
            SchemaField("payment", .identifier, chinese: "支付编号", summary: "Id of the payment."),
            SchemaField(
                "classes",
                FundClass.listKind,
                chinese: "支出类别",
                summary: "Classes of use that replace the earlier ones."
            ),
            SchemaField(
                "basis",
                .string(maximumBytes: 4_096),
                chinese: "依据",
                summary: "On what grounds."
            ),
        ]
    )
}
