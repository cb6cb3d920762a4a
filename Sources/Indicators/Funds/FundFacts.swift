import EventModel
import Programme
import Projections

/// What the events say about money; amounts in fen.
struct FundFacts: Sendable {
    private(set) var appropriations: [Appropriation] = []
    private(set) var lines: [Line] = []
    private(set) var reallocations: [Reallocation] = []
    private(set) var payments: [Payment] = []
    private(set) var returns: [Return] = []
    private(set) var classifications: [Classification] = []

    /// One `fund.appropriated`.
    struct Appropriation: Hashable, PositionedFact {
        let source: FundSource
        let amountFen: Int64
        let stamp: FactStamp

        var position: UInt64 { stamp.position }
    }

    /// One `fund.lineBudgeted`.
    struct Line: Hashable, StampedFact {
        /// Name ordinal of the line's id.
        let subject: UInt32
        let source: FundSource
        let amountFen: Int64
        /// Name ordinal of the stored list of classes.
        let classes: UInt32
        let stamp: FactStamp
    }

    /// One `fund.reallocated`.
    struct Reallocation: Hashable, PositionedFact {
        let fromLine: UInt32
        let toLine: UInt32
        let amountFen: Int64
        let stamp: FactStamp

        var position: UInt64 { stamp.position }
    }

    /// One `fund.disbursed`.
    struct Payment: Hashable, StampedFact {
        /// Name ordinal of the payment's id.
        let subject: UInt32
        let line: UInt32
        let source: FundSource
        let county: UInt32?
        let amountFen: Int64
        let classes: UInt32
        let stamp: FactStamp
    }

    /// One `fund.returned` or `fund.recovered`.
    struct Return: Hashable, StampedFact {
        /// Name ordinal of the payment's id.
        let subject: UInt32
        let amountFen: Int64
        let stamp: FactStamp
    }

    /// One `fund.classified`.
    struct Classification: Hashable, StampedFact {
        /// Name ordinal of the payment's id.
        let subject: UInt32
        let classes: UInt32
        let stamp: FactStamp
    }

    /// Takes an appropriation in.
    mutating func add(_ fact: Appropriation) { appropriations.append(fact) }
    /// Takes a budget line in.
    mutating func add(_ fact: Line) { lines.append(fact) }
    /// Takes a reallocation in.
    mutating func add(_ fact: Reallocation) { reallocations.append(fact) }
    /// Takes a payment in.
    mutating func add(_ fact: Payment) { payments.append(fact) }
    /// Takes a return or recovery in.
    mutating func add(_ fact: Return) { returns.append(fact) }
    /// Takes a classification in.
    mutating func add(_ fact: Classification) { classifications.append(fact) }

    /// Takes the facts of later events in.
    mutating func merge(_ later: FundFacts) {
        appropriations += later.appropriations
        lines += later.lines
        reallocations += later.reallocations
        payments += later.payments
        returns += later.returns
        classifications += later.classifications
    }

    /// The facts that a cut sees.
    func seen(by cut: Cut) -> FundFacts {
        var seen = FundFacts()
        seen.appropriations = appropriations.seen(by: cut)
        seen.lines = lines.seen(by: cut)
        seen.reallocations = reallocations.seen(by: cut)
        seen.payments = payments.seen(by: cut)
        seen.returns = returns.seen(by: cut)
        seen.classifications = classifications.seen(by: cut)
        return seen
    }

    /// The same facts, each list in order of (instant, position), for many questions.
    func ordered() -> FundFacts {
        var ordered = self
        ordered.lines.sort { $0.stamp < $1.stamp }
        ordered.payments.sort { $0.stamp < $1.stamp }
        ordered.returns.sort { $0.stamp < $1.stamp }
        ordered.classifications.sort { $0.stamp < $1.stamp }
        return ordered
    }
}
