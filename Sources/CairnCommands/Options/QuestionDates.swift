import Answers
import ArgumentParser
import EventLog
import EventModel

/// The two dates of a question: business date and what was known by then.
struct QuestionDates: ParsableArguments {
    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "业务日期(默认今天,北京时间)",
            en: "Business date (default: today in UTC+8).",
            value: "date"
        )
    )
    var asOf: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "只看此刻之前记录的事件:日期(当日结束)或 RFC 3339 时刻",
            en: "Only what was recorded by then: a date (its end in UTC+8) or an RFC 3339 instant.",
            value: "when"
        )
    )
    var knownAt: String?

    /// The question about an indicator, with every row that each answer holds.
    func question(_ indicator: Indicator) throws(CommandFailure) -> Question {
        Question(indicator: indicator, asOf: try day(), knownAt: try instant())
    }

    /// The business date; today by the clock of UTC+8 where none is given.
    func day() throws(CommandFailure) -> BusinessDate {
        guard let asOf else { return BusinessDate(of: SystemClock().now()) }
        return try DateArguments.date(asOf, option: "--as-of")
    }

    /// By when events count that were recorded; `nil` where all do.
    func instant() throws(CommandFailure) -> Instant? {
        guard let knownAt else { return nil }
        return try DateArguments.instant(knownAt, option: "--known-at")
    }

    /// Refuses dates beside a figure's id, which says both itself.
    func refuseBesideFigure() throws {
        guard asOf != nil || knownAt != nil else { return }
        throw ValidationError(
            Phrase(
                zh: "引用号已含日期,不能再给 --as-of、--known-at",
                en: "the figure's id says its dates: --as-of and --known-at cannot go with it"
            ).spoken
        )
    }
}
