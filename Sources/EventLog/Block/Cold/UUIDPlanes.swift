import EventModel

/// The UUIDs of a cold frame byte by byte: first every UUID's first byte, then every second one, and so on.
///
/// What producers' UUIDs have in common (version, variant, counters) then compresses to nothing, and only the
/// random bytes remain. The first six bytes, in UUIDv7 (RFC 9562) a time in milliseconds, stand as the
/// difference from the UUID before, modulo 2^48, in zigzag form, so that of neighbours the high bytes are zero.
struct UUIDPlanes {
    private static let timeMask: UInt64 = (1 << 48) - 1

    private var words: [(high: UInt64, low: UInt64)] = []
    private var lastTime: UInt64 = 0

    /// Takes the next UUID in, as its first and last eight bytes.
    mutating func append(_ high: UInt64, _ low: UInt64) {
        let time = high >> 16
        let step = Self.zigzag(time &- lastTime)
        lastTime = time
        words.append((step << 16 | high & 0xFFFF, low))
    }

    /// The section's bytes.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16 * words.count)
        for place in 0..<16 {
            let shift = UInt64(56 - 8 * (place & 7))
            for word in words {
                bytes.append(
                    UInt8(truncatingIfNeeded: (place < 8 ? word.high : word.low) >> shift)
                )
            }
        }
        return bytes
    }

    /// Writes a frame's ids as the first format has them: each UUID behind its tag.
    ///
    /// - Parameters:
    ///   - ids: The section of ids, where tags of UUIDs stand alone.
    ///   - planes: The section of UUIDs.
    ///   - position: Of the block, for errors.
    /// - Returns: The section of ids with the UUIDs, each written in full.
    /// - Throws: ``DamageError`` when there are more or fewer UUIDs than tags, or a tag is none.
    static func join(
        ids: RawSpan,
        with planes: RawSpan,
        position: UInt64
    ) throws(DamageError) -> [UInt8] {
        let count = planes.byteCount / 16
        var reader = ByteReader(ids, part: "cold", position: position)
        guard planes.byteCount % 16 == 0 else { throw reader.damage("a UUID is cut short") }
        var result: [UInt8] = []
        result.reserveCapacity(ids.byteCount + 17 * count)
        var index = 0
        var time: UInt64 = 0
        while !reader.isAtEnd {
            let start = reader.offset
            let tag = try reader.integer(UInt8.self)
            switch tag {
            case 0..<ColdIDTag.literal: break
            case ColdIDTag.literal:
                _ = try reader.variable()
                try reader.skip(Int(clamping: try reader.variable()))
            case ColdIDTag.number, ColdIDTag.step: _ = try reader.variable()
            case ColdIDTag.uuid:
                guard index < count else { throw reader.damage("a UUID is missing") }
                result.append(tag)
                result.append(0)
                var step: UInt64 = 0
                for place in 0..<6 {
                    step = step << 8 | UInt64(planes[place * count + index])
                }
                time = (time &+ unzigzag(step)) & timeMask
                for place in 0..<6 {
                    result.append(UInt8(truncatingIfNeeded: time >> UInt64(40 - 8 * place)))
                }
                for place in 6..<16 { result.append(planes[place * count + index]) }
                index += 1
                continue
            default: throw reader.damage("unknown id tag \(tag)")
            }
            for offset in start..<reader.offset { result.append(ids[offset]) }
        }
        guard index == count else { throw reader.damage("\(count - index) UUIDs too many") }
        return result
    }

    /// Maps a difference modulo 2^48 so that small ones of either sign are small.
    private static func zigzag(_ difference: UInt64) -> UInt64 {
        let signed = Int64(bitPattern: difference << 16) >> 16
        return UInt64(bitPattern: signed << 1 ^ signed >> 63) & timeMask
    }

    private static func unzigzag(_ step: UInt64) -> UInt64 { step >> 1 ^ (0 &- (step & 1)) }
}

extension RawSpan {
    fileprivate subscript(offset: Int) -> UInt8 { littleEndian(UInt8.self, at: offset) }
}
