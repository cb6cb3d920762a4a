package import EventModel

/// Facts about sales, in fen.
package enum TradeEvents {
    /// `trade.recorded`: an order line was sold.
    package static let recorded = EventSchema(
        "trade.recorded",
        chinese: "交易登记",
        summary: "An order line was sold; made once.",
        source: "六(一); 六(三)",
        fields: [
            SchemaField(
                "order",
                .identifier,
                storage: .key,
                chinese: "订单号",
                summary: "Id of the order."
            ),
            SchemaField(
                "line",
                .identifier,
                storage: .key,
                chinese: "订单行",
                summary: "Id of the line within its order."
            ),
            SchemaField(
                "station",
                .identifier,
                required: false,
                chinese: "站点",
                summary: "Outlet through which it was sold."
            ),
            SchemaField("county", .region, chinese: "县(区)", summary: "County of the sale."),
            SchemaField(
                "direction",
                TradeDirection.fieldKind,
                chinese: "方向",
                summary: "Upstream or downstream."
            ),
            SchemaField(
                "channel",
                .string(maximumBytes: 1_024),
                storage: .name,
                chinese: "渠道",
                summary: "Platform or way of selling."
            ),
            SchemaField(
                "originVillage",
                .region,
                required: false,
                chinese: "产地村",
                summary: "Village of origin."
            ),
            SchemaField(
                "product",
                .string(maximumBytes: 1_024),
                storage: .key,
                chinese: "商品",
                summary: "What was sold."
            ),
            SchemaField(
                "agricultural",
                .boolean,
                chinese: "是否农产品",
                summary: "Whether it is an agricultural product."
            ),
            SchemaField(
                "demonstrationProduct",
                .boolean,
                chinese: "是否示范产品",
                summary: "Whether it is a demonstration product."
            ),
            SchemaField(
                "online",
                .boolean,
                chinese: "是否线上",
                summary: "Whether it was ordered online."
            ),
            SchemaField(
                "onlineRetail",
                .boolean,
                chinese: "是否网络零售",
                summary: "Online and to a consumer; implies online."
            ),
            SchemaField(
                "amountFen",
                .integer(minimum: 0),
                chinese: "金额(分)",
                summary: "Amount in fen, 0 or more."
            ),
            SchemaField(
                "quantity",
                .integer(minimum: 0),
                required: false,
                chinese: "数量",
                summary: "Number of pieces."
            ),
        ],
        implications: [.init(ifTrue: "onlineRetail", thenTrue: "online")]
    )

    /// `trade.refunded`: money of an order line was given back.
    package static let refunded = EventSchema(
        "trade.refunded",
        chinese: "退款",
        summary: "Money of an order line was given back; counts on its own date.",
        source: "六(一)",
        fields: [
            SchemaField(
                "order",
                .identifier,
                storage: .key,
                chinese: "订单号",
                summary: "Id of the order."
            ),
            SchemaField(
                "line",
                .identifier,
                storage: .key,
                chinese: "订单行",
                summary: "Id of the line within its order."
            ),
            SchemaField(
                "amountFen",
                .integer(minimum: 0),
                chinese: "金额(分)",
                summary: "Amount in fen, 0 or more."
            ),
        ]
    )
}
