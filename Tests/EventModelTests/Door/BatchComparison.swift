import Testing

@testable import EventModel

/// Whether two batches hold the same events in every bit, with the same sources, names and schemas.
enum BatchComparison {
    /// Compares everything, digests too.
    static func expectSame(_ batch: EventBatch, _ other: EventBatch) throws {
        var (batch, other) = (batch, other)
        batch.computeDigests()
        other.computeDigests()
        try #require(batch.count == other.count)
        for index in 0..<batch.count { try expectSame(batch, other, at: index, "event \(index)") }
        try #require(batch.events.bytes == other.events.bytes)
        try #require(texts(batch.sources) == texts(other.sources))
        try #require(texts(batch.names) == texts(other.names))
        try #require(batch.schemas.map(\.urn) == other.schemas.map(\.urn))
        try #require(batch.refusalsIfNew == other.refusalsIfNew)
    }

    /// Compares one event.
    static func expectSame(
        _ batch: EventBatch,
        _ other: EventBatch,
        at index: Int,
        _ place: String
    ) throws {
        let (record, twin) = (batch.events.records[index], other.events.records[index])
        try #require(String(describing: record) == String(describing: twin), "\(place)")
        let run = record.start..<(record.start + Int(record.byteCount))
        try #require(batch.events.bytes[run] == other.events.bytes[run], "\(place)")
        for value in record.firstValue..<(record.firstValue + Int(record.valueCount)) {
            let (one, two) = (batch.events.values[value], other.events.values[value])
            try #require(one.kind == two.kind && one.bits == two.bits, "\(place)")
        }
    }

    private static func texts(_ table: TextTable) -> [[UInt8]] {
        (0..<table.count).map { [UInt8](copying: table.text(at: $0)) }
    }
}
