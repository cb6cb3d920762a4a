import EventModel
import Testing

@testable import Simulation

@Suite("Memory of the generator")
struct MemoryTests {
    /// The most events that wait to be handed out at any moment of a history.
    private static func mostWaiting(years: Int, eventsPerYear: Int) -> Int {
        var options = HistoryOptions()
        options.lastDay = options.firstDay.advanced(byDays: 365 * years - 1)
        var generator = HistoryGenerator(
            seed: 6,
            eventCount: eventsPerYear * years,
            options: options
        )
        var most = 0
        var count = 0
        while generator.next() != nil {
            count += 1
            most = max(most, generator.agenda.plannedCount - count)
        }
        return most
    }

    @Test("What waits follows the business of some weeks, not the length of the history")
    func waiting() {
        let short = Self.mostWaiting(years: 1, eventsPerYear: 60_000)
        let long = Self.mostWaiting(years: 6, eventsPerYear: 60_000)
        // Business triples over a history whatever its length, so that the rates at the end are alike.
        #expect(short > 0 && short < 60_000 / 8, "\(short) of 60,000")
        #expect(long < short * 3 / 2, "\(short) in a year, \(long) in six")
    }

    @Test("Days that were handed out keep nothing")
    func handedOut() {
        var agenda = Agenda(
            timeline: Timeline(from: HistoryOptions().firstDay, to: HistoryOptions().lastDay)
        )
        let start = HistoryOptions().firstDay.firstInstant.millisecondsSince1970
        let scan = PlannedScan(occurredAt: start, parcel: 1, node: 0, kind: 0)
        agenda.add(scan, recordedAt: start + Timeline.day)
        var handedOut: [Int] = []
        for _ in 0..<4 {
            var count = 0
            while agenda.next() != nil { count += 1 }
            handedOut.append(count)
            if !agenda.advance() { break }
        }
        // Before the first day, on it, and on the next; then there is nothing ahead.
        #expect(handedOut == [0, 0, 1])
    }
}
