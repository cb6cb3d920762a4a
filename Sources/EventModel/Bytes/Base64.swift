/// Base 64 as RFC 4648 defines it in section 4 (with padding) and section 5 (the alphabet for URLs, without).
///
/// Decoding is strict: one text for each sequence of bytes, so that a changed character never goes unnoticed.
package enum Base64 {
    private static let standard = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )
    private static let forURLs = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// The bytes in the standard alphabet, padded with `=` to a multiple of four characters.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text = encoded(bytes, standard)
        while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes in the alphabet for URLs and file names, without padding.
    package static func encodeForURL(_ bytes: [UInt8]) -> String {
        String(decoding: encoded(bytes, forURLs), as: UTF8.self)
    }

    /// The bytes that ``encode(_:)`` writes as this text; `nil` if there are none.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let units = Array(text.utf8)
        guard units.count % 4 == 0 else { return nil }
        let padding = units.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2 else { return nil }
        return decoded(units.dropLast(padding), standard)
    }

    /// The bytes that ``encodeForURL(_:)`` writes as this text; `nil` if there are none.
    package static func decodeForURL(_ text: some StringProtocol) -> [UInt8]? {
        decoded(Array(text.utf8)[...], forURLs)
    }

    /// Whether a text is what ``encode(_:)`` writes of at most so many bytes.
    ///
    /// - Complexity: O(n), without an allocation.
    static func isCanonical(_ text: Span<UInt8>, decodedMax: Int) -> Bool {
        guard text.count % 4 == 0 else { return false }
        guard !text.isEmpty else { return true }
        var padding = 0
        while padding < 2, text[text.count - 1 - padding] == UInt8(ascii: "=") { padding += 1 }
        guard text.count / 4 * 3 - padding <= decodedMax else { return false }
        var last: UInt8 = 0
        for index in 0..<(text.count - padding) {
            guard let value = value(of: text[index]) else { return false }
            last = value
        }
        // Bits that no byte takes must be zero, or there were two spellings of the same bytes.
        return padding == 0 || (padding == 1 ? last & 3 == 0 : last & 15 == 0)
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    private static func encoded(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var held: UInt32 = 0
        var bits = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(held >> UInt32(bits) & 63)])
            }
            held &= 63
        }
        if bits > 0 { text.append(alphabet[Int(held << UInt32(6 - bits) & 63)]) }
        return text
    }

    private static func decoded(_ units: ArraySlice<UInt8>, _ alphabet: [UInt8]) -> [UInt8]? {
        // A single character holds less than a byte.
        guard units.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(units.count * 3 / 4)
        var held: UInt32 = 0
        var bits = 0
        for unit in units {
            guard let value = alphabet.firstIndex(of: unit) else { return nil }
            held = held << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(held >> UInt32(bits)))
                held &= 1 << UInt32(bits) - 1
            }
        }
        // Left-over bits that are not zero would make a second text for the same bytes.
        return held == 0 ? bytes : nil
    }
}
