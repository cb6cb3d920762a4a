extension Instant {
    /// Milliseconds of a day.
    package static let millisecondsPerDay: Int64 = 86_400_000

    /// Reads the spelling of `recordedtime`: `2019-07-01T02:00:00.000Z`, always UTC and 3 fraction digits.
    ///
    /// `nil` for every other spelling, for a day that does not exist, for years outside 1970–9999 and
    /// for a leap second.
    package init?(parsingUTC text: String) {
        self.init(parsingUTC: text.utf8Span.span)
    }

    /// Reads the spelling of `recordedtime` from bytes; `nil` as for ``init(parsingUTC:)-(String)``.
    package init?(parsingUTC bytes: Span<UInt8>) {
        guard bytes.count == 24, bytes[19] == UInt8(ascii: "."), bytes[23] == UInt8(ascii: "Z"),
            let seconds = WallClock.seconds(parsing: bytes),
            let fraction = DecimalDigits.read(bytes, from: 20, count: 3)
        else { return nil }
        self.init(millisecondsSince1970: seconds * 1_000 + Int64(fraction))
    }

    /// The spelling of `recordedtime`: UTC, `Z`, always 3 fraction digits.
    package var utcDescription: String {
        var bytes: [UInt8] = []
        appendUTC(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``utcDescription`` as ASCII bytes.
    package func appendUTC(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: JSONSize.time) { writeUTC(to: &$0) }
    }

    /// Writes ``utcDescription``, at most ``JSONSize/time`` bytes.
    package func writeUTC(to output: inout OutputSpan<UInt8>) {
        let millisecond = WallClock.write(millisecondsSince1970, to: &output)
        output.append(UInt8(ascii: "."))
        output.append(digits: UInt64(millisecond), width: 3)
        output.append(UInt8(ascii: "Z"))
    }
}

/// `YYYY-MM-DDTHH:MM:SS`, the part that all spellings of a time begin with.
enum WallClock {
    /// Seconds from 1970-01-01T00:00:00 to the clock reading in the first 19 bytes; `nil` if they are none.
    static func seconds(parsing bytes: Span<UInt8>) -> Int64? {
        guard bytes.count >= 19, bytes[16] == UInt8(ascii: ":"),
            // YYYY-MM-, then DDThh:mm, the first byte lowest.
            let day = DecimalDigits.word(
                bytes.word(at: 0),
                mask: 0xFF00_00FF_0000_0000,
                separators: 0x2D00_002D_0000_0000
            ),
            let clock = DecimalDigits.word(
                bytes.word(at: 8),
                mask: 0x0000_FF00_00FF_0000,
                separators: 0x0000_3A00_0054_0000
            ),
            let second = DecimalDigits.read(bytes, from: 17, count: 2), second < 60
        else { return nil }
        let year = day[0] * 1_000 + day[1] * 100 + day[2] * 10 + day[3]
        let hour = clock[3] * 10 + clock[4]
        let minute = clock[6] * 10 + clock[7]
        guard year >= 1970, hour < 24, minute < 60,
            let date = CivilDate(
                year: year,
                month: day[5] * 10 + day[6],
                day: clock[0] * 10 + clock[1]
            )
        else { return nil }
        return Int64(date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second)
    }

    /// Writes the clock reading that many milliseconds after 1970-01-01T00:00:00.
    ///
    /// - Returns: The milliseconds within the second, 0–999, which the caller writes.
    static func write(_ milliseconds: Int64, to output: inout OutputSpan<UInt8>) -> Int {
        let (day, rest) = floorDivision(of: milliseconds, by: Instant.millisecondsPerDay)
        let ofDay = Int(rest)
        BusinessDate(daysSince1970: Int32(clamping: day)).write(to: &output)
        output.append(UInt8(ascii: "T"))
        output.append(twoDigits: ofDay / 3_600_000)
        output.append(UInt8(ascii: ":"))
        output.append(twoDigits: ofDay / 60_000 % 60)
        output.append(UInt8(ascii: ":"))
        output.append(twoDigits: ofDay / 1_000 % 60)
        return ofDay % 1_000
    }
}
