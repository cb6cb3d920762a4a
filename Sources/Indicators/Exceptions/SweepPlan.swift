import EventModel
import Programme

/// What a pass over the log looks for: known before it begins, from what is kept of stations and rules.
final class SweepPlan: Sendable {
    /// Last instant of the day asked about, in milliseconds since 1970-01-01T00:00:00Z.
    let last: Int64
    /// An event whose lateness exceeds it is back-dated, in milliseconds.
    let lateness: Int64
    /// A record of a station counts for a burst if its lateness exceeds it, in milliseconds.
    let burstDelay: Int64
    /// Recorded times that count for bursts, by name ordinal of the station: ascending, apart.
    private let burstWindows: [[ClosedRange<Int64>]]
    /// When stations were closed.
    let closings: StationClosings
    /// Of so many parts of the parcels this pass takes the one with that number.
    let parcels: (part: UInt64, of: UInt64)
    /// Whether it looks for more than the steps of parcels.
    let takesRecords: Bool

    /// Makes the plan of the first pass.
    ///
    /// - Parameters:
    ///   - day: The day asked about.
    ///   - limits: The thresholds in force.
    ///   - inspections: Days of the inspections of stations.
    ///   - closings: When stations were closed.
    ///   - parcelParts: Passes over which the parcels are spread, at least 1.
    init(
        on day: BusinessDate,
        limits: ExceptionLimits,
        inspections: InspectionDays,
        closings: StationClosings,
        parcelParts: UInt64
    ) {
        last = day.lastInstant.millisecondsSince1970
        lateness = limits.lateDays * ExceptionLimits.dayMilliseconds
        burstDelay = limits.burstDelayDays * ExceptionLimits.dayMilliseconds
        burstWindows = inspections.windows(ofDays: limits.burstWindowDays)
        self.closings = closings
        parcels = (0, parcelParts)
        takesRecords = true
    }

    private init(_ first: SweepPlan, parcelPart: UInt64) {
        last = first.last
        lateness = first.lateness
        burstDelay = first.burstDelay
        burstWindows = first.burstWindows
        closings = first.closings
        parcels = (parcelPart, first.parcels.of)
        takesRecords = false
    }

    /// The plan of a later pass, which takes another part of the parcels and nothing else.
    func forParcels(part: UInt64) -> SweepPlan { SweepPlan(self, parcelPart: part) }

    /// An event whose lateness does not exceed it is not looked at, in milliseconds.
    var leastLateness: Int64 { burstWindows.isEmpty ? lateness : min(lateness, burstDelay) }

    /// Whether a record of a station counts for one of its inspections.
    func isBeforeInspection(_ station: UInt32, recordedAt: Int64) -> Bool {
        guard Int(station) < burstWindows.count else { return false }
        return burstWindows[Int(station)].contains { $0.contains(recordedAt) }
    }
}

/// The thresholds of the list of exceptions in force on a day.
struct ExceptionLimits {
    /// Milliseconds of a day where instants are compared.
    static let dayMilliseconds: Int64 = 86_400_000

    /// Payments that make a split, at least two.
    let splitCount: Int64
    /// What each part of a split stays below and their sum reaches; 0 for no limit.
    let splitLimitFen: Int64
    /// Days after which a record is back-dated.
    let lateDays: Int64
    /// Late records that make a burst.
    let burstCount: Int64
    /// Days up to an inspection in which the late records of a burst are recorded.
    let burstWindowDays: Int64
    /// Days after which a record counts for a burst.
    let burstDelayDays: Int64
    /// Days after which an open ground is too old.
    let openDays: Int64
    /// What a round amount is a multiple of; 0 for nothing.
    let roundMultipleFen: Int64

    /// Reads the sets in force.
    init(_ rules: ProgrammeRules) {
        splitCount = max(2, rules["R-AUD-02"].integer("count"))
        splitLimitFen = rules["R-AUD-02"].integer("limitFen")
        lateDays = rules["R-AUD-04"].integer("days")
        burstCount = rules["R-AUD-05"].integer("count")
        burstWindowDays = rules["R-AUD-05"].integer("window")
        burstDelayDays = rules["R-AUD-05"].integer("delay")
        openDays = rules["R-AUD-06"].integer("days")
        roundMultipleFen = rules["R-AUD-09"].integer("multipleFen")
    }
}
