import EventModel
import Programme

extension Fact {
    /// `fund.appropriated`.
    static func appropriated(
        _ appropriation: String,
        _ source: FundSource,
        fen: Int64,
        recipient: String
    ) -> Fact {
        Fact(
            FundEvents.appropriated,
            "fund/\(appropriation)",
            [
                .text(appropriation), .choice(source), .integer(fen),
                .text("示例文号-\(appropriation)(synthetic)"), .text(recipient),
            ]
        )
    }

    /// `fund.lineBudgeted`.
    static func budgeted(_ line: BudgetLine) -> Fact {
        Fact(
            FundEvents.lineBudgeted,
            "fund/\(line.id)",
            [
                .text(line.id), .choice(line.source), .text(line.title), .integer(line.fen),
                list(line.classes.map(\.rawValue)), .optional(line.county),
            ]
        )
    }

    /// `fund.reallocated`.
    static func reallocated(from: String, to line: String, fen: Int64, approval: String) -> Fact {
        Fact(
            FundEvents.reallocated,
            "fund/\(from)",
            [.text(from), .text(line), .integer(fen), .text(approval)]
        )
    }

    /// `fund.disbursed` from a line, with classes of its own.
    static func disbursed(
        _ payment: String,
        from line: BudgetLine,
        payee: String,
        county: String?,
        fen: Int64,
        purpose: String,
        classes: [FundClass]
    ) -> Fact {
        Fact(
            FundEvents.disbursed,
            "payment/\(payment)",
            [
                .text(payment), .text(line.id), .choice(line.source), .text(payee),
                .optional(county), .integer(fen), .text(purpose),
                list(classes.map(\.rawValue)), .text("凭证-\(payment)(synthetic)"), .absent,
            ]
        )
    }

    /// `fund.returned`.
    static func returned(_ payment: String, fen: Int64) -> Fact {
        Fact(
            FundEvents.returned,
            "payment/\(payment)",
            [.text(payment), .integer(fen), .text("工程结算核减(synthetic)")]
        )
    }

    /// `fund.recovered`.
    static func recovered(_ payment: String, fen: Int64) -> Fact {
        Fact(
            FundEvents.recovered,
            "payment/\(payment)",
            [.text(payment), .integer(fen), .text("审计追回(synthetic)")]
        )
    }

    /// `fund.classified`.
    static func classified(_ payment: String, as classes: [FundClass]) -> Fact {
        Fact(
            FundEvents.classified,
            "payment/\(payment)",
            [.text(payment), list(classes.map(\.rawValue)), .text("财评归类(synthetic)")]
        )
    }
}
