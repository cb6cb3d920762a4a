import EventLog

extension RuleFacts {
    /// Collects a block's adoptions.
    mutating func fold(_ block: borrowing EventBlock) {
        guard let partition = block.partition(of: "rule.adopted") else { return }
        let rules = partition.names("rule")
        let parameters = partition.names("parameters")
        let dates = partition.integers("validFrom")
        for range in partition.liveRanges {
            for row in range {
                add(
                    Adoption(
                        rule: rules[row],
                        parameters: parameters[row],
                        from: DatedStamp(dates[row], partition.stamp(row))
                    )
                )
            }
        }
    }
}
