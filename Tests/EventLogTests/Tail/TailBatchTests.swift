import EventLog
import EventModel
import Testing

@Suite("Tail batch")
struct TailBatchTests {
    @Test("Every event of a commit comes back as it went in", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        let sample = SampleBlock(seed: seed, count: 1 + Int(seed) * 7)
        let value = sample.tailValue(at: 77)
        let packed = try TailBatch.decode(value.rawSpan, key: 77, tables: sample.tables)
        let decoded = (0..<packed.count).map { packed.interned(at: $0, tables: sample.tables) }
        #expect(
            decoded.map { fingerprint($0.event) } == sample.events.map { fingerprint($0.event) }
        )
        #expect(decoded.map(\.recordedAt) == sample.events.map(\.recordedAt))
        #expect(decoded.map(\.digest) == sample.events.map(\.digest))
        #expect(decoded.map(\.names) == sample.events.map(\.names))
        #expect(decoded.map(\.typeOrdinal) == sample.events.map(\.typeOrdinal))
        #expect(decoded.map(\.sourceOrdinal) == sample.events.map(\.sourceOrdinal))
    }

    @Test("A flipped bit, a missing end or a wrong key is a named error")
    func damageIsFound() throws {
        let sample = SampleBlock(seed: 1, count: 5)
        let value = sample.tailValue(at: 77)
        for index in value.indices {
            var damaged = value
            damaged[index] ^= 0x10
            #expect(throws: DamageError.self) {
                try TailBatch.decode(damaged.rawSpan, key: 77, tables: sample.tables)
            }
            #expect(throws: DamageError.self) {
                try TailBatch.decode(Array(value[..<index]).rawSpan, key: 77, tables: sample.tables)
            }
        }
        #expect(throws: DamageError.self) {
            try TailBatch.decode(value.rawSpan, key: 78, tables: sample.tables)
        }
    }
}
