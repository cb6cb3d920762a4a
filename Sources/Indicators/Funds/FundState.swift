import EventModel
import Programme

/// The programme's money as it stands at the end of a day.
///
/// Things that are made once are taken from their first event by (instant, position); what refers to an
/// unknown thing waits until the thing is known.
struct FundState {
    let day: BusinessDate
    /// Budget lines by id.
    private(set) var lines: [UInt32: FundFacts.Line] = [:]
    /// Second and later budgetings of a line.
    private(set) var repeatedLines: [FundFacts.Line] = []
    /// The payments that count, of any source, in order of (instant, position).
    private(set) var payments: [PaymentState] = []
    /// Second and later payments of one id.
    private(set) var repeatedPayments: [FundFacts.Payment] = []
    /// Returns, recoveries and classifications of payments that are not known.
    private(set) var unknownPaymentPositions: [UInt64] = []
    /// Reallocations that are known, with the first day on which both lines are known too.
    private(set) var reallocations: [(fact: FundFacts.Reallocation, effective: BusinessDate)] = []
    /// Reallocations of which a line is not known.
    private(set) var waitingReallocations: [FundFacts.Reallocation] = []
    /// Central money appropriated up to the day, in fen.
    private(set) var appropriatedFen: Int128 = 0
    /// The appropriations behind ``appropriatedFen``.
    private(set) var appropriations: [FundFacts.Appropriation] = []

    /// A payment with what happened to it.
    struct PaymentState {
        let fact: FundFacts.Payment
        /// Returns and recoveries in order of (instant, position).
        var returns: [FundFacts.Return] = []
        /// The classes in force.
        var classes: FundClassSet
        /// The event that stated them; `nil` if it was the payment itself.
        var classification: FactStamp?

        /// What was paid less what came back, in fen; may be negative.
        var netFen: Int128 {
            returns.reduce(Int128(fact.amountFen)) { $0 - Int128($1.amountFen) }
        }

        /// Whether central money paid it.
        var isCentral: Bool { fact.source == .central }
    }

    /// Works out the state at the end of a day.
    ///
    /// - Parameters:
    ///   - facts: What is known, each list in order (``FundFacts/ordered()``).
    ///   - day: The day.
    ///   - names: The ledger's names.
    /// - Complexity: O(facts).
    init(_ facts: FundFacts, on day: BusinessDate, names: some NameLookup) {
        self.day = day
        for fact in facts.appropriations where fact.source == .central && fact.stamp.day <= day {
            appropriatedFen += Int128(fact.amountFen)
            appropriations.append(fact)
        }
        for fact in Self.visible(facts.lines, on: day) {
            if lines[fact.subject] == nil {
                lines[fact.subject] = fact
            } else {
                repeatedLines.append(fact)
            }
        }
        takeReallocations(facts)
        takePayments(facts, ClassNames(names))
    }

    /// The line's budget at the end of a day not after ``day``, in fen; 0 before the line is known.
    func budgetFen(of line: UInt32, on day: BusinessDate) -> Int128 {
        guard let fact = lines[line], fact.stamp.day <= day else { return 0 }
        var budget = Int128(fact.amountFen)
        for (reallocation, effective) in reallocations where effective <= day {
            if reallocation.toLine == line { budget += Int128(reallocation.amountFen) }
            if reallocation.fromLine == line { budget -= Int128(reallocation.amountFen) }
        }
        return budget
    }

    private mutating func takeReallocations(_ facts: FundFacts) {
        for fact in facts.reallocations where fact.stamp.day <= day {
            if let giver = lines[fact.fromLine], let taker = lines[fact.toLine] {
                let effective = max(fact.stamp.day, giver.stamp.day, taker.stamp.day)
                reallocations.append((fact, effective))
            } else {
                waitingReallocations.append(fact)
            }
        }
    }

    private mutating func takePayments(_ facts: FundFacts, _ classNames: ClassNames) {
        var classNames = classNames
        var places: [UInt32: Int] = [:]
        for fact in Self.visible(facts.payments, on: day) {
            if places[fact.subject] == nil {
                places[fact.subject] = payments.count
                payments.append(PaymentState(fact: fact, classes: classNames.set(fact.classes)))
            } else {
                repeatedPayments.append(fact)
            }
        }
        for fact in Self.visible(facts.returns, on: day) {
            if let place = places[fact.subject] {
                payments[place].returns.append(fact)
            } else {
                unknownPaymentPositions.append(fact.stamp.position)
            }
        }
        // In order, so that the newest classification is the one that stays.
        for fact in Self.visible(facts.classifications, on: day) {
            if let place = places[fact.subject] {
                payments[place].classes = classNames.set(fact.classes)
                payments[place].classification = fact.stamp
            } else {
                unknownPaymentPositions.append(fact.stamp.position)
            }
        }
    }

    private static func visible<Fact: StampedFact>(
        _ facts: [Fact],
        on day: BusinessDate
    ) -> [Fact] {
        let last = day.lastInstant.millisecondsSince1970
        return facts.filter { $0.stamp.instant <= last }
    }
}

/// Reads stored lists of classes, each distinct list once.
struct ClassNames {
    private let name: (UInt32) -> String
    private var known: [UInt32: FundClassSet] = [:]

    /// Looks names up in the ledger's table.
    init(_ names: some NameLookup) {
        name = { names.name(at: $0) }
    }

    /// The classes of a stored list.
    mutating func set(_ list: UInt32) -> FundClassSet {
        if let set = known[list] { return set }
        let set = FundClassSet(storedList: name(list))
        known[list] = set
        return set
    }
}
