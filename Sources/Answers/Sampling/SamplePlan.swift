internal import EventModel
internal import Programme

/// What a sample is drawn from: the events of one type.
package struct SamplePopulationName: Hashable, Sendable {
    /// Name of the event type.
    package let type: String

    /// The payments: every `fund.disbursed` of the question.
    package static let payments = SamplePopulationName(type: FundEvents.disbursed.type)

    private static let paymentsWord = "payments"

    /// Takes the name of an event type.
    package init(type: String) { self.type = type }

    /// Takes a word of the command line: `payments`, or the name of an event type.
    package init(word: String) {
        self = word == Self.paymentsWord ? .payments : SamplePopulationName(type: word)
    }

    /// The word for people and programs.
    package var word: String { self == .payments ? Self.paymentsWord : type }
}

/// How many events are drawn from what, by which method and seed.
package struct SamplePlan: Hashable, Sendable {
    /// How they are drawn.
    package let method: SampleMethod
    /// Events, or points; 1 to 1,000,000.
    package let count: Int
    /// What the random numbers begin with: 1 to 64 letters, digits, `.`, `_` and `-`.
    package let seed: String
    /// What they are drawn from.
    package let population: SamplePopulationName
    /// Whether each county is drawn from by itself.
    package let isByCounty: Bool

    /// Events that may be drawn at most.
    package static let countMax = 1_000_000

    /// Makes the plan; `nil` if count or seed are not as they must be.
    package init?(
        method: SampleMethod,
        count: Int,
        seed: String,
        population: SamplePopulationName = .payments,
        isByCounty: Bool = false
    ) {
        guard (1...Self.countMax).contains(count), Self.isSeed(seed) else { return nil }
        self.method = method
        self.count = count
        self.seed = seed
        self.population = population
        self.isByCounty = isByCounty
    }

    /// Whether a text can be a seed.
    package static func isSeed(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
