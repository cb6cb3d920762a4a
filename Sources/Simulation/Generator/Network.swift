import EventModel
import Programme

/// A node of the parcel network: a hub, a station or a point.
struct NetworkNode: Sendable {
    /// Id that scans name.
    let id: String
    /// Stored place of the node's level.
    let level: Int64
    /// Code of the county.
    let county: String
    /// Place of its producer.
    let source: Int
}

/// A county of the programme as the generator uses it.
struct CountyPlace: Sendable {
    /// 12-digit code.
    let code: String
    /// Six-digit code, for ids and sources.
    let prefix: String
    /// Whether central money goes there.
    let isNational: Bool
    /// Place of its hub among the nodes.
    let hub: Int
    /// Place of its commerce office among the producers.
    let office: Int
    /// Actor of the office.
    let clerk: String
    /// Codes of its villages that may be an origin of goods.
    var villages: [String]
}

/// A township of the programme as the generator uses it.
struct TownshipPlace: Sendable {
    /// 12-digit code.
    let code: String
    /// Place of its county.
    let county: Int
    /// Codes of its villages.
    var villages: [String]
    /// Place of its open station among the outlets.
    var station: Int?
}

/// An outlet and its present state.
struct Outlet: Sendable {
    /// Where it stands and how it conducts itself.
    let site: Site
    /// Id of the station.
    let id: String
    /// Place of its county.
    let county: Int
    /// Code of the region it stands in.
    let region: String
    /// Place among the nodes.
    let node: Int
    /// Place of its producer.
    let source: Int
    /// What its targets count.
    let metric: PerformanceMetric
    /// Day on which its conduct begins to show.
    let driftsOn: Int
    /// Target of an ordinary month.
    let usualTarget: Int64

    /// Whether it is open; short suspensions are not looked at.
    var isOpen = false
    /// Number of operators so far.
    var operators = 0
    /// Until when suspensions are planned, in milliseconds.
    var suspendedUntil: Int64 = 0
    /// Month for which a target is set.
    var targetMonth: BusinessMonth?
    /// The target of that month.
    var target: Int64 = 0
    /// Day of the next step of leaving: closing, reopening.
    var nextStepOn = Int.max
}
