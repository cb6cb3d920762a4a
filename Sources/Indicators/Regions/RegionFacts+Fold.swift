import EventLog
import EventModel
import Programme

extension RegionFacts {
    static let eventTypes = [
        RegionEvents.declared, RegionEvents.retired, RegionEvents.demonstrationClassSet,
        PovertyEvents.povertyStatusSet,
    ]

    /// Collects a block's facts about divisions, demonstration counties and poor villages.
    mutating func fold(_ block: borrowing EventBlock) {
        foldDeclarations(block)
        foldRetirements(block)
        foldClasses(block)
        for place in block.places(of: PovertyEvents.povertyStatusSet) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let villages = partition.names("village")
            let statuses = partition.integers("status")
            let dates = partition.integers("validFrom")
            for range in partition.liveRanges {
                for row in range {
                    guard let status = PovertyStatus(stored: statuses[row]) else { continue }
                    add(
                        PovertySetting(
                            village: villages[row],
                            status: status,
                            from: DatedStamp(dates[row], stamps.stamp(row))
                        )
                    )
                }
            }
        }
    }

    private mutating func foldDeclarations(_ block: borrowing EventBlock) {
        for place in block.places(of: RegionEvents.declared) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let codes = partition.names("code")
            let parents = partition.names("parent")
            let levels = partition.integers("level")
            let kinds = partition.integers("kind")
            let dates = partition.integers("validFrom")
            for range in partition.liveRanges {
                for row in range {
                    guard let level = RegionLevel(stored: levels[row]),
                        let kind = RegionKind(stored: kinds[row])
                    else { continue }
                    add(
                        Declaration(
                            code: codes[row],
                            parent: parents.present(row),
                            level: level,
                            kind: kind,
                            from: DatedStamp(dates[row], stamps.stamp(row))
                        )
                    )
                }
            }
        }
    }

    private mutating func foldRetirements(_ block: borrowing EventBlock) {
        for place in block.places(of: RegionEvents.retired) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let codes = partition.names("code")
            let dates = partition.integers("retiredOn")
            for range in partition.liveRanges {
                for row in range {
                    let from = DatedStamp(dates[row], stamps.stamp(row))
                    add(Retirement(code: codes[row], from: from))
                }
            }
        }
    }

    fileprivate mutating func foldClasses(_ block: borrowing EventBlock) {
        for place in block.places(of: RegionEvents.demonstrationClassSet) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let counties = partition.names("county")
            let classes = partition.integers("class")
            for range in partition.liveRanges {
                for row in range {
                    guard let value = DemonstrationClass(stored: classes[row]) else { continue }
                    add(
                        ClassSetting(
                            county: counties[row],
                            demonstrationClass: value,
                            stamp: stamps.stamp(row)
                        )
                    )
                }
            }
        }
    }
}

extension RegionFacts {
    /// Collects only the classes of counties, for figures that need nothing else of regions.
    mutating func foldOnlyClasses(_ block: borrowing EventBlock) { foldClasses(block) }
}
