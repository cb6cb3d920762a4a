import EventLog
import Programme

extension RuleFacts {
    /// Collects a block's adoptions.
    mutating func fold(_ block: borrowing EventBlock) {
        for place in block.places(of: RuleEvents.adopted) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let rules = partition.names("rule")
            let parameters = partition.names("parameters")
            let dates = partition.integers("validFrom")
            for range in partition.liveRanges {
                for row in range {
                    add(
                        Adoption(
                            rule: rules[row],
                            parameters: parameters[row],
                            from: DatedStamp(dates[row], stamps.stamp(row))
                        )
                    )
                }
            }
        }
    }
}
