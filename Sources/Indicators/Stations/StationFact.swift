import Programme

/// A change in the life of an outlet.
struct StationFact: Hashable, StampedFact {
    /// Name ordinal of the station's id.
    let subject: UInt32
    let stamp: FactStamp
    let change: Change

    /// What changed.
    enum Change: Hashable, Sendable {
        /// Opened, or changed if it was open; `region` is the name ordinal of its code.
        case opened(level: StationLevel, region: UInt32)
        case suspended
        case resumed
        case closed
        case operatorChanged
    }
}
