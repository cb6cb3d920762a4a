import EventModel

/// What a rule says about a station on a day.
struct ExitGround: Hashable, Sendable {
    /// Id of the rule, such as `R-EXIT-03`.
    let rule: String
    /// `A` or `B` of R-EXIT-04.
    var ground: String?
    /// Reading of the rule, where it has several.
    var reading: String?
    /// Name ordinal of the person, for the readings per person.
    var person: UInt32?
    let status: Status
    /// How many in a row, or in the quarter, where the rule counts.
    var run: Int64?
    /// The adopted limit that ``run`` is held against.
    var threshold: Int64?
    /// Day on which the ground was established.
    var establishedOn: BusinessDate?
    /// Months that could not be judged, in order.
    var unknownMonths: [BusinessMonth] = []
    /// What the ground rests on.
    var evidence: [EvidenceItem] = []

    /// How far a ground has come.
    enum Status: String, Hashable, Sendable {
        /// The authority may act.
        case established
        /// The operator asked to leave; nothing has ended.
        case pending
        /// Something counts, below the limit.
        case watch
        /// Nothing counts.
        case clear
    }

    /// Status of a rule that counts.
    static func status(run: Int64, threshold: Int64) -> Status {
        run >= threshold ? .established : run >= 1 ? .watch : .clear
    }
}
