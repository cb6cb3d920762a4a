import EventModel

/// Instants as people read them: on the clock of the business dates.
enum LocalTime {
    /// `2019-12-31T23:59:59.999+08:00`; in UTC where the local year has no spelling.
    static func text(_ instant: Instant) -> String {
        let offset = Int16(BusinessDate.offsetMilliseconds / 60_000)
        guard OccurredAt.isValid(instant: instant, offsetMinutes: offset) else {
            return instant.utcDescription
        }
        return OccurredAt(instant: instant, offsetMinutes: offset).description
    }

    /// `2019-12-31 23:59`: day and minute, for columns of tables.
    static func short(_ instant: Instant) -> String {
        let text = text(instant)
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
    }
}
