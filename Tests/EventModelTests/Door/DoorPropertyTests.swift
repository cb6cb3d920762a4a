import Testing

@testable import EventModel

@Suite("The door, at random")
struct DoorPropertyTests {
    @Test(
        "Every valid line is accepted with the canonical bytes of RFC 8785",
        arguments: 1...8 as ClosedRange<UInt64>
    )
    func validLines(seed: UInt64) throws {
        var lines = RandomLine(seed: seed)
        for step in 0..<100 {
            let line = Array(lines.next().utf8)
            do {
                try expectConsistent(try Fixture.reader.read(line), with: line)
            } catch {
                Issue.record(
                    "seed \(seed) step \(step): \(error) \(String(decoding: line, as: UTF8.self))"
                )
                return
            }
        }
    }

    @Test(
        "No change to a line traps, and what is still accepted is consistent",
        arguments: 1...8 as ClosedRange<UInt64>
    )
    func mutatedLines(seed: UInt64) throws {
        var lines = RandomLine(seed: seed &+ 1_000)
        var acceptedCount = 0
        var refusedCount = 0
        for _ in 0..<40 {
            let line = Array(lines.next().utf8)
            for _ in 0..<25 {
                let mutated = lines.mutated(line)
                do {
                    let incoming = try Fixture.reader.read(mutated)
                    acceptedCount += 1
                    try expectConsistent(incoming, with: mutated)
                } catch let refusal as Refusal {
                    refusedCount += 1
                    try #require(!refusal.accepted.isEmpty)
                    try #require(refusal.found.count <= 120)
                }
            }
        }
        // The generator must reach both outcomes, or this test would check nothing.
        #expect(acceptedCount > 20 && refusedCount > 200)
    }

    @Test("Random bytes are refused without a trap", arguments: 1...4 as ClosedRange<UInt64>)
    func randomBytes(seed: UInt64) {
        var lines = RandomLine(seed: seed)
        var bytes = Array("{\"data\":{},\"type\":\"test.scanned\"}".utf8)
        var refusedCount = 0
        for _ in 0..<500 {
            bytes = lines.mutated(
                bytes.isEmpty || bytes.count > 400 ? Array("{\"data\":[".utf8) : bytes
            )
            if (try? Fixture.reader.read(bytes)) == nil { refusedCount += 1 }
        }
        #expect(refusedCount == 500)
    }

    /// An accepted line, the event in memory and the lines written from it all say the same.
    private func expectConsistent(_ incoming: IncomingEvent, with line: [UInt8]) throws {
        let tree = try JSONValue(parsing: line)
        let given = (tree.objectValue ?? []).filter {
            $0.name != "sequence" && $0.name != "recordedtime"
        }
        let canonical = canonicalize(.object(given))
        try #require(EventWriter.canonicalBytes(of: incoming.event) == canonical)
        try #require(incoming.digest == SHA256Digest.hash(canonical))
        let again = try Fixture.reader.read(canonical)
        try #require(again.digest == incoming.digest)
        try #require(again.event.reference == incoming.event.reference)
        try #require(again.event.time == incoming.event.time)
        let recorded = RecordedEvent(
            position: incoming.sequence ?? 7,
            recordedAt: incoming.recordedAt ?? Instant(millisecondsSince1970: 0),
            event: incoming.event
        )
        let restored = try Fixture.reader.read(EventWriter.json(of: recorded))
        try #require(restored.digest == incoming.digest)
        try #require(restored.sequence == recorded.position)
        try #require(restored.recordedAt == recorded.recordedAt)
        try #require(try Fixture.reader.read(tree).digest == incoming.digest)
    }
}
