package import EventModel

/// How a synthetic history is made, beside its seed and length.
package struct HistoryOptions: Sendable {
    /// The form of event ids.
    package enum IdentityStyle: Sendable {
        /// `1`, `2`, … within each source.
        case counting
        /// Deterministic ids in the form of UUIDv7: the recorded millisecond, a counter, chance.
        case timeOrdered
    }

    /// Shares of the event families in ten-thousandths; parcel scans take the rest.
    package struct Mix: Sendable {
        /// Suspensions, closures, changes of operator and openings.
        package var stationStatus = 40
        /// Targets, performance and monthly reports.
        package var monthly = 300
        /// Sessions and attendances.
        package var training = 150
        /// Payments, returns, classifications and reallocations.
        package var funds = 10
        /// Complaints and their outcomes.
        package var complaints = 20
        /// Inspections.
        package var inspections = 100
        /// Order lines and refunds.
        package var trade = 380

        /// The mix of the benchmarks: 90 % parcel scans.
        package init() {}
    }

    /// How often an outlet that means well slips, and an office makes a mistake: in ten-thousandths.
    package struct Slips: Sendable {
        /// Months in which a target is missed.
        package var missedTarget = 150
        /// Reports handed in after their due day.
        package var lateReport = 100
        /// Reports never handed in.
        package var missingReport = 40
        /// Inspections that find the records out of order.
        package var badInspection = 120
        /// Payments booked without classes.
        package var unclassifiedPayment = 80
        /// Payments for a prohibited use.
        package var prohibitedPayment = 20

        /// Rates of a programme that is run with care.
        package init() {}
    }

    /// First business day; the ledger begins to record on it.
    package var firstDay = BusinessDate(daysSince1970: 17_713)  // 2018-07-01
    /// Last business day, inclusive; late facts are recorded for up to 40 days more.
    package var lastDay = BusinessDate(daysSince1970: 18_443)  // 2020-06-30
    /// The form of event ids.
    package var identityStyle = IdentityStyle.counting
    /// Whether the history begins by declaring regions, classes, poor villages and budgets.
    package var declaresWorld = true
    /// Shares of the event families.
    package var mix = Mix()
    /// How often things go wrong.
    package var slips = Slips()
    /// What the payments of the whole history are planned to take of each line, in percent.
    package var paidShare = 90
    /// Facts recorded days or weeks after they happened, in thousandths.
    package var lateShare = 25
    /// Events that a later void or correction takes back, in ten-thousandths.
    package var correctedShare = 10

    /// Codes of the villages on the poverty list; `nil` draws three in ten.
    var poorVillages: [String]?
    /// The outlets to open; `nil` lets the generator choose as many as the history's length feeds.
    var sites: [Site]?
    /// Facts that are recorded besides what chance brings.
    var script: [ScriptedFact] = []

    /// The defaults: 2018-07-01 to 2020-06-30, counting ids, the benchmarks' mix.
    package init() {}
}

/// One place for an outlet, and what becomes of it.
struct Site: Sendable {
    /// Place of the township in the generator's list.
    var township: Int
    /// Code of the village; `nil` for a township station.
    var village: String?
    /// Number of the outlet within its region, from 1.
    var number: Int
    /// Day of the opening, 0 for the first day of the history.
    var opensOn: Int
    /// How it conducts itself.
    var conduct: Conduct
}

/// How an outlet conducts itself, from its day of drift on.
enum Conduct: Sendable {
    /// Reaches its targets and reports, with few slips.
    case steady
    /// Closes between market days.
    case seasonal
    /// Stops reporting.
    case silent
    /// Misses its targets.
    case failing
    /// Keeps its records badly.
    case sloppy
    /// Draws complaints.
    case contested
    /// Wants to leave.
    case leaving
    /// Only scans and sales come from chance; everything else is in the script.
    case scripted
}

/// A fact with its times and producer, given in advance.
struct ScriptedFact: Sendable {
    /// What happened.
    var content: Content
    /// Producer, such as `/synthetic/540222/office`.
    var source: String
    /// When it happened.
    var occurredAt: Instant
    /// When it is recorded; not before the history begins.
    var recordedAt: Instant
    /// Name by which later facts of the script refer to this one.
    var tag: String?

    /// A fact of its own, or one about an earlier fact of the script.
    enum Content: Sendable {
        /// A fact.
        case fact(Fact)
        /// A correction of the tagged fact.
        case correction(Fact, of: String)
        /// A void of the tagged fact.
        case void(of: String)
    }
}
