extension JSONScanner {
    /// The text of a string token, decoded, or a number's spelling.
    ///
    /// - Throws: ``JSONError`` for ill-formed UTF-8, an unknown escape or half a surrogate pair.
    func text(_ range: JSONTextRange) throws(JSONError) -> String {
        guard !range.hasEscapes else {
            let decoded = try decode(range)
            guard let text = String(validating: decoded, as: UTF8.self) else {
                throw JSONError(offset: range.start, expected: "well-formed UTF-8")
            }
            return text
        }
        try checkUTF8(range)
        return String(copyingUTF8: bytes.extracting(range.start..<range.end))
    }

    private func checkUTF8(_ range: JSONTextRange) throws(JSONError) {
        do {
            _ = try UTF8Span(validating: bytes.extracting(range.start..<range.end))
        } catch {
            throw JSONError(
                offset: range.start + error.byteOffsets.lowerBound,
                expected: "well-formed UTF-8"
            )
        }
    }

    /// Whether a string token, decoded, has the same bytes as `name`.
    func text(_ range: JSONTextRange, equals name: String) -> Bool {
        guard !range.hasEscapes else {
            guard let decoded = try? decode(range) else { return false }
            return name.utf8.elementsEqual(decoded)
        }
        return text(range, equals: name.utf8Span.span)
    }

    /// Whether a string token without escapes has the bytes `name`.
    func text(_ range: JSONTextRange, equals name: Span<UInt8>) -> Bool {
        name.count == range.count && bytes.hasBytes(of: name, at: range.start)
    }

    /// Whether a string token, decoded, has the bytes `name`.
    func text(_ range: JSONTextRange, equals name: [UInt8]) -> Bool {
        guard !range.hasEscapes else { return (try? decode(range)) == name }
        return text(range, equals: name.span)
    }

    /// The place of a string token's text, decoded into the draft's scratch if it holds escapes.
    ///
    /// - Throws: ``JSONError`` as ``text(_:)``.
    func draftText(
        _ range: JSONTextRange,
        in draft: inout EventDraft
    ) throws(JSONError) -> DraftText {
        if range.isPlain { return DraftText(start: range.start, count: range.count) }
        guard range.hasEscapes else {
            try checkUTF8(range)
            return DraftText(start: range.start, count: range.count)
        }
        return draft.keep(try text(range))
    }

    /// The bytes of a string token, decoded; `nil` for an unknown escape or half a surrogate pair.
    func decodedBytes(_ range: JSONTextRange) -> [UInt8]? { try? decode(range) }

    /// Bytes around an offset, for messages; ill-formed UTF-8 is repaired.
    func excerpt(at offset: Int) -> String {
        let end = min(bytes.count, max(0, offset) + 24)
        var shown: [UInt8] = []
        for index in min(max(0, offset - 24), end)..<end { shown.append(bytes[index]) }
        return String(decoding: shown, as: UTF8.self)
    }

    private func decode(_ range: JSONTextRange) throws(JSONError) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.end - range.start)
        var index = range.start
        while index < range.end {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "\\") else {
                decoded.append(byte)
                index += 1
                continue
            }
            // The scan for the closing quote passed over the byte behind a backslash: it is inside.
            let escape = bytes[index + 1]
            if escape == UInt8(ascii: "u") {
                index = try decodeUnicode(at: index, before: range.end, into: &decoded)
            } else {
                guard let plain = Self.plainEscape(escape) else {
                    throw JSONError(
                        offset: index,
                        expected: "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u"
                    )
                }
                decoded.append(plain)
                index += 2
            }
        }
        return decoded
    }

    /// Decodes `\uXXXX` or a surrogate pair of two; gives the index behind it.
    private func decodeUnicode(
        at index: Int,
        before end: Int,
        into decoded: inout [UInt8]
    ) throws(JSONError) -> Int {
        let problem = JSONError(
            offset: index,
            expected: "\\u and 4 hex digits, surrogates in pairs"
        )
        guard let first = hexUnit(at: index, before: end) else { throw problem }
        var code = UInt32(first)
        var next = index + 6
        if (0xD800..<0xDC00).contains(code) {
            guard let second = hexUnit(at: next, before: end), (0xDC00..<0xE000).contains(second)
            else { throw problem }
            code = 0x10000 + (code - 0xD800) << 10 + (UInt32(second) - 0xDC00)
            next += 6
        }
        guard let scalar = Unicode.Scalar(code) else { throw problem }
        decoded.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        return next
    }

    private func hexUnit(at index: Int, before end: Int) -> UInt16? {
        guard index + 6 <= end, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for place in (index + 2)..<(index + 6) {
            let digit: UInt8
            switch bytes[place] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[place] - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                digit = bytes[place] - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"):
                digit = bytes[place] - UInt8(ascii: "A") + 10
            default: return nil
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private static func plainEscape(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }
}
