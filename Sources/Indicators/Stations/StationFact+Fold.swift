import EventLog
import Programme

extension [StationFact] {
    /// Collects what a block says about openings, pauses, operators and closings of stations.
    mutating func foldStationFacts(_ block: borrowing EventBlock) {
        if let partition = block.partition(of: "station.opened") {
            let stations = partition.names("station")
            let levels = partition.integers("level")
            let regions = partition.names("region")
            for range in partition.liveRanges {
                for row in range {
                    guard let level = StationLevel(stored: levels[row]) else { continue }
                    append(
                        StationFact(
                            subject: stations[row],
                            stamp: partition.stamp(row),
                            change: .opened(level: level, region: regions[row])
                        )
                    )
                }
            }
        }
        fold(block, "station.suspended", as: .suspended)
        fold(block, "station.resumed", as: .resumed)
        fold(block, "station.closed", as: .closed)
        fold(block, "station.operatorChanged", as: .operatorChanged)
    }

    private mutating func fold(
        _ block: borrowing EventBlock,
        _ type: String,
        as change: StationFact.Change
    ) {
        guard let partition = block.partition(of: type) else { return }
        let stations = partition.names("station")
        for range in partition.liveRanges {
            for row in range {
                append(
                    StationFact(
                        subject: stations[row],
                        stamp: partition.stamp(row),
                        change: change
                    )
                )
            }
        }
    }
}
