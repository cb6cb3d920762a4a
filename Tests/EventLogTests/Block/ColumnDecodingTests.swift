import CairnTestSupport
import EventLog
import EventModel
import Testing

@Suite("Columns decoded whole")
struct ColumnDecodingTests {
    private static let firstPosition: UInt64 = 32_768

    @Test(
        "Whole columns give the values, names and days that single rows give",
        arguments: [1, 2, 40, 700, 5_000],
        0..<3 as Range<UInt64>
    )
    func wholeColumns(count: Int, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sample = SampleBlock(seed: seed, count: count)
        let block = try BlockEncoder.encode(
            firstPosition: Self.firstPosition,
            events: InternedEvents(sample.events),
            roots: .unasked(eventCount: sample.events.count)
        )
        let view = try EventBlock(
            hot: block.hot.rawSpan,
            streams: block.streams.rawSpan,
            key: Self.firstPosition,
            tables: sample.tables
        )
        var values: [Int64] = []
        var names: [UInt32] = []
        var days: [Int32] = []
        for schema in [SampleBlock.scanned, SampleBlock.noted] {
            for place in view.places(of: schema) {
                let partition = view.partition(at: place)
                let first = Int.random(in: 0..<partition.rowCount, using: &random)
                let rows = first..<Int.random(in: first...partition.rowCount, using: &random)
                let instants = partition.instants()
                let stamps = partition.stamps()
                instants.decode(rows, into: &values)
                partition.decodeBusinessDays(rows, into: &days)
                for (index, row) in rows.enumerated() {
                    #expect(values[index] == instants[row])
                    #expect(stamps.instant(row) == instants[row])
                    #expect(stamps.position(row) == partition.position(ofRow: row))
                    let day = BusinessDate(of: Instant(millisecondsSince1970: instants[row]))
                    #expect(days[index] == day.daysSince1970)
                }
                for field in schema.fields {
                    switch field.storage {
                    case .integer:
                        let column = partition.integers(field.name)
                        column.decode(rows, into: &values)
                        for (index, row) in rows.enumerated() where column.isPresent(row) {
                            #expect(values[index] == column[row])
                        }
                    case .name:
                        let column = partition.names(field.name)
                        column.decode(rows, into: &names)
                        for (index, row) in rows.enumerated() {
                            #expect(names[index] == column[row])
                        }
                    case .key, .text: continue
                    }
                }
            }
        }
    }

    @Test("A selection names exactly its rows", arguments: 0..<4 as Range<UInt64>)
    func selections(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let count = 900
        let sample = SampleBlock(seed: seed, count: count)
        let block = try BlockEncoder.encode(
            firstPosition: Self.firstPosition,
            events: InternedEvents(sample.events),
            roots: .unasked(eventCount: sample.events.count)
        )
        let named = (0..<count).filter { _ in Int.random(in: 0..<9, using: &random) == 0 }
        let positions = [3] + named.map { Self.firstPosition + UInt64($0) } + [.max]
        for (selection, isPositive) in [
            (RowSelection.only(positions), true), (.excluding(positions), false),
        ] {
            let view = try EventBlock(
                hot: block.hot.rawSpan,
                streams: block.streams.rawSpan,
                key: Self.firstPosition,
                selecting: selection,
                tables: sample.tables
            )
            for schema in [SampleBlock.scanned, SampleBlock.noted] {
                var live: [Int] = []
                for place in view.places(of: schema) {
                    let partition = view.partition(at: place)
                    for row in partition.liveRanges.joined() {
                        live.append(Int(partition.position(ofRow: row) - Self.firstPosition))
                    }
                }
                let expected = (0..<count).filter {
                    sample.events[$0].event.schema === schema && named.contains($0) == isPositive
                }
                #expect(live == expected)
            }
        }
    }
}
