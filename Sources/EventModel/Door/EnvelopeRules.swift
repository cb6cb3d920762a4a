/// What the envelope's texts must look like, beyond being strings.
enum EnvelopeRules {
    /// Checks length and that no control character hides in the text, which CloudEvents forbids in
    /// attributes; `nil` if it is fine.
    static func name(_ text: Span<UInt8>, upTo limit: Int, field: String) -> Refusal? {
        guard text.count > 0, text.count <= limit else {
            let found =
                text.count == 0
                ? "an empty string" : "\(text.count) bytes: \(String(copyingUTF8: text))"
            return Refusal(
                .envelope,
                field: field,
                found: found,
                accepted: "1–\(limit) bytes of UTF-8"
            )
        }
        guard holdsControlCharacters(text) else { return nil }
        return Refusal(
            .envelope,
            field: field,
            found: String(copyingUTF8: text),
            accepted: "text without control characters (U+0000–U+001F, U+007F–U+009F)"
        )
    }

    /// ASCII characters that no URI-reference holds (RFC 3986); letters of any script are accepted, as an
    /// IRI has them (RFC 3987).
    private static let excluded = #""<>\^`{|}"#

    /// A bit for each of the ASCII characters that a source may not hold, the first 64 and the rest.
    private static let excludedBits: (low: UInt64, high: UInt64) = {
        var bits: (low: UInt64, high: UInt64) = (0, 0)
        for byte in (" " + excluded).utf8 {
            let bit: UInt64 = 1 << UInt64(byte & 63)
            if byte < 64 { bits.low |= bit } else { bits.high |= bit }
        }
        return bits
    }()

    /// Checks a `source`, which must be a URI-reference and must not hold a `#`; `nil` if it is fine.
    static func source(
        _ text: Span<UInt8>,
        field: String,
        limits: EventLimits = .standard
    ) -> Refusal? {
        if let problem = name(text, upTo: limits.sourceBytes, field: field) { return problem }
        if holds(text, { $0 == UInt8(ascii: "#") }) {
            return Refusal(
                .sourceFragment,
                field: field,
                found: String(copyingUTF8: text),
                accepted: "a URI-reference without #, which separates source and id"
            )
        }
        let bits = excludedBits
        let isExcluded: (UInt8) -> Bool = { byte in
            byte < 128 && (byte < 64 ? bits.low : bits.high) >> UInt64(byte & 63) & 1 == 1
        }
        guard holds(text, isExcluded) else { return nil }
        return Refusal(
            .envelope,
            field: field,
            found: String(copyingUTF8: text),
            accepted:
                "a URI-reference, such as /540222/stations/540222100-01: no spaces, no \(excluded)"
        )
    }

    /// Whether a control character (U+0000–U+001F, U+007F–U+009F) stands in the text.
    private static func holdsControlCharacters(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 || byte == 0x7F { return true }
            // U+0080–U+009F are C2 80 … C2 9F.
            if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] < 0xA0 { return true }
        }
        return false
    }

    private static func holds(_ text: Span<UInt8>, _ isWanted: (UInt8) -> Bool) -> Bool {
        for index in text.indices where isWanted(text[index]) { return true }
        return false
    }
}
