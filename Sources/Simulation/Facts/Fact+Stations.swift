import EventModel
import Programme

extension Fact {
    /// `station.opened`.
    static func opened(
        _ station: String,
        level: StationLevel,
        region: String,
        operatedBy: String,
        host: String?,
        built: StationBuild,
        funding: StationFunding
    ) -> Fact {
        Fact(
            StationEvents.opened,
            "station/\(station)",
            [
                .text(station), .choice(level), .text(region), .text(operatedBy), .optional(host),
                .choice(built), .choice(funding), .absent,
            ]
        )
    }

    /// `station.suspended`.
    static func suspended(_ station: String, _ reason: String?) -> Fact {
        Fact(StationEvents.suspended, "station/\(station)", [.text(station), .optional(reason)])
    }

    /// `station.resumed`.
    static func resumed(_ station: String) -> Fact {
        Fact(StationEvents.resumed, "station/\(station)", [.text(station), .absent])
    }

    /// `station.closed`.
    static func closed(_ station: String, _ reason: ClosureReason, rule: String? = nil) -> Fact {
        Fact(
            StationEvents.closed,
            "station/\(station)",
            [.text(station), .choice(reason), .optional(rule)]
        )
    }

    /// `station.operatorChanged`.
    static func operatorChanged(_ station: String, to name: String) -> Fact {
        Fact(StationEvents.operatorChanged, "station/\(station)", [.text(station), .text(name)])
    }

    /// `station.exitRequested`.
    static func exitRequested(_ station: String, _ reason: String) -> Fact {
        Fact(StationEvents.exitRequested, "station/\(station)", [.text(station), .text(reason)])
    }

    /// `station.agreementTerminated`.
    static func terminated(
        _ station: String,
        by initiator: AgreementInitiator,
        rule: String? = nil
    ) -> Fact {
        Fact(
            StationEvents.agreementTerminated,
            "station/\(station)",
            [.text(station), .choice(initiator), .optional(rule)]
        )
    }

    /// `station.targetSet`.
    static func target(
        _ station: String,
        _ month: BusinessMonth,
        _ metric: PerformanceMetric,
        _ target: Int64
    ) -> Fact {
        Fact(
            SupervisionEvents.targetSet,
            "station/\(station)",
            [.text(station), .month(month), .choice(metric), .integer(target)]
        )
    }

    /// `station.performanceRecorded`.
    static func performance(
        _ station: String,
        _ month: BusinessMonth,
        _ metric: PerformanceMetric,
        _ value: Int64
    ) -> Fact {
        Fact(
            SupervisionEvents.performanceRecorded,
            "station/\(station)",
            [.text(station), .month(month), .choice(metric), .integer(value)]
        )
    }

    /// `station.reportSubmitted`.
    static func report(_ station: String, _ month: BusinessMonth) -> Fact {
        Fact(
            SupervisionEvents.reportSubmitted,
            "station/\(station)",
            [.text(station), .month(month), .absent]
        )
    }

    /// `station.inspected`; a station that does not comply gets findings.
    static func inspected(
        _ station: String,
        compliant: Bool,
        inspector: String
    ) -> Fact {
        Fact(
            SupervisionEvents.inspected,
            "station/\(station)",
            [
                .text(station), .flag(compliant),
                compliant ? .absent : list(["台账缺页(synthetic)", "数据与单据不符(synthetic)"]),
                .text(inspector),
            ]
        )
    }

    /// `station.integrityBreachConfirmed`.
    static func breach(_ station: String, _ description: String) -> Fact {
        Fact(
            SupervisionEvents.integrityBreachConfirmed,
            "station/\(station)",
            [.text(station), .text(description), .text("示例主管部门(synthetic)")]
        )
    }

    /// `exit.decisionTaken`.
    static func decision(_ station: String, rule: String, _ decision: ExitDecision) -> Fact {
        Fact(
            SupervisionEvents.exitDecisionTaken,
            "station/\(station)",
            [.text(station), .text(rule), .choice(decision), .text("示例主管部门(synthetic)")]
        )
    }
}
