import EventLog
import EventModel
import Testing

@Suite("Versions of a type in a block")
struct BlockVersionTests {
    private static func field(
        _ name: String,
        _ kind: FieldKind,
        storage: FieldStorage? = nil,
        required: Bool = true
    ) -> SchemaField {
        SchemaField(
            name,
            kind,
            required: required,
            storage: storage,
            chinese: "字段",
            summary: "Synthetic."
        )
    }

    private static func schema(
        _ version: Int,
        _ fields: [SchemaField],
        succeeding predecessor: EventSchema? = nil,
        upcaster: Upcaster = Upcaster()
    ) -> EventSchema {
        EventSchema(
            "test.weighed",
            version: version,
            chinese: "称重",
            summary: "Synthetic.",
            source: "test",
            fields: fields,
            succeeding: predecessor,
            upcaster: upcaster
        )
    }

    private static let one = schema(
        1,
        [field("weight", .integer(minimum: 0)), field("site", .identifier)]
    )
    private static let two = schema(
        2,
        [
            field("grams", .integer(minimum: 0)), field("site", .identifier),
            field("isSealed", .boolean), field("scale", .identifier, required: false),
            field("parcel", .identifier, storage: .key, required: false),
        ],
        succeeding: one,
        upcaster: Upcaster(formerNames: ["grams": "weight"], constants: ["isSealed": 1])
    )

    private func event(_ id: Int, _ schema: EventSchema, _ data: [FieldValue]) -> Event {
        Event(
            id: "\(id)",
            source: "/t",
            schema: schema,
            subject: "scale/1",
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: Int64(id) * 1_000),
                offsetMinutes: 480
            ),
            data: data
        )
    }

    /// What a fold by version 2 sees: position, grams, seal, scale.
    private func rows(in log: EventLog) throws -> [String] {
        try log.withSnapshot { snapshot in
            try snapshot.checkVersions(of: [Self.two])
            var rows: [(UInt64, String)] = []
            try snapshot.forEachBlock(upTo: .max) { block in
                for place in block.places(of: Self.two) {
                    let partition = block.partition(at: place)
                    let grams = partition.integers("grams")
                    let seals = partition.integers("isSealed")
                    let scales = partition.names("scale")
                    let parcels = try partition.keys("parcel")
                    for row in 0..<partition.rowCount {
                        let scale =
                            scales[row] == NameColumn.absentName
                            ? "-" : log.tables.name(at: scales[row])
                        let text =
                            "\(grams[row]) \(seals[row]) \(scale) \(parcels.string(row) ?? "-")"
                        rows.append((partition.position(ofRow: row), text))
                    }
                }
            }
            return rows.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    @Test("A fold reads events of every older version as those of its own")
    func upcast() throws {
        try withTemporaryPath { path in
            let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 4)
            try TestLedger.create(at: path, options)
            let registry = SchemaRegistry([Self.one, Self.two])
            let log = try TestLedger.open(path, registry: registry, options: options)
            defer { log.close() }
            var expected: [String] = []
            for id in 0..<11 {
                let isOld = id % 3 != 2
                try log.record([
                    isOld
                        ? event(id, Self.one, [.integer(Int64(id)), .text("a")])
                        : event(
                            id,
                            Self.two,
                            [
                                .integer(Int64(id)), .text("b"), .integer(0), .text("s"),
                                .text("P"),
                            ]
                        )
                ])
                expected.append(isOld ? "\(id) 1 - -" : "\(id) 0 s P")
            }
            #expect(try rows(in: log) == expected)
        }
    }

    @Test("A reader that knows less than the ledger holds is told so")
    func newer() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let registry = SchemaRegistry([Self.one, Self.two])
            let log = try TestLedger.open(path, registry: registry)
            defer { log.close() }
            let data: [FieldValue] = [.integer(1), .text("b"), .integer(0), .absent, .absent]
            try log.record([event(1, Self.two, data)])
            try log.withSnapshot { snapshot in
                do {
                    try snapshot.checkVersions(of: [Self.one])
                    Issue.record("version 2 was not noticed")
                } catch let error as LogError {
                    #expect(error == .newerSchema(type: "test.weighed", stored: 2, known: 1))
                }
            }
        }
    }
}
