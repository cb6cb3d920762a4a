import EventModel
import Foundation
import Importing
import Programme
import Simulation
import Testing

@Suite("The history shigatse-2019")
struct ShigatseHistoryTests {
    private static let made = Made(
        seed: HistoryOptions.shigatse2019Seed,
        events: HistoryOptions.shigatse2019Events,
        options: .shigatse2019
    )

    @Test("The recorded history is what the generator makes, to the byte")
    func recorded() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Replay/shigatse-2019/events.ndjson.zst")
        let source = try FileSource(path: file.path)
        var expected: [UInt8] = []
        while try source.read(into: &expected) {}
        let made = Self.made.bytes
        let common = zip(made, expected).prefix { $0 == $1 }.count
        #expect(made == expected, "equal up to byte \(common)")
    }

    @Test("270 village points open, 90 in the national counties, and 72 township stations")
    func outlets() throws {
        let national = Set(
            ShigatsePlan.classes.filter { $0.demonstrationClass == .national }
                .map { $0.county.prefix(6) }
        )
        var points: Set<String> = []
        var stations: Set<String> = []
        for simulated in Self.made.events where simulated.event.schema === StationEvents.opened {
            let data = simulated.event.data
            guard case .text(let station) = data[0], case .integer(let level) = data[1] else {
                continue
            }
            switch StationLevel(stored: level) {
            case .villagePoint: points.insert(station)
            case .townshipStation: stations.insert(station)
            default: break
            }
        }
        #expect(points.count == 270)
        #expect(points.filter { national.contains($0.prefix(6)) }.count == 90)
        #expect(stations.count == 72)
    }

    @Test("What makes the figures differ is recorded in January 2020 about 2019")
    func lateFacts() throws {
        let newYear = try #require(BusinessDate(parsing: "2020-01-01")).firstInstant
        let late = Self.made.events.filter {
            $0.recordedAt >= newYear && $0.event.time.instant < newYear
        }
        let types = Set(late.map(\.event.schema.type))
        for type in [
            "station.closed", "station.opened", "station.resumed", "station.reportSubmitted",
            "station.performanceRecorded", "complaint.filed", "fund.recovered", "fund.classified",
        ] {
            #expect(types.contains(type), "\(type)")
        }
        #expect(late.contains { $0.event.corrects != nil })
    }
}
