import CairnTestSupport
import EventModel

/// Chooses what is asked of a history: dates on which something happened, and the days beside them.
enum QuestionMaker {
    static func questions(of ledger: OracleLedger, seed: UInt64) -> [OracleQuestion] {
        var random = SplitMix64(seed: ~seed)
        let events = ledger.events
        guard let last = events.map(\.day).max() else { return [] }
        var questions: [OracleQuestion] = []
        for (indicator, count) in [("coverage", 2), ("funds", 2), ("exits", 3)] {
            for _ in 0..<count {
                var question = OracleQuestion(indicator: indicator, day: last)
                question.day = day(for: indicator, in: events, &random)
                if Int.random(in: 0..<5, using: &random) > 1,
                    let known = events.suffix(events.count * 2 / 3).randomElement(using: &random)
                {
                    question.knownAt =
                        known.recordedMillis - Int64.random(in: 0...1, using: &random)
                }
                question.includesAll = Bool.random(using: &random)
                question.includesClosed = Bool.random(using: &random)
                questions.append(question)
            }
        }
        return questions
    }

    private static let signsOfLife = [
        "parcel.scanned", "trade.recorded", "station.reportSubmitted",
    ]

    /// Most often a day near one of the later events.
    private static func day(
        for indicator: String,
        in events: [OracleEvent],
        _ random: inout SplitMix64
    ) -> Int {
        let days = events.map(\.day).sorted()
        let last = days.last ?? 0
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3: return last + Int.random(in: 0...40, using: &random)
        case 3..<8 where indicator == "coverage":
            let dates = events.flatMap { ["validFrom", "retiredOn"].compactMap($0.optional) }
            if Bool.random(using: &random), let date = dates.randomElement(using: &random) {
                // On the first day of a fact or the day before; most lie before all else.
                let day = OracleCalendar.day(date) + Int.random(in: -1...0, using: &random)
                if day >= (days.first ?? 0) { return day }
            }
            // Inside or just outside of the 30 days.
            let signs = events.filter { signsOfLife.contains($0.type) }
            let day = signs.randomElement(using: &random)?.day ?? last
            return day + ([0, 1, 28, 29, 30].randomElement(using: &random) ?? 0)
        default:
            let later = days.suffix(days.count * 2 / 3).randomElement(using: &random)
            return (later ?? last) + Int.random(in: -1...1, using: &random)
        }
    }
}
