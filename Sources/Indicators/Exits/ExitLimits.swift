import Programme

/// The limits of the exit rules in force on a day, looked up once for all stations.
struct ExitLimits {
    /// R-EXIT-03: months in a row with a missed target.
    let missedMonths: Int64
    /// R-EXIT-04 A: months in a row without a report.
    let unreportedMonths: Int64
    /// R-EXIT-04 A: day of the next month up to which a report is in time.
    let reportDueDay: Int
    /// R-EXIT-04 B: inspections in a row with irregular records.
    let irregularInspections: Int64
    /// R-EXIT-05: complaints in one quarter.
    let complaints: Int64

    init(_ rules: ProgrammeRules) {
        missedMonths = rules["R-EXIT-03"].integer("months")
        let reporting = rules["R-EXIT-04"]
        unreportedMonths = reporting.integer("months")
        reportDueDay = Int(reporting.integer("dueDay"))
        irregularInspections = reporting.integer("inspections")
        complaints = rules["R-EXIT-05"].integer("count")
    }
}
