import EventModel
import Simulation

/// A history made whole, for tests.
struct Made {
    let events: [SimulatedEvent]

    init(
        seed: UInt64,
        events count: Int,
        world: World = .shigatse,
        options: HistoryOptions = HistoryOptions()
    ) {
        var generator = HistoryGenerator(
            seed: seed,
            eventCount: count,
            world: world,
            options: options
        )
        var events: [SimulatedEvent] = []
        while let simulated = generator.next() { events.append(simulated) }
        self.events = events
    }

    /// Number of events of each type.
    var countByType: [String: Int] {
        events.reduce(into: [:]) { $0[$1.event.schema.type, default: 0] += 1 }
    }

    /// All lines as `cairn simulate` writes them.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for (place, simulated) in events.enumerated() {
            bytes += Self.line(simulated, place)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// One line without its end.
    static func line(_ simulated: SimulatedEvent, _ place: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        EventWriter.append(
            RecordedEvent(
                position: UInt64(place),
                recordedAt: simulated.recordedAt,
                event: simulated.event
            ),
            to: &bytes
        )
        return bytes
    }
}
