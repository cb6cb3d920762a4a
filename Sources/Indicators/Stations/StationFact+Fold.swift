import EventLog
import EventModel
import Programme

extension [StationFact] {
    static var eventTypes: [EventSchema] {
        [
            StationEvents.opened, StationEvents.suspended, StationEvents.resumed,
            StationEvents.closed, StationEvents.operatorChanged,
        ]
    }

    /// Collects what a block says about openings, pauses, operators and closings of stations.
    mutating func foldStationFacts(_ block: borrowing EventBlock) {
        for place in block.places(of: StationEvents.opened) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let stations = partition.names("station")
            let levels = partition.integers("level")
            let regions = partition.names("region")
            for range in partition.liveRanges {
                for row in range {
                    guard let level = StationLevel(stored: levels[row]) else { continue }
                    append(
                        StationFact(
                            subject: stations[row],
                            stamp: stamps.stamp(row),
                            change: .opened(level: level, region: regions[row])
                        )
                    )
                }
            }
        }
        fold(block, StationEvents.suspended, as: .suspended)
        fold(block, StationEvents.resumed, as: .resumed)
        fold(block, StationEvents.closed, as: .closed)
        fold(block, StationEvents.operatorChanged, as: .operatorChanged)
    }

    private mutating func fold(
        _ block: borrowing EventBlock,
        _ type: EventSchema,
        as change: StationFact.Change
    ) {
        for place in block.places(of: type) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let stations = partition.names("station")
            for range in partition.liveRanges {
                for row in range {
                    append(
                        StationFact(
                            subject: stations[row],
                            stamp: stamps.stamp(row),
                            change: change
                        )
                    )
                }
            }
        }
    }
}
