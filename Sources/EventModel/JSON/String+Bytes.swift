extension String {
    /// Whether both strings have the same UTF-8 bytes; `==` asks for canonical equivalence instead.
    package func hasSameBytes(as other: String) -> Bool {
        let left = utf8Span.span
        let right = other.utf8Span.span
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    /// Feeds the UTF-8 bytes to a hasher; goes with ``hasSameBytes(as:)`` in keys of sets and dictionaries.
    package func hashBytes(into hasher: inout Hasher) {
        let bytes = utf8Span.span
        var word: UInt64 = 0
        for index in bytes.indices {
            word = word << 8 | UInt64(bytes[index])
            if index & 7 == 7 {
                hasher.combine(word)
                word = 0
            }
        }
        hasher.combine(word)
        hasher.combine(bytes.count)
    }

    /// Whether a control character (U+0000–U+001F, U+007F–U+009F) stands in the text.
    var holdsControlCharacters: Bool {
        let bytes = utf8Span.span
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 || byte == 0x7F { return true }
            // U+0080–U+009F are C2 80 … C2 9F.
            if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] < 0xA0 { return true }
        }
        return false
    }

    /// Whether the ASCII character stands in the text.
    func holds(_ character: Unicode.Scalar) -> Bool {
        let bytes = utf8Span.span
        for index in bytes.indices where bytes[index] == UInt8(ascii: character) { return true }
        return false
    }
}
