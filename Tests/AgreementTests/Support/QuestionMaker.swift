import CairnTestSupport
import EventModel

/// Chooses what is asked of a history: dates on which something happened, and the days beside them.
enum QuestionMaker {
    static func questions(of history: History, seed: UInt64) -> [OracleQuestion] {
        var random = SplitMix64(seed: ~seed)
        let events = OracleLedger(history.events).events
        guard let last = events.map(\.day).max() else { return [] }
        var questions: [OracleQuestion] = []
        for indicator in ["coverage", "funds", "exits", "exits"] {
            for _ in 0..<2 {
                var question = OracleQuestion(indicator: indicator, day: last)
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<3: question.day = last + Int.random(in: 0...40, using: &random)
                default:
                    let days = events.map(\.day).sorted().suffix(events.count * 3 / 4)
                    question.day =
                        (days.randomElement(using: &random) ?? last)
                        + Int.random(in: -1...1, using: &random)
                }
                if Int.random(in: 0..<3, using: &random) > 0,
                    let known = events.randomElement(using: &random)
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
}
