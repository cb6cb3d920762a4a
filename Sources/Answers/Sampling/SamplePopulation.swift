internal import EventLog
internal import EventModel
internal import Projections

/// The events that a sample is drawn from, in order of position.
struct SamplePopulation {
    /// One event that can be drawn.
    struct Item {
        /// Position of the event.
        let position: UInt64
        /// Its business date.
        let date: BusinessDate
        /// Its amount in fen; 0 for a type without amounts.
        let amountFen: Int64
        /// Its county; `nil` if it names none.
        let county: String?
    }

    /// In order of position.
    let items: [Item]
    /// Whether the type has amounts.
    let hasAmounts: Bool
    /// SHA-256 over the tag `cairn-audit-population/1` and a line feed, then position (8 bytes), content digest (32
    /// bytes) and amount (8 bytes) of each item, integers big-endian.
    let digest: SHA256Digest

    private static let tag = "cairn-audit-population/1\n"
    private static let amountField = "amountFen"
    private static let countyField = "county"

    /// Collects the events of a type that a question sees.
    ///
    /// - Parameters:
    ///   - name: The type.
    ///   - day: Events with a later business date do not count.
    ///   - snapshot: A state of the log.
    ///   - count: Number of events that are known.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: O(events of the type), each digested.
    init(
        _ name: SamplePopulationName,
        asOf day: BusinessDate,
        in snapshot: LogSnapshot,
        upTo count: UInt64
    ) throws {
        let cut = try ProjectionRunner.cut(snapshot, upTo: count)
        var filter = EventFilter()
        filter.positions = 0..<cut.count
        filter.types = [name.type]
        filter.occurredThrough = day
        var items: [Item] = []
        var hasAmounts = false
        var bytes = Array(Self.tag.utf8)
        try snapshot.digestedEvents(matching: filter) { events, index, digest in
            let record = events.packed.records[index]
            guard cut.sees(record.sequence) else { return }
            let schema = events.schema(at: index)
            var amountFen: Int64 = 0
            var county: String?
            if let field = schema.index(of: Self.amountField) {
                let value = events.packed.values[record.firstValue + field]
                if value.kind == .integer {
                    hasAmounts = true
                    amountFen = value.bits
                }
            }
            if let field = schema.index(of: Self.countyField) {
                let value = events.packed.values[record.firstValue + field]
                if value.kind == .name { county = events.name(value) }
            }
            items.append(
                Item(
                    position: record.sequence,
                    date: BusinessDate(of: Instant(millisecondsSince1970: record.instant)),
                    amountFen: amountFen,
                    county: county
                )
            )
            Self.append(record.sequence, to: &bytes)
            bytes += digest.bytes
            Self.append(UInt64(bitPattern: amountFen), to: &bytes)
        }
        self.items = items
        self.hasAmounts = hasAmounts
        digest = SHA256Digest.hash(bytes)
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Sum of the amounts in fen.
    var amountFen: UInt128 { items.reduce(0) { $0 + UInt128(UInt64(clamping: $1.amountFen)) } }
}
