import CTextScan
import CairnTestSupport
import Testing

@testable import EventModel

@Suite("Plain lines")
struct PlainReadingTests {
    @Test(
        "A plain line is the event that the general reading makes of it; any other leaves no trace",
        arguments: 1...16 as ClosedRange<UInt64>
    )
    func sameEvents(seed: UInt64) throws {
        var lines = PlainLine(seed: seed)
        var changes = RandomLine(seed: seed)
        var twins = Twins()
        for step in 0..<400 {
            let line = lines.next()
            try twins.read(line, "seed \(seed) step \(step)")
            // The memory of what came before must not show in what comes after.
            if step % 3 == 0, !line.isEmpty {
                try twins.read(changes.mutated(line), "seed \(seed) step \(step), changed")
            }
        }
        #expect(twins.plainCount > 80)
        #expect(twins.acceptedCount - twins.plainCount > 10)
        #expect(twins.refusedCount > 60)
        try twins.expectSame()
    }

    @Test("Every way to cut a line off or change one byte is read as in general")
    func everyByte() throws {
        let line = Array(
            Fixture.line(
                data: #"{"amountFen":5,"online":true,"onlineRetail":true,"station":"站1"}"#,
                extra: #","sequence":"000000000012","recordedtime":"2020-01-01T00:00:00.000Z""#
            ).utf8
        )
        var twins = Twins()
        try twins.read(line, "as it is")
        for place in line.indices {
            try twins.read(Array(line[..<place]), "cut at \(place)")
            for byte in Array("\"\\{}:,0 \n".utf8) + [0x00, 0x7F, 0x80, 0xC3, 0xFF] {
                var changed = line
                changed[place] = byte
                try twins.read(changed, "\(byte) at \(place)")
            }
        }
        #expect(twins.plainCount > 0 && twins.refusedCount > 1_000)
        try twins.expectSame()
    }

    @Test("Every member twice, every member missing, every odd number is read as in general")
    func everyMember() throws {
        let fields = Fixture.fullData.filter { field in
            Fixture.everything.fields.contains {
                $0.name == field.name && !FieldForm($0.kind).isJSON && $0.name != "purpose"
            }
        }.map { "\"\($0.name)\":\($0.json)" }
        let attributes = [
            #""specversion":"1.0""#, #""id":"1""#, #""source":"/a""#, #""subject":"b/1""#,
            #""time":"2019-07-01T10:00:00+08:00""#, #""type":"test.everythingHappened""#,
            #""actor":"clerk""#, #""role":"office""#, #""sequence":"000000000012""#,
            #""recordedtime":"2020-01-01T00:00:00.000Z""#, #""datacontenttype":"application/json""#,
            #""dataschema":"urn:cairn:schema:test.everythingHappened:1""#,
            "\"evidence\":\"\(String(repeating: "0f", count: 32))\"",
        ]
        func data(_ fields: [String]) -> String { "\"data\":{\(fields.joined(separator: ","))}" }
        var twins = Twins()
        func read(_ members: [String]) throws {
            try twins.read(Array("{\(members.joined(separator: ","))}".utf8), members.joined())
        }
        let whole = attributes + [data(fields)]
        try read(whole)
        #expect(twins.plainCount == 1)
        for place in whole.indices {
            for end in [place, whole.count] {
                var twice = whole
                twice.insert(whole[place], at: end)
                try read(twice)
            }
            var without = whole
            without.remove(at: place)
            try read(without)
        }
        for place in fields.indices {
            try read(attributes + [data(fields + [fields[place]])])
            try read(attributes + [data(Array(fields[..<place] + fields[(place + 1)...]))])
        }
        for number in [
            "-0", "0", "-1", "00", "01", "1.0", "1e0", "-9007199254740991", "9007199254740992",
            "9007199254740991", "99999999999999999", "100000000000000000", "1a", "-", "",
        ] {
            for name in ["amountFen", "balance"] {
                let changed = fields.map {
                    $0.hasPrefix("\"\(name)\"") ? "\"\(name)\":\(number)" : $0
                }
                try read(attributes + [data(changed)])
            }
        }
        #expect(twins.refusedCount > 50 && twins.plainCount > 10)
        try twins.expectSame()
    }

    @Test("A batch may be filled by doors of different registries")
    func twoRegistries() throws {
        let older = EventReader(registry: SchemaRegistry([Fixture.scanned]))
        let line = Array(Fixture.line(type: "test.scanned", data: #"{"parcel":"1"}"#).utf8)
        let newLine = Array(
            Fixture.line(type: "test.scanned", data: #"{"parcel":"1","node":"2"}"#).utf8
        )
        var batch = EventBatch()
        try older.read(line.span, into: &batch)
        try Fixture.reader.read(line.span, into: &batch)
        try Fixture.reader.read(newLine.span, into: &batch)
        try older.read(line.span, into: &batch)
        #expect(throws: Refusal.self) { try older.read(newLine.span, into: &batch) }
        let versions = batch.events.records.map { batch.schemas[Int($0.schema)].version }
        #expect(versions == [1, 2, 2, 1])
    }

    @Test(
        "The scan finds the same with vectors and without",
        arguments: 0...255 as ClosedRange<UInt8>
    )
    func scans(byte: UInt8) {
        for place in 0..<16 {
            var bytes = Array("0123456789abcdef".utf8)
            bytes[place] = byte
            let found = bytes.span.textBits(at: 0)
            let expected = unsafe cairn_scan_text_portable(bytes)
            #expect(found.interruptions == expected.interruptions)
            #expect(found.unusual == expected.unusual)
            let interrupts = byte < 0x20 || byte == 0x22 || byte == 0x5C
            #expect(found.interruptions == (interrupts ? 1 << UInt32(place) : 0))
            #expect(found.unusual == (byte >= 0x7F ? 1 << UInt32(place) : 0))
        }
    }

    @Test("Digits are read one by one and eight at once alike")
    func digits() {
        let text = Array("9081726354000000012".utf8)
        for count in 1...18 {
            let bytes = Array(text[..<count])
            #expect(
                DecimalDigits.read(bytes.span, from: 0, count: count)
                    == Int(String(decoding: bytes, as: UTF8.self))
            )
            for place in 0..<count {
                for byte in [0x2F, 0x3A, 0x00, 0xB0, 0xFF] as [UInt8] {
                    var changed = bytes
                    changed[place] = byte
                    #expect(DecimalDigits.read(changed.span, from: 0, count: count) == nil)
                }
            }
        }
    }
}

/// Two batches that get the same lines, one of them by the general reading alone.
private struct Twins {
    private var batch = EventBatch()
    private var general = EventBatch()
    private(set) var plainCount = 0
    private(set) var acceptedCount = 0
    private(set) var refusedCount = 0

    mutating func read(_ line: [UInt8], _ place: String) throws {
        let before = batch.count
        let bytesBefore = batch.events.bytes.count
        let isPlain = batch.readPlain(line.span, by: Fixture.reader)
        if isPlain {
            plainCount += 1
        } else {
            try #require(batch.count == before && batch.events.bytes.count == bytesBefore)
        }
        do throws(Refusal) {
            try Fixture.reader.readGenerally(line.span, into: &general)
            acceptedCount += 1
            if !isPlain { try Fixture.reader.readGenerally(line.span, into: &batch) }
        } catch {
            refusedCount += 1
            let text = String(decoding: line, as: UTF8.self)
            try #require(!isPlain, "\(place): \(text) is refused: \(error)")
            let same = Result { () throws(Refusal) in
                try Fixture.reader.read(line.span, into: &batch)
            }
            guard case .failure(let refusal) = same else {
                throw Difference(description: "\(place): \(text) is accepted")
            }
            try #require(refusal == error)
        }
        guard batch.count > before else { return }
        try BatchComparison.expectSame(batch, general, at: before, place)
    }

    /// Everything is the same in both batches.
    func expectSame() throws { try BatchComparison.expectSame(batch, general) }
}

private struct Difference: Error, CustomStringConvertible {
    let description: String
}
