import EventModel

/// The producers of a history and the ids they have given out.
struct ProducerTable: Sendable {
    /// `source` of each producer.
    private(set) var sources: [String] = []

    private let style: HistoryOptions.IdentityStyle
    private var counts: [UInt64] = []
    private var places: [String: Int] = [:]
    private var chance: RandomSource
    private var millisecond: Int64 = -1
    private var withinMillisecond: UInt64 = 0

    /// An empty table.
    init(style: HistoryOptions.IdentityStyle, seed: UInt64) {
        self.style = style
        chance = RandomSource(seed: seed)
    }

    /// The place of a producer, which joins the table if it is new.
    mutating func place(of source: String) -> Int {
        if let place = places[source] { return place }
        places[source] = sources.count
        sources.append(source)
        counts.append(0)
        return sources.count - 1
    }

    /// The next id of a producer; ids of a producer rise in recorded order.
    mutating func nextID(of place: Int, recordedAt: Int64) -> String {
        counts[place] += 1
        switch style {
        case .counting: return String(counts[place])
        case .timeOrdered: return timeOrderedID(recordedAt)
        }
    }

    /// 48 bits of time, version 7, 12 bits of a counter and 62 of counter and chance (RFC 9562, 5.7).
    private mutating func timeOrderedID(_ recordedAt: Int64) -> String {
        withinMillisecond = recordedAt == millisecond ? withinMillisecond + 1 : 0
        millisecond = recordedAt
        let high =
            UInt64(bitPattern: recordedAt) << 16 | 0x7000 | (withinMillisecond >> 12) & 0xFFF
        let low = 0x8000_0000_0000_0000 | (withinMillisecond & 0xFFF) << 50 | chance.next() >> 14
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for place in 0..<32 {
            if place == 8 || place == 12 || place == 16 || place == 20 {
                bytes.append(UInt8(ascii: "-"))
            }
            let half = place < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - place % 16 * 4)) & 15
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
