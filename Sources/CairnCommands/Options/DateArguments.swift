import Answers
import EventModel

/// Reads dates and instants as people give them on the command line.
enum DateArguments {
    /// A business date.
    static func date(_ text: String, option: String) throws(CommandFailure) -> BusinessDate {
        guard let date = Question.day(text) else {
            throw CommandFailure(.usage, FailureMessages.badDate(text, option: option))
        }
        return date
    }

    /// An instant: RFC 3339 with an offset, or a date for the last millisecond of that day in UTC+8.
    static func instant(_ text: String, option: String) throws(CommandFailure) -> Instant {
        guard let instant = Question.instant(text) else {
            throw CommandFailure(.usage, FailureMessages.badInstant(text, option: option))
        }
        return instant
    }
}
