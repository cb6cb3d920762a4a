import Testing

@testable import EventModel

@Suite("Batches of events")
struct EventBatchTests {
    @Test(
        "A batch holds what its lines say, between refused ones, and so do its copies",
        arguments: 1...6 as ClosedRange<UInt64>
    )
    func batchOfLines(seed: UInt64) throws {
        var lines = RandomLine(seed: seed &+ 5_000)
        var batch = EventBatch()
        var alone: [IncomingEvent] = []
        for step in 0..<120 {
            let whole = Array(lines.next().utf8)
            let line = step % 3 == 0 ? lines.mutated(whole) : whole
            let count = batch.count
            do {
                try Fixture.reader.read(line.span, into: &batch)
                alone.append(try Fixture.reader.read(line))
            } catch {
                #expect(batch.count == count, "a refused line left something behind")
            }
        }
        batch.computeDigests()
        try #require(batch.count == alone.count && batch.count > 60)
        let shown = alone.map(Self.shown)
        #expect((0..<batch.count).map { Self.shown(batch.incomingEvent(at: $0)) } == shown)
        // Made from values in memory, and cut out of another batch.
        let again = EventBatch(alone)
        let half = batch.slice(30..<batch.count)
        for index in 0..<batch.count {
            #expect(batch.reference(at: index) == alone[index].event.reference)
            #expect(EventWriter.digest(of: batch.event(at: index)) == alone[index].digest)
            #expect(Self.text(again.event(at: index)) == Self.text(alone[index].event))
            guard index >= 30 else { continue }
            #expect(Self.shown(half.incomingEvent(at: index - 30)) == shown[index])
        }
    }

    @Test("Memory that is used again shows nothing of what it held")
    func reuse() throws {
        var lines = RandomLine(seed: 77)
        var reused = EventBatch()
        for _ in 0..<5 {
            reused.removeAll()
            var fresh = EventBatch()
            for _ in 0..<20 {
                let line = Array(lines.next().utf8)
                try Fixture.reader.read(line.span, into: &reused)
                try Fixture.reader.read(line.span, into: &fresh)
            }
            reused.computeDigests()
            fresh.computeDigests()
            #expect(
                (0..<20).map { Self.shown(reused.incomingEvent(at: $0)) }
                    == (0..<20).map { Self.shown(fresh.incomingEvent(at: $0)) }
            )
        }
    }

    private static func text(_ event: Event) -> String {
        String(decoding: EventWriter.canonicalBytes(of: event), as: UTF8.self)
    }

    private static func shown(_ incoming: IncomingEvent) -> String {
        "\(text(incoming.event)) \(incoming.digest) \(String(describing: incoming.recordedAt)) "
            + "\(String(describing: incoming.sequence)) \(incoming.refusalIfNew?.found ?? "-")"
    }
}
