/// The scanner's steps with the door's own error: malformed JSON refuses the event as `envelope`.
extension JSONScanner {
    /// The next token, as ``next()``.
    mutating func token() throws(Refusal) -> JSONToken {
        do {
            return try next()
        } catch {
            throw refusal(error)
        }
    }

    /// Takes a string, as ``takeString()``.
    mutating func stringIfNext() throws(Refusal) -> JSONTextRange? {
        do {
            return try takeString()
        } catch {
            throw refusal(error)
        }
    }

    /// Passes over one value.
    mutating func skipValue() throws(Refusal) {
        let first = try token()
        do {
            try skip(after: first)
        } catch {
            throw refusal(error)
        }
    }

    /// The text of a string token, as ``text(_:)``.
    func decoded(_ range: JSONTextRange) throws(Refusal) -> String {
        do {
            return try text(range)
        } catch {
            throw refusal(error)
        }
    }

    /// The place of a string token's text, as ``draftText(_:in:)``.
    func draftText(
        _ range: JSONTextRange,
        _ draft: inout EventDraft
    ) throws(Refusal) -> DraftText {
        do {
            return try draftText(range, in: &draft)
        } catch {
            throw refusal(error)
        }
    }

    /// The tree that begins with `first`.
    mutating func tree(_ first: JSONToken) throws(Refusal) -> JSONValue {
        do {
            return try JSONValue(first, from: &self)
        } catch {
            throw refusal(error)
        }
    }

    /// How a token is shown in a message: its text, or what it begins.
    func describe(_ token: JSONToken) -> String {
        switch token {
        case .beginObject: return "an object"
        case .beginArray: return "a list"
        case .endObject, .endArray, .end, .name: return "nothing"
        case .string(let range), .number(let range):
            var shown: [UInt8] = []
            // A refusal shows 120 characters; no more than four bytes each are needed for them.
            for index in range.start..<min(range.end, range.start + 500) {
                shown.append(bytes[index])
            }
            let text = String(decoding: shown, as: UTF8.self)
            if case .number = token { return text }
            return "\"\(text)\""
        case .integer(let value): return String(value)
        case .boolean(let value): return value ? "true" : "false"
        case .null: return "null"
        }
    }

    /// The refusal of a malformed line.
    func refusal(_ error: JSONError) -> Refusal {
        Refusal(
            .envelope,
            field: nil,
            found: "byte \(error.offset) … \(excerpt(at: error.offset))",
            accepted: "JSON with \(error.expected) at byte \(error.offset)"
        )
    }
}
