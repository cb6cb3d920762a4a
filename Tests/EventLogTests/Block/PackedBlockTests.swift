import CairnTestSupport
import EventModel
import Testing
import Zstd

@testable import EventLog

@Suite("Packed events of a block")
struct PackedBlockTests {
    private static let firstPosition: UInt64 = 16_384

    private struct Encoded {
        let sample: SampleBlock
        let block: EncodedBlock

        init(seed: UInt64, count: Int) throws {
            sample = SampleBlock(seed: seed, count: count, isOrderly: seed % 3 == 0)
            block = try BlockEncoder.encode(
                firstPosition: PackedBlockTests.firstPosition,
                events: InternedEvents(sample.events),
                roots: .unasked(eventCount: count),
                format: seed % 2 == 0 ? .second : .first
            )
        }

        func withContents<Result>(
            _ decoder: FrameDecoder = FrameDecoder(),
            _ body: (borrowing BlockContents) throws -> Result
        ) throws -> Result {
            try body(
                try BlockContents(
                    hot: block.hot.rawSpan,
                    streams: block.streams.rawSpan,
                    cold: block.cold.rawSpan,
                    key: PackedBlockTests.firstPosition,
                    tables: sample.tables,
                    decoder: decoder
                )
            )
        }
    }

    @Test(
        "Packed events are those that went in, and so is the JSON written from them",
        arguments: 0..<24 as Range<UInt64>
    )
    func packedEqualsEvents(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let count = seed == 0 ? 4_300 : Int.random(in: 1...250, using: &random)
        let encoded = try Encoded(seed: seed, count: count)
        var writer = RecordedWriter()
        var digests: [SHA256Digest] = []
        try encoded.withContents { contents in
            var row = 0
            for frame in 0..<contents.frameCount {
                let events = try contents.events(inFrame: frame)
                #expect(events.firstPosition == Self.firstPosition + UInt64(row))
                writer.note(events)
                writer.appendDigests(of: events, 0..<events.count, to: &digests)
                for index in 0..<events.count {
                    let expected = encoded.sample.events[row]
                    let found = events.event(at: index)
                    try #require(
                        fingerprint(found.event) == fingerprint(expected.event),
                        "seed \(seed) row \(row)"
                    )
                    #expect(found.position == Self.firstPosition + UInt64(row))
                    #expect(found.recordedAt == expected.recordedAt)
                    #expect(events.reference(at: index) == expected.event.reference)
                    var line: [UInt8] = []
                    writer.appendLine(index, of: events, to: &line)
                    try #require(
                        line == EventWriter.json(of: found),
                        "seed \(seed) row \(row): \(String(decoding: line, as: UTF8.self))"
                    )
                    row += 1
                }
            }
            #expect(row == count)
        }
        #expect(digests == encoded.sample.events.map { EventWriter.digest(of: $0.event) })
    }

    @Test("Digests of some rows are those of the events there", arguments: [1, 2])
    func digestsOfRows(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let encoded = try Encoded(seed: seed, count: 4_200)
        let all = encoded.sample.events.map { EventWriter.digest(of: $0.event) }
        try encoded.withContents { contents in
            for _ in 0..<5 {
                let first = Int.random(in: 0..<4_200, using: &random)
                let range = first..<Int.random(in: first...4_200, using: &random)
                let found = try contents.digests(ofRows: range)
                #expect(found == Array(all[range]))
            }
            do throws(DamageError) {
                _ = try contents.digests(ofRows: 4_190..<4_201)
                Issue.record("there is no row 4,200")
            } catch {
                #expect(error.part == "hot")
            }
        }
    }

    @Test("Events that somebody keeps stay as they were while the memory is used again")
    func keptEvents() throws {
        let decoder = FrameDecoder()
        let first = try Encoded(seed: 5, count: 4_150)
        let second = try Encoded(seed: 6, count: 80)
        var kept: [RecordedEvents] = []
        try first.withContents(decoder) { contents in
            kept.append(try contents.events(inFrame: 0))
            // Another block in between, as when one reader is asked by another.
            try second.withContents(decoder) { other in
                kept.append(try other.events(inFrame: 0))
            }
            kept.append(try contents.events(inFrame: 1))
        }
        let expected = [first.sample.events[..<4_096], second.sample.events[...]]
        for (events, sample) in zip(kept, expected + [first.sample.events[4_096...]]) {
            #expect(events.count == sample.count)
            for (index, event) in sample.enumerated() {
                try #require(
                    fingerprint(events.event(at: index).event) == fingerprint(event.event)
                )
            }
        }
    }

    @Test(
        "A frame whose checksum fits but whose content lies is an error or other events, never a trap",
        arguments: 0..<300 as Range<UInt64>
    )
    func lyingFrame(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let encoded = try Encoded(seed: 11, count: 60)
        let raw = try encoded.withContents { contents in
            try ColdFrame.decompress(
                0,
                of: encoded.block.cold.rawSpan,
                position: Self.firstPosition,
                FrameDecoder().zstd(position: 0)
            )
        }
        var lying = raw
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            lying[Int.random(in: lying.indices, using: &random)] = UInt8.random(
                in: 0...255,
                using: &random
            )
        }
        let (hot, cold) = try Self.resealed(encoded.block, frame: lying)
        do throws(DamageError) {
            let contents = try BlockContents(
                hot: hot.rawSpan,
                streams: encoded.block.streams.rawSpan,
                cold: cold.rawSpan,
                key: Self.firstPosition,
                tables: encoded.sample.tables
            )
            let events = try contents.events(inFrame: 0)
            var writer = RecordedWriter()
            var digests: [SHA256Digest] = []
            writer.note(events)
            writer.appendDigests(of: events, 0..<events.count, to: &digests)
            #expect(digests.count == 60)
            #expect(EventWriter.digest(of: events.event(at: 59).event) == digests[59])
        } catch {
            #expect(!error.detail.isEmpty)
        }
    }

    /// The block's values with another frame, checksums made to fit.
    private static func resealed(
        _ block: EncodedBlock,
        frame: [UInt8]
    ) throws -> (hot: [UInt8], cold: [UInt8]) {
        let compressed = try ZstdFrame.compress(frame)
        var cold = Array(block.cold[..<BlockLayout.Cold.frameDirectory])
        for number in [
            UInt32(frame.count), UInt32(compressed.count),
            UInt32(BlockLayout.Cold.frameDirectory + BlockLayout.Cold.frameEntryByteCount),
        ] { cold += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
        cold = sealed(cold + compressed)
        var hot = block.hot
        for index in 0..<8 { hot[BlockLayout.coldChecksum + index] = cold[8 + index] }
        return (sealed(hot), cold)
    }

    private static func sealed(_ value: [UInt8]) -> [UInt8] {
        var value = value
        let checksum = XXH64.hash(Array(value[16...]), seed: firstPosition)
        for index in 0..<8 { value[8 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index)) }
        return value
    }
}
