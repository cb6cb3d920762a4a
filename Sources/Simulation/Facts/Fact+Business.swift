import EventModel
import Programme

extension Fact {
    /// `parcel.accepted`.
    static func accepted(
        _ parcel: String,
        _ direction: TradeDirection,
        from origin: String,
        to destination: String
    ) -> Fact {
        Fact(
            ParcelEvents.accepted,
            "parcel/\(parcel)",
            [
                .text(parcel), .choice(direction), .text(origin), .text(destination),
                .text("示例快递(synthetic)"),
            ]
        )
    }

    /// `training.sessionHeld`.
    static func session(
        _ session: String,
        county: String,
        audience: String,
        mode: TrainingMode,
        hours: Int64,
        topic: String,
        fundSource: FundSource?
    ) -> Fact {
        Fact(
            TrainingEvents.sessionHeld,
            "training/\(session)",
            [
                .text(session), .text(county), .text(audience), .choice(mode), .integer(hours),
                .text(topic), fundSource.map { .choice($0) } ?? .absent,
            ]
        )
    }

    /// `training.attended`.
    static func attended(_ session: String, person: String, category: String) -> Fact {
        Fact(
            TrainingEvents.attended,
            "training/\(session)",
            [.text(session), .text(person), .text(category)]
        )
    }

    /// `trade.recorded` of one line.
    static func sold(_ sale: Sale) -> Fact {
        Fact(
            TradeEvents.recorded,
            "order/\(sale.order)",
            [
                .text(sale.order), .text(sale.line), .optional(sale.station), .text(sale.county),
                .choice(sale.direction), .text(sale.channel), .optional(sale.originVillage),
                .text(sale.product), .flag(sale.agricultural), .flag(sale.demonstrationProduct),
                .flag(sale.online), .flag(sale.onlineRetail), .integer(sale.fen),
                .integer(sale.quantity),
            ]
        )
    }

    /// `trade.refunded`.
    static func refunded(order: String, line: String, fen: Int64) -> Fact {
        Fact(TradeEvents.refunded, "order/\(order)", [.text(order), .text(line), .integer(fen)])
    }

    /// `event.voided`, in the stream of the event that it takes back.
    static func voided(_ target: EventReference, in subject: String) -> Fact {
        Fact(
            eventVoided,
            subject,
            [
                .text(target.source), .text(target.id), .text("录入错误(synthetic)"),
                .text("示例主管部门(synthetic)"),
            ]
        )
    }
}

/// One order line that was sold.
struct Sale: Sendable {
    /// Id of the order.
    var order: String
    /// Id of the line within the order.
    var line: String
    /// Outlet through which it was sold.
    var station: String?
    /// County of the sale.
    var county: String
    /// Upstream or downstream.
    var direction: TradeDirection
    /// Platform or way of selling.
    var channel: String
    /// Village of origin.
    var originVillage: String?
    /// What was sold.
    var product: String
    /// Whether it is an agricultural product.
    var agricultural: Bool
    /// Whether it is a demonstration product.
    var demonstrationProduct: Bool
    /// Whether it was ordered online.
    var online: Bool
    /// Whether it went online to a consumer.
    var onlineRetail: Bool
    /// Amount in fen.
    var fen: Int64
    /// Number of pieces.
    var quantity: Int64
}
