import CairnTestSupport
import EventLog
import EventModel
import Testing

@Suite("Block")
struct BlockTests {
    private static let firstPosition: UInt64 = 32_768

    private func roots(_ sample: SampleBlock) -> BlockRoots {
        BlockRoots(leaves: sample.events.indices.map { SHA256Digest.hash(Array("\($0)".utf8)) })
    }

    private func encoded(
        _ sample: SampleBlock,
        _ format: StoredFormat = .newest
    ) throws -> EncodedBlock {
        try BlockEncoder.encode(
            firstPosition: Self.firstPosition,
            events: InternedEvents(sample.events),
            roots: roots(sample),
            format: format
        )
    }

    @Test(
        "Every event comes back from a block as it went in",
        arguments: 0..<30 as Range<UInt64>,
        [StoredFormat.first, .second]
    )
    func roundTrip(seed: UInt64, format: StoredFormat) throws {
        var random = SplitMix64(seed: seed)
        let count = seed == 0 ? 9_000 : Int.random(in: 1...400, using: &random)
        let sample = SampleBlock(seed: seed, count: count, isOrderly: seed % 3 == 0)
        let block = try encoded(sample, format)
        try EventBlock.check(
            hot: block.hot.rawSpan,
            streams: block.streams.rawSpan,
            key: Self.firstPosition,
            tables: sample.tables
        )
        let contents = try BlockContents(
            hot: block.hot.rawSpan,
            streams: block.streams.rawSpan,
            cold: block.cold.rawSpan,
            key: Self.firstPosition,
            tables: sample.tables
        )
        let view = try EventBlock(
            hot: block.hot.rawSpan,
            streams: block.streams.rawSpan,
            key: Self.firstPosition,
            tables: sample.tables
        )
        #expect(view.groupRoots == (format == .first ? [] : roots(sample).groups))
        let events = try contents.events(at: Array(0..<count))
        for (index, (found, expected)) in zip(events, sample.events).enumerated() {
            try #require(
                fingerprint(found.event) == fingerprint(expected.event),
                "seed \(seed) row \(index)"
            )
            #expect(found.position == Self.firstPosition + UInt64(index))
            #expect(found.recordedAt == expected.recordedAt)
        }
        #expect(events.count == count)
        let names = try BlockReferences(
            hot: block.hot.rawSpan,
            streams: block.streams.rawSpan,
            cold: block.cold.rawSpan,
            key: Self.firstPosition
        )
        var ids: [String] = []
        var sources: [UInt32] = []
        try names.forEach { source, id in
            sources.append(source)
            ids.append(String(copyingUTF8: id))
        }
        #expect(ids == sample.events.map(\.event.id))
        #expect(sources == sample.events.map(\.sourceOrdinal))
    }

    @Test(
        "Columns show what the events hold, below the cut and without voided rows",
        arguments: 0..<20 as Range<UInt64>
    )
    func columns(seed: UInt64) throws {
        var random = SplitMix64(seed: seed &+ 1_000)
        let count = Int.random(in: 1...300, using: &random)
        let sample = SampleBlock(seed: seed, count: count)
        let cut = Int.random(in: 0...count, using: &random)
        let voided = (0..<count).filter { _ in Int.random(in: 0..<15, using: &random) == 0 }
        let block = try encoded(sample)
        let view = try EventBlock(
            hot: block.hot.rawSpan,
            streams: block.streams.rawSpan,
            key: Self.firstPosition,
            upTo: Self.firstPosition + UInt64(cut),
            selecting: .excluding(
                [3] + voided.map { Self.firstPosition + UInt64($0) } + [.max]
            ),
            tables: sample.tables
        )
        #expect(view.eventCount == cut)
        let live = (0..<cut).filter { !voided.contains($0) }
        for schema in [SampleBlock.scanned, SampleBlock.noted] {
            let expected = live.filter { sample.events[$0].event.schema === schema }
            var rows: [Int] = []
            for place in view.places(of: schema) {
                let partition = view.partition(at: place)
                let instants = partition.instants()
                let nameField = schema === SampleBlock.scanned ? "node" : "author"
                let names = partition.names(nameField)
                let numbers = partition.integers(schema === SampleBlock.scanned ? "weight" : "day")
                let keys = try partition.keys(schema === SampleBlock.scanned ? "parcel" : "order")
                for row in partition.liveRanges.joined() {
                    let place = Int(partition.position(ofRow: row) - Self.firstPosition)
                    rows.append(place)
                    let event = sample.events[place].event
                    #expect(instants[row] == event.time.instant.millisecondsSince1970)
                    #expect(names[row] == sample.events[place].names[1])
                    let number: FieldValue = numbers.value(row).map { .integer($0) } ?? .absent
                    #expect(number == event.data[3])
                    let key: FieldValue = keys.string(row).map { .text($0) } ?? .absent
                    #expect(key == event.data[schema === SampleBlock.scanned ? 0 : 2])
                }
            }
            #expect(rows == expected, "seed \(seed) \(schema.type)")
        }
    }

    @Test("The number of events known at an instant is exact", arguments: 0..<10 as Range<UInt64>)
    func knownAt(seed: UInt64) throws {
        let sample = SampleBlock(seed: seed, count: 200)
        let block = try encoded(sample)
        let view = try EventBlock(
            hot: block.hot.rawSpan,
            streams: block.streams.rawSpan,
            key: Self.firstPosition,
            tables: sample.tables
        )
        for probe in sample.events {
            for shift: Int64 in [-1, 0, 1] {
                let instant = Instant(
                    millisecondsSince1970: probe.recordedAt.millisecondsSince1970 + shift
                )
                let expected = sample.events.filter { $0.recordedAt <= instant }.count
                #expect(try view.eventCount(knownAt: instant) == expected)
            }
        }
    }

    @Test("Streams and sources tell what the block holds", arguments: 0..<10 as Range<UInt64>)
    func streams(seed: UInt64) throws {
        let sample = SampleBlock(seed: seed, count: 300, isOrderly: seed % 2 == 0)
        let block = try encoded(sample)
        let streams = try BlockStreams(block.streams.rawSpan, key: Self.firstPosition)
        for subject in Set(sample.events.map(\.event.subject)) {
            let expected = sample.events.indices.filter {
                sample.events[$0].event.subject == subject
            }
            #expect(try streams.rows(of: subject) == expected)
        }
        #expect(try streams.rows(of: "parcel/unknown").isEmpty)
        #expect(try streams.rows(of: "").isEmpty)
        let sources = try streams.sources()
        for event in sample.events {
            let source = try #require(sources.first { $0.ordinal == event.sourceOrdinal })
            #expect(source.mayContain(event.event.id))
        }
        #expect(sources.map(\.eventCount).reduce(0, +) == sample.events.count)
    }

    @Test("A filter refuses nearly every id that it does not hold")
    func filterIsSelective() throws {
        let sample = SampleBlock(seed: 4, count: 400)
        let block = try encoded(sample)
        let sources = try BlockStreams(block.streams.rawSpan, key: Self.firstPosition).sources()
        let filtered = try #require(sources.first { !$0.filter.isEmpty })
        let falseHits = (0..<10_000).filter {
            IdentifierFilter.mayContain("other-\($0)", in: filtered.filter)
        }
        #expect(falseHits.count < 200)
    }

    @Test("One flipped bit anywhere in a block is a named error, never another event")
    func everyBitFlipIsFound() throws {
        let sample = SampleBlock(seed: 9, count: 40)
        let block = try encoded(sample)
        func read(_ hot: [UInt8], _ streams: [UInt8], _ cold: [UInt8]) throws(DamageError) {
            try EventBlock.check(
                hot: hot.rawSpan,
                streams: streams.rawSpan,
                key: Self.firstPosition,
                tables: sample.tables
            )
            let contents = try BlockContents(
                hot: hot.rawSpan,
                streams: streams.rawSpan,
                cold: cold.rawSpan,
                key: Self.firstPosition,
                tables: sample.tables
            )
            _ = try contents.events(at: Array(sample.events.indices))
        }
        try read(block.hot, block.streams, block.cold)
        for index in block.hot.indices {
            var damaged = block.hot
            damaged[index] ^= 1 << UInt8(index % 8)
            #expect(throws: DamageError.self) { try read(damaged, block.streams, block.cold) }
        }
        for index in block.streams.indices {
            var damaged = block.streams
            damaged[index] ^= 1 << UInt8(index % 8)
            #expect(throws: DamageError.self) { try read(block.hot, damaged, block.cold) }
        }
        for index in block.cold.indices {
            var damaged = block.cold
            damaged[index] ^= 1 << UInt8(index % 8)
            #expect(throws: DamageError.self) { try read(block.hot, block.streams, damaged) }
        }
    }

    @Test(
        "A block whose checksums fit but whose structure lies never traps",
        arguments: 0..<200 as Range<UInt64>
    )
    func lyingStructureIsAnError(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sample = SampleBlock(seed: 9, count: 40)
        let block = try encoded(sample)
        func resealed(_ value: [UInt8]) -> [UInt8] {
            var value = value
            let checksum = XXH64.hash(Array(value[16...]), seed: Self.firstPosition)
            for index in 0..<8 {
                value[8 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index))
            }
            return value
        }
        var hot = block.hot
        var streams = block.streams
        for _ in 0..<3 {
            hot[Int.random(in: 16..<hot.count, using: &random)] = UInt8.random(
                in: 0...255,
                using: &random
            )
            streams[Int.random(in: 16..<streams.count, using: &random)] = UInt8.random(
                in: 0...255,
                using: &random
            )
        }
        streams = resealed(streams)
        // Bind the changed value, so that the structure itself is what gets checked.
        for index in 0..<8 { hot[96 + index] = streams[8 + index] }
        hot = resealed(hot)
        do throws(DamageError) {
            try EventBlock.check(
                hot: hot.rawSpan,
                streams: streams.rawSpan,
                key: Self.firstPosition,
                tables: sample.tables
            )
            let contents = try BlockContents(
                hot: hot.rawSpan,
                streams: streams.rawSpan,
                cold: block.cold.rawSpan,
                key: Self.firstPosition,
                tables: sample.tables
            )
            let events = try contents.events(at: Array(sample.events.indices))
            #expect(events.count == sample.events.count)
        } catch {
            #expect(!error.detail.isEmpty)
        }
    }
}
