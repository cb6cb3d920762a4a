/// Reads RFC 3339 times: the canonical spelling, and the others well enough to say what to write instead.
enum TimeSpelling {
    /// The rule in words, for text that is no time at all.
    static let rule = """
        YYYY-MM-DDTHH:MM:SS[.mmm](Z|±HH:MM), such as 2019-07-01T10:00:00+08:00: years 1970–9999, \
        seconds 00–59, 3 fraction digits and only if not zero, offsets up to ±14:00, Z for none
        """

    /// What to write instead of a `recordedtime` that is not in its spelling.
    static func acceptedUTC(_ text: String) -> String {
        guard let time = meant(Array(text.utf8)),
            case let spelling = time.instant.utcDescription, Instant(parsingUTC: spelling) != nil
        else { return "YYYY-MM-DDTHH:MM:SS.mmmZ, always UTC, years 1970–9999" }
        return spelling
    }

    /// The time in its canonical spelling; `nil` for any other text.
    static func canonical(_ bytes: Span<UInt8>) -> OccurredAt? {
        guard let read = read(bytes), read.isCanonical else { return nil }
        return read.value
    }

    /// The time that a text means, in any spelling; `nil` if no spelling of it would be accepted.
    static func meant(_ text: [UInt8]) -> OccurredAt? {
        guard text.count > 10 else { return nil }
        var bytes = text
        if bytes[10] == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " ") {
            bytes[10] = UInt8(ascii: "T")
        }
        return read(bytes.span)?.value
    }

    /// The time, and whether fraction and offset are in their canonical spelling.
    private static func read(_ bytes: Span<UInt8>) -> (value: OccurredAt, isCanonical: Bool)? {
        guard (19...40).contains(bytes.count),
            let seconds = WallClock.seconds(parsing: bytes),
            let fraction = fraction(in: bytes),
            let offset = offset(in: bytes, from: fraction.end)
        else { return nil }
        let local = seconds * 1_000 + Int64(fraction.milliseconds)
        let instant = Instant(millisecondsSince1970: local - Int64(offset.minutes) * 60_000)
        guard OccurredAt.isValid(instant: instant, offsetMinutes: offset.minutes) else {
            return nil
        }
        return (
            OccurredAt(instant: instant, offsetMinutes: offset.minutes),
            fraction.isCanonical && offset.isCanonical
        )
    }

    /// Reads what stands from byte 19 up to the offset; `nil` if it is finer than a millisecond.
    private static func fraction(
        in bytes: Span<UInt8>
    ) -> (milliseconds: Int, end: Int, isCanonical: Bool)? {
        guard bytes.count > 19, bytes[19] == UInt8(ascii: ".") else { return (0, 19, true) }
        var end = 20
        var milliseconds = 0
        while end < bytes.count, let digit = DecimalDigits.read(bytes, from: end, count: 1) {
            if end < 23 {
                milliseconds = milliseconds * 10 + digit
            } else if digit != 0 {
                return nil
            }
            end += 1
        }
        guard end > 20 else { return nil }
        for _ in stride(from: end, to: 23, by: 1) { milliseconds *= 10 }
        return (milliseconds, end, end == 23 && milliseconds != 0)
    }

    private static func offset(
        in bytes: Span<UInt8>,
        from start: Int
    ) -> (minutes: Int16, isCanonical: Bool)? {
        switch bytes.count - start {
        case 1:
            // Lower-case z means the same, and is not the spelling.
            guard bytes[start] | 0x20 == UInt8(ascii: "z") else { return nil }
            return (0, bytes[start] == UInt8(ascii: "Z"))
        case 6:
            let isNegative = bytes[start] == UInt8(ascii: "-")
            guard isNegative || bytes[start] == UInt8(ascii: "+"),
                bytes[start + 3] == UInt8(ascii: ":"),
                let hours = DecimalDigits.read(bytes, from: start + 1, count: 2),
                let minutes = DecimalDigits.read(bytes, from: start + 4, count: 2), minutes < 60,
                hours * 60 + minutes <= Int(OccurredAt.offsetMinutesLimit)
            else { return nil }
            let magnitude = Int16(hours * 60 + minutes)
            return (isNegative ? -magnitude : magnitude, magnitude != 0)
        default: return nil
        }
    }
}
