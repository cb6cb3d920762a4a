package import EventModel

extension Question {
    /// A business date that may be asked about, as people write it; `nil` for anything else.
    package static func day(_ text: String) -> BusinessDate? {
        guard let date = BusinessDate(parsing: text), date <= lastDay else { return nil }
        return date
    }

    /// An instant as people write it: RFC 3339 with an offset, or a date for the last millisecond of that day in
    /// UTC+8; `nil` for anything else.
    package static func instant(_ text: String) -> Instant? {
        if let date = BusinessDate(parsing: text) { return date.lastInstant }
        if let instant = Instant(parsingUTC: text) { return instant }
        // Answers spell instants in UTC, in years that a date may have.
        guard let instant = (try? OccurredAt(parsing: text))?.instant,
            OccurredAt.isValid(instant: instant, offsetMinutes: 0)
        else { return nil }
        return instant
    }
}
