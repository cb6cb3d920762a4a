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
        // Now and then nothing was known yet.
        if seed.isMultiple(of: 10), let first = events.first {
            questions[Int(seed / 10 % 7)].knownAt = first.recordedMillis - 1
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
        let (first, last) = (days.first ?? 0, days.last ?? 0)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<2: return last + Int.random(in: 0...40, using: &random)
        case 2..<4 where indicator == "coverage":
            // On the first day of a fact that has one of its own, or the day before.
            let dates = events.flatMap { ["retiredOn", "validFrom"].compactMap($0.optional) }
            let later = dates.map { OracleCalendar.day($0) }.filter { $0 >= first }
            let date = later.randomElement(using: &random) ?? last
            return date + Int.random(in: -1...0, using: &random)
        case 4..<9 where indicator == "coverage":
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
