import Answers
import EventModel

/// Reads dates and instants as people give them on the command line.
enum DateArguments {
    /// A business date.
    static func date(_ text: String, option: String) throws(CommandFailure) -> BusinessDate {
        guard let date = BusinessDate(parsing: text), date <= Question.lastDay else {
            throw CommandFailure(.usage, FailureMessages.badDate(text, option: option))
        }
        return date
    }

    /// An instant: RFC 3339 with an offset, or a date for the last millisecond of that day in UTC+8.
    static func instant(_ text: String, option: String) throws(CommandFailure) -> Instant {
        if let date = BusinessDate(parsing: text) { return date.lastInstant }
        if let instant = Instant(parsingUTC: text) { return instant }
        // Answers spell instants in UTC, in years that a date may have.
        guard let instant = (try? OccurredAt(parsing: text))?.instant,
            OccurredAt.isValid(instant: instant, offsetMinutes: 0)
        else { throw CommandFailure(.usage, FailureMessages.badInstant(text, option: option)) }
        return instant
    }
}
