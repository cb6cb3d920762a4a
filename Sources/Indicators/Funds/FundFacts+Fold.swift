import EventLog
import EventModel
import Programme

extension FundFacts {
    static let eventTypes = [
        FundEvents.appropriated, FundEvents.lineBudgeted, FundEvents.reallocated,
        FundEvents.disbursed, FundEvents.returned, FundEvents.recovered, FundEvents.classified,
    ]

    /// Collects a block's facts about money.
    mutating func fold(_ block: borrowing EventBlock) {
        foldBudget(block)
        foldPayments(block)
        foldReturns(block, FundEvents.returned)
        foldReturns(block, FundEvents.recovered)
        for place in block.places(of: FundEvents.classified) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let payments = partition.names("payment")
            let classes = partition.names("classes")
            for range in partition.liveRanges {
                for row in range {
                    add(
                        Classification(
                            subject: payments[row],
                            classes: classes[row],
                            stamp: stamps.stamp(row)
                        )
                    )
                }
            }
        }
    }

    private mutating func foldBudget(_ block: borrowing EventBlock) {
        for place in block.places(of: FundEvents.appropriated) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let sources = partition.integers("source")
            let amounts = partition.integers("amountFen")
            for range in partition.liveRanges {
                for row in range {
                    guard let source = FundSource(stored: sources[row]) else { continue }
                    let stamp = stamps.stamp(row)
                    add(Appropriation(source: source, amountFen: amounts[row], stamp: stamp))
                }
            }
        }
        for place in block.places(of: FundEvents.lineBudgeted) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let lines = partition.names("line")
            let sources = partition.integers("source")
            let amounts = partition.integers("amountFen")
            let classes = partition.names("classes")
            for range in partition.liveRanges {
                for row in range {
                    guard let source = FundSource(stored: sources[row]) else { continue }
                    add(
                        Line(
                            subject: lines[row],
                            source: source,
                            amountFen: amounts[row],
                            classes: classes[row],
                            stamp: stamps.stamp(row)
                        )
                    )
                }
            }
        }
        for place in block.places(of: FundEvents.reallocated) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let givers = partition.names("fromLine")
            let takers = partition.names("toLine")
            let amounts = partition.integers("amountFen")
            for range in partition.liveRanges {
                for row in range {
                    add(
                        Reallocation(
                            fromLine: givers[row],
                            toLine: takers[row],
                            amountFen: amounts[row],
                            stamp: stamps.stamp(row)
                        )
                    )
                }
            }
        }
    }

    private mutating func foldPayments(_ block: borrowing EventBlock) {
        for place in block.places(of: FundEvents.disbursed) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let payments = partition.names("payment")
            let lines = partition.names("line")
            let sources = partition.integers("source")
            let counties = partition.names("county")
            let amounts = partition.integers("amountFen")
            let classes = partition.names("classes")
            for range in partition.liveRanges {
                for row in range {
                    guard let source = FundSource(stored: sources[row]) else { continue }
                    add(
                        Payment(
                            subject: payments[row],
                            line: lines[row],
                            source: source,
                            county: counties.present(row),
                            amountFen: amounts[row],
                            classes: classes[row],
                            stamp: stamps.stamp(row)
                        )
                    )
                }
            }
        }
    }

    private mutating func foldReturns(_ block: borrowing EventBlock, _ type: EventSchema) {
        for place in block.places(of: type) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let payments = partition.names("payment")
            let amounts = partition.integers("amountFen")
            for range in partition.liveRanges {
                for row in range {
                    add(
                        Return(
                            subject: payments[row],
                            amountFen: amounts[row],
                            stamp: stamps.stamp(row)
                        )
                    )
                }
            }
        }
    }
}
