import EventModel

/// When a fact happened and where it stands in the log: the order of facts inside every question.
struct FactStamp: Comparable, Hashable, Sendable {
    /// Business instant in milliseconds since 1970-01-01T00:00:00Z.
    let instant: Int64
    /// Position in the log; decides between facts of one instant.
    let position: UInt64

    /// The business date of the fact.
    var day: BusinessDate { BusinessDate(of: Instant(millisecondsSince1970: instant)) }

    /// Orders by business instant, then position.
    static func < (left: FactStamp, right: FactStamp) -> Bool {
        left.instant != right.instant
            ? left.instant < right.instant : left.position < right.position
    }
}

/// A fact that carries a date of its own, which takes the place of the business date.
struct DatedStamp: Comparable, Hashable, Sendable {
    /// First day on which the fact holds.
    let date: BusinessDate
    /// When it was stated; decides between facts of one date.
    let stamp: FactStamp

    /// Orders by date, then business instant, then position: the greatest holds.
    static func < (left: DatedStamp, right: DatedStamp) -> Bool {
        left.date != right.date ? left.date < right.date : left.stamp < right.stamp
    }
}
