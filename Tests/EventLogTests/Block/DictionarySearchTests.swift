import CairnTestSupport
import EventModel
import Testing

@testable import EventLog

@Suite("Looking a text up in a front-coded dictionary")
struct DictionarySearchTests {
    @Test(
        "Every entry is found where it stands, any other text where it would stand",
        arguments: 1...40 as ClosedRange<UInt64>,
        [StoredFormat.first, .second]
    )
    func search(seed: UInt64, format: StoredFormat) throws {
        var random = SplitMix64(seed: seed)
        func text() -> String {
            let letters = Array("ab/\u{1F}é")
            let length = Int.random(in: 0...9, using: &random)
            let long = String(repeating: "long/", count: Int.random(in: 5...8, using: &random))
            let fronts = ["", "parcel/SYN10000", "station/5402221002", long]
            return fronts[Int.random(in: 0..<4, using: &random)]
                + String((0..<length).map { _ in letters[Int.random(in: 0..<5, using: &random)] })
        }
        let count = Int.random(in: 0...200, using: &random)
        let entries = distinct((0..<count).map { _ in text() })
        var writer = ValueFrame.open(.streams, format, reservingCapacity: 0)
        FrontCodedDictionary.append(sorted(entries), to: &writer, format)
        writer.append(UInt64(0))
        let bytes = writer.bytes
        func place(_ sought: [UInt8]) throws -> (index: Int, isThere: Bool) {
            try FrontCodedDictionary.place(
                of: SoughtText(sought),
                in: bytes.rawSpan,
                at: ValueFrame.headerByteCount,
                count: entries.count,
                part: "test",
                position: 0
            )
        }
        for (index, entry) in entries.enumerated() {
            let found = try place(entry)
            #expect(found.index == index && found.isThere, "seed \(seed), entry \(index)")
            let stored = try FrontCodedDictionary.entry(
                at: index,
                in: bytes.rawSpan,
                at: ValueFrame.headerByteCount,
                part: "test",
                position: 0
            )
            #expect(stored == entry, "seed \(seed), entry \(index)")
        }
        for _ in 0..<200 {
            let sought = Array(text().utf8)
            let expected = entries.firstIndex { !$0.lexicographicallyPrecedes(sought) }
            let found = try place(sought)
            #expect(found.index == expected ?? entries.count, "seed \(seed), \(sought)")
            #expect(found.isThere == entries.contains(sought), "seed \(seed), \(sought)")
        }
    }

    @Test("A damaged dictionary is an error, never a trap", arguments: 1...40)
    func damage(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let entries = distinct((0..<100).map { "parcel/SYN\(1_000 + $0 * 7)" })
        let format = seed % 2 == 0 ? StoredFormat.first : .second
        var writer = ValueFrame.open(.streams, format, reservingCapacity: 0)
        FrontCodedDictionary.append(sorted(entries), to: &writer, format)
        writer.append(UInt64(0))
        for _ in 0..<50 {
            var bytes = writer.bytes
            let body = ValueFrame.headerByteCount..<bytes.count
            let offset = Int.random(in: body, using: &random)
            bytes[offset] = UInt8.random(in: 0...255, using: &random)
            do throws(DamageError) {
                _ = try FrontCodedDictionary.index(
                    of: SoughtText("parcel/SYN1350"),
                    in: bytes.rawSpan,
                    at: ValueFrame.headerByteCount,
                    count: entries.count,
                    part: "test",
                    position: 0
                )
            } catch {
                #expect(error.part == "test")
            }
        }
    }

    /// The distinct texts in order of their bytes.
    private func distinct(_ texts: [String]) -> [[UInt8]] {
        Set(texts.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func sorted(_ entries: [[UInt8]]) -> SortedTexts {
        var table = TextTable()
        for entry in entries.reversed() { _ = table.insert(entry.span) }
        let sorted = SortedTexts(table)
        #expect((0..<sorted.count).map { [UInt8](copying: sorted[$0]) } == entries)
        return sorted
    }
}
