/// When a fact happened, as its producer wrote it: an instant and the producer's offset from UTC.
///
/// Only one spelling of each value is accepted, so that it can be written back as given.
package struct OccurredAt: Hashable, Sendable, CustomStringConvertible {
    /// The moment, in whole milliseconds.
    package let instant: Instant
    /// The producer's offset from UTC in minutes, −840–840.
    package let offsetMinutes: Int16

    /// Largest offset either way: 14 hours.
    package static let offsetMinutesLimit: Int16 = 840

    // Local clock readings of years 1970–9999, in milliseconds since 1970-01-01T00:00:00.
    private static let localRange: ClosedRange<Int64> = 0...253_402_300_799_999

    /// Joins an instant with an offset of at most 14 hours; the local year must be 1970–9999.
    package init(instant: Instant, offsetMinutes: Int16) {
        precondition(
            Self.isValid(instant: instant, offsetMinutes: offsetMinutes),
            "offsets up to 14:00 and local years 1970–9999"
        )
        self.instant = instant
        self.offsetMinutes = offsetMinutes
    }

    /// Whether the two make an accepted time: offset up to 14 hours, local year 1970–9999.
    ///
    /// For decoders of stored bytes, which must not trap on damage.
    package static func isValid(instant: Instant, offsetMinutes: Int16) -> Bool {
        guard (-offsetMinutesLimit...offsetMinutesLimit).contains(offsetMinutes) else {
            return false
        }
        let (local, overflow) = instant.millisecondsSince1970
            .addingReportingOverflow(Int64(offsetMinutes) * 60_000)
        return !overflow && localRange.contains(local)
    }

    /// Reads the canonical spelling, such as `2019-07-01T10:00:00+08:00`.
    ///
    /// Upper-case `T`; a fraction only if it is not zero, and then 3 digits; a zero offset is `Z`; offsets
    /// up to ±14:00; seconds 00–59; years 1970–9999.
    ///
    /// - Throws: ``Refusal`` named `timeSpelling`, whose `accepted` is the spelling to write instead
    ///   if the text is a time in another spelling, else the rule.
    package init(parsing text: String) throws(Refusal) {
        try self.init(parsing: text.utf8Span.span, field: "time")
    }

    /// Reads the canonical spelling from well-formed UTF-8 as an attribute or field of that name.
    init(parsing bytes: Span<UInt8>, field: String) throws(Refusal) {
        if let value = TimeSpelling.canonical(bytes) {
            self = value
            return
        }
        var copy: [UInt8] = []
        for index in bytes.indices { copy.append(bytes[index]) }
        let accepted = TimeSpelling.meant(copy)?.description ?? TimeSpelling.rule
        throw Refusal(
            .timeSpelling,
            field: field,
            found: String(decoding: copy, as: UTF8.self),
            accepted: accepted
        )
    }

    /// The day on which the fact counts: its date in Asia/Shanghai.
    package var businessDate: BusinessDate { BusinessDate(of: instant) }

    /// The canonical spelling, exactly as it was read.
    package var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the canonical spelling as ASCII bytes.
    package func append(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: JSONSize.time) { write(to: &$0) }
    }

    /// Writes the canonical spelling, at most ``JSONSize/time`` bytes.
    func write(to output: inout OutputSpan<UInt8>) {
        let local = instant.millisecondsSince1970 + Int64(offsetMinutes) * 60_000
        let millisecond = WallClock.write(local, to: &output)
        if millisecond != 0 {
            output.append(UInt8(ascii: "."))
            output.append(digits: UInt64(millisecond), width: 3)
        }
        Self.write(offsetMinutes: offsetMinutes, to: &output)
    }

    /// Writes an offset as it stands behind a time.
    static func write(offsetMinutes: Int16, to output: inout OutputSpan<UInt8>) {
        guard offsetMinutes != 0 else {
            output.append(UInt8(ascii: "Z"))
            return
        }
        let magnitude = Int(offsetMinutes.magnitude)
        output.append(offsetMinutes < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        output.append(twoDigits: magnitude / 60)
        output.append(UInt8(ascii: ":"))
        output.append(twoDigits: magnitude % 60)
    }
}
