import EventLog
import EventModel

/// A sum over everything that packed events hold, so that nothing can be left undecoded.
///
/// Every byte of every id, stream and text, every number and every attribute changes it. Names stand in it by
/// their ordinals: their texts are the ledger's, and the same for all events that have them.
public struct EventsChecksum: Sendable {
    /// The sum.
    public private(set) var value: UInt64 = 0
    /// Number of events taken in.
    public private(set) var eventCount: UInt64 = 0

    /// Makes the sum of no events.
    public init() {}

    /// Takes events in.
    mutating func take(_ events: borrowing RecordedEvents) {
        let packed = events.packed
        var sum = value
        let records = packed.records
        for index in records.indices {
            let record = records[index]
            sum = Self.mixed(sum, record.sequence)
            sum = Self.mixed(sum, UInt64(bitPattern: record.recordedAt))
            sum = Self.mixed(sum, UInt64(bitPattern: record.instant))
            sum = Self.mixed(sum, UInt64(record.source) << 16 | UInt64(record.schema))
            sum = Self.mixed(
                sum,
                UInt64(UInt16(bitPattern: record.offsetMinutes)) << 8
                    | UInt64(record.flags.rawValue)
            )
            sum = Self.mixed(sum, packed.text(record.id, of: record))
            sum = Self.mixed(sum, packed.text(record.subject, of: record))
            if record.flags.rawValue != 0 { sum = Self.mixedEnvelope(sum, record, packed) }
            for place in record.firstValue..<(record.firstValue + Int(record.valueCount)) {
                let value = packed.values[place]
                switch value.kind {
                case .absent: sum = Self.mixed(sum, 1)
                case .integer, .name: sum = Self.mixed(sum, UInt64(bitPattern: value.bits))
                case .text: sum = Self.mixed(sum, packed.text(value.range, of: record))
                }
            }
        }
        value = sum
        eventCount += UInt64(packed.count)
    }

    private static func mixedEnvelope(
        _ sum: UInt64,
        _ record: PackedEvent,
        _ packed: borrowing PackedEvents
    ) -> UInt64 {
        var sum = mixed(sum, packed.text(record.actor, of: record))
        sum = mixed(sum, packed.text(record.role, of: record))
        sum = mixed(sum, packed.text(record.evidence, of: record))
        sum = mixed(sum, packed.text(record.correctedSource, of: record))
        return mixed(sum, packed.text(record.correctedID, of: record))
    }

    @inline(__always)
    private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        (sum &<< 5 | sum &>> 59) ^ (word &* 0x9E37_79B9_7F4A_7C15)
    }

    @inline(__always)
    private static func mixed(_ sum: UInt64, _ text: Span<UInt8>) -> UInt64 {
        let count = text.count
        var sum = mixed(sum, UInt64(truncatingIfNeeded: count))
        if count >= 8 {
            var index = 0
            while index < count - 8 {
                sum = mixed(sum, text.word(at: index))
                index += 8
            }
            return mixed(sum, text.word(at: count - 8))
        }
        var word: UInt64 = 0
        for index in 0..<count { word = word << 8 | UInt64(text[index]) }
        return mixed(sum, word)
    }
}
