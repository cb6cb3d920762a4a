/// Level of a service outlet.
package enum StationLevel: String, ListedValue {
    /// Public service centre of the city 市级公共服务中心.
    case cityCentre
    /// Public service centre of a county 县级公共服务中心.
    case countyCentre
    /// E-commerce station of a township 乡(镇)电商服务站.
    case townshipStation
    /// E-commerce point of a village 村级电商服务点.
    case villagePoint

    /// Whether the exit rules judge outlets of this level.
    package var isJudgedForExit: Bool { self == .townshipStation || self == .villagePoint }
}

/// Whether an outlet was newly built or refitted.
package enum StationBuild: String, ListedValue {
    /// New building 新建.
    case new
    /// Refit of existing premises 改造.
    case refit
}

/// Whose money built an outlet.
package enum StationFunding: String, ListedValue {
    /// Central government money 中央财政.
    case central
    /// Money of the city 市级财政.
    case municipal
    /// Any other money 其他.
    case other
}

/// Why an outlet was closed.
package enum ClosureReason: String, ListedValue {
    /// The operator left (R-EXIT-01).
    case voluntary
    /// Dishonest business (R-EXIT-02).
    case dishonesty
    /// Targets not reached (R-EXIT-03).
    case performance
    /// Reports missing or records irregular (R-EXIT-04).
    case reporting
    /// Complaints (R-EXIT-05).
    case complaints
    /// Anything else.
    case other
}

/// Who ended an operator's agreement.
package enum AgreementInitiator: String, ListedValue {
    /// The operator 经营者.
    case `operator`
    /// The competent authority 主管部门.
    case authority
}

/// What a monthly performance target counts.
package enum PerformanceMetric: String, ListedValue {
    /// Number of orders.
    case orders
    /// Turnover in fen.
    case amountFen
    /// Number of parcels.
    case parcels
}

/// What the authority decided about an outlet.
package enum ExitDecision: String, ListedValue {
    /// The agreement is terminated 终止.
    case terminate
    /// A warning 警告.
    case warn
    /// No measure 不予处理.
    case dismiss
}
