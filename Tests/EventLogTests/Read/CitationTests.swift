import CairnTestSupport
import EventLog
import EventModel
import Testing

/// What events cite, and hashes of keys, against the events read whole.
@Suite("Citations and hashes of keys")
struct CitationTests {
    /// A citation in words, so that lists are compared at once.
    private static func text(
        _ position: UInt64,
        _ instant: Int64,
        _ type: String,
        _ field: Int?,
        _ fingerprint: UInt64
    ) -> String { "\(position) \(instant) \(type) \(field ?? -1) \(fingerprint)" }

    /// What the events themselves say, in order of position.
    private static func expected(_ events: [RecordedEvent], _ texts: [CitedText]) -> [String] {
        events.flatMap { recorded -> [String] in
            let (event, schema) = (recorded.event, recorded.event.schema)
            func cite(_ text: String, _ field: Int?) -> String {
                Self.text(
                    recorded.position,
                    event.time.instant.millisecondsSince1970,
                    schema.type,
                    field,
                    XXH64.hash(Array(text.utf8))
                )
            }
            var cited: [String] = []
            if let evidence = event.evidence { cited.append(cite(evidence.description, nil)) }
            for (index, field) in schema.fields.enumerated()
            where texts.contains(where: { $0.type == schema.type && $0.field == field.name }) {
                if case .text(let text) = event.data[index], !text.isEmpty {
                    cited.append(cite(text, index))
                }
            }
            return cited
        }
    }

    private func found(
        _ log: EventLog,
        _ positions: Range<UInt64>,
        _ texts: [CitedText]
    ) throws -> [String] {
        try log.withSnapshot { snapshot in
            var found: [String] = []
            try snapshot.forEachCitation(in: positions, texts: texts) { citation in
                found.append(
                    Self.text(
                        citation.position,
                        citation.instant,
                        citation.schema.type,
                        citation.field,
                        citation.fingerprint
                    )
                )
            }
            return found
        }
    }

    private static func events(_ count: Int, seed: UInt64) -> [Event] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { index in
            let isNote = Int.random(in: 0..<40, using: &random) == 0
            let given =
                isNote
                ? SampleEvents.note(
                    "\(index)",
                    source: "/test/b",
                    note: ["", "one", "two", "one"].randomElement(using: &random) ?? ""
                ) : SampleEvents.scan("\(index)", parcel: "P\(index / 3)")
            // Whole frames without any, and frames with few.
            let isCited = index < 4_096 && Int.random(in: 0..<50, using: &random) == 0
            guard isCited || index == 9_000 || index == count - 1 else { return given }
            return Event(
                id: given.id,
                source: given.source,
                schema: given.schema,
                subject: given.subject,
                time: given.time,
                evidence: SHA256Digest.hash([UInt8(index % 5)]),
                data: given.data
            )
        }
    }

    @Test("Evidence and texts are those of the events, in sealed blocks and the tail")
    func citations() throws {
        for (count, blockEvents, seed) in [(500, 64, 1), (17_000, 16_384, 2)] {
            let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: blockEvents)
            try TestLedger.withLog(options: options) { log in
                let events = Self.events(count, seed: UInt64(seed))
                for start in stride(from: 0, to: count, by: 1_000) {
                    try log.record(Array(events[start..<min(start + 1_000, count)]))
                }
                let all = try log.allEvents()
                let note = CitedText(SampleEvents.noted, "note")
                for texts in [[], [note]] {
                    let expected = Self.expected(all, texts)
                    #expect(expected.count > 5)
                    #expect(try found(log, 0..<UInt64.max, texts) == expected)
                    let end = UInt64(count - 7)
                    let start = UInt64(blockEvents)
                    let part = Self.expected(
                        all.filter { (start..<end).contains($0.position) },
                        texts
                    )
                    #expect(try found(log, start..<end, texts) == part)
                }
            }
        }
    }

    @Test("Ledgers of every format cite what their events cite", arguments: GoldenLedger.all)
    func golden(golden: GoldenLedger) throws {
        try golden.withCopy { path in
            let log = try TestLedger.open(path, .reading, registry: SchemaRegistry([]))
            defer { log.close() }
            let all = try log.allEvents()
            let texts = Set(all.map(\.event.schema.type)).flatMap { type in
                all.filter { $0.event.schema.type == type }.prefix(1).flatMap { recorded in
                    recorded.event.schema.fields.filter { $0.storage == .text }.map {
                        CitedText(recorded.event.schema, $0.name)
                    }
                }
            }
            #expect(!texts.isEmpty)
            #expect(try found(log, 0..<UInt64.max, texts) == Self.expected(all, texts))
        }
    }

    @Test("A changed byte of a cold value is damage, not another citation")
    func damage() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            try log.record(Self.events(70, seed: 3))
            log.close()
            try StoredValues.change("cold", UInt64(0), in: path) { $0[$0.count / 2] ^= 1 }
            let reopened = try TestLedger.open(path, .reading)
            defer { reopened.close() }
            #expect(throws: LogError.self) { try found(reopened, 0..<70, []) }
        }
    }

    @Test("Hashes of keys tell rows apart as their strings do, subjects or dictionaries")
    func keyHashes() throws {
        try TestLedger.withLog { log in
            var events = Self.events(180, seed: 4)
            // Some parcels are not what stands behind the slash of their stream.
            for index in stride(from: 100, to: 120, by: 1) {
                let parcel = "Q\(index % 4)"
                events[index] = Event(
                    id: events[index].id,
                    source: events[index].source,
                    schema: SampleEvents.scanned,
                    subject: "other/\(index % 3)/x",
                    time: events[index].time,
                    data: [.text(parcel), .text("540222000000"), .absent, .absent]
                )
            }
            try log.record(events)
            var rowCount = 0
            try log.withSnapshot { snapshot in
                try snapshot.forEachBlock(upTo: .max) { block in
                    for place in block.places(of: SampleEvents.scanned) {
                        let partition = block.partition(at: place)
                        let keys = try partition.keys("parcel")
                        let hashes = try partition.keyHashes("parcel")
                        for row in 0..<partition.rowCount {
                            let expected = keys.string(row).map { XXH64.hash(Array($0.utf8)) }
                            let code = hashes.codes[row]
                            let found = code < 0 ? nil : hashes.hashes[Int(code)]
                            #expect(found == expected)
                            rowCount += 1
                        }
                    }
                }
            }
            #expect(rowCount > 150)
        }
    }

    @Test("Events asked for by position are those read in order, with their content digests")
    func byPosition() throws {
        try TestLedger.withLog { log in
            try log.record(Self.events(300, seed: 5))
            let all = try log.allEvents()
            try log.withSnapshot { snapshot in
                // Few and many of a block, and of the tail.
                for step in [1, 2, 50] {
                    let positions = stride(from: UInt64(0), to: 300, by: step).map { $0 }
                    let found = try snapshot.events(at: positions)
                    let wanted = positions.map { all[Int($0)] }
                    #expect(found.map(EventWriter.json) == wanted.map(EventWriter.json))
                }
                var digests: [SHA256Digest] = []
                try snapshot.digestedEvents(matching: EventFilter()) { _, _, digest in
                    digests.append(digest)
                }
                #expect(digests == all.map { EventWriter.digest(of: $0.event) })
            }
        }
    }
}
