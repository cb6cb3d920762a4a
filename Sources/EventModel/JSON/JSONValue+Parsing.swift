extension JSONValue {
    /// Reads one strict RFC 8259 text.
    ///
    /// Refused: a byte order mark, ill-formed UTF-8, half a surrogate pair, duplicate names, more than 64
    /// containers in one another, numbers beyond a double, and anything behind the value.
    ///
    /// - Throws: ``JSONError`` with the offset of the fault.
    /// - Complexity: O(n) in bytes.
    package init(parsing bytes: Span<UInt8>) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        let first = try scanner.next()
        self = try JSONValue(first, from: &scanner)
        _ = try scanner.next()
    }

    /// Reads one strict RFC 8259 text, as ``init(parsing:)-(Span<UInt8>)``.
    ///
    /// - Throws: ``JSONError`` as ``init(parsing:)-(Span<UInt8>)``.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        self = try JSONValue(parsing: bytes.span)
    }

    /// Reads one strict RFC 8259 text, as ``init(parsing:)-(Span<UInt8>)``.
    ///
    /// - Throws: ``JSONError`` as ``init(parsing:)-(Span<UInt8>)``; offsets count the bytes of the UTF-8 text.
    package init(parsing text: String) throws(JSONError) {
        self = try JSONValue(parsing: Array(text.utf8))
    }

    /// Builds the value that begins with `first`; takes its last token from the scanner.
    init(_ first: JSONToken, from scanner: inout JSONScanner) throws(JSONError) {
        switch first {
        case .beginObject: self = .object(try Self.members(from: &scanner))
        case .beginArray: self = .array(try Self.elements(from: &scanner))
        case .string(let range): self = .string(try scanner.text(range))
        case .integer(let value): self = .integer(value)
        case .number(let range):
            let spelling = try scanner.text(range)
            guard let double = Double(spelling), double.isFinite else {
                throw JSONError(offset: range.start, expected: "a number within a double's range")
            }
            self = .number(spelling)
        case .boolean(let value): self = .boolean(value)
        case .null: self = .null
        case .endObject, .endArray, .name, .end:
            throw JSONError(offset: scanner.position, expected: "a JSON value")
        }
    }

    private static func elements(from scanner: inout JSONScanner) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        while true {
            let token = try scanner.next()
            if case .endArray = token { return elements }
            elements.append(try JSONValue(token, from: &scanner))
        }
    }

    private static func members(
        from scanner: inout JSONScanner
    ) throws(JSONError) -> [(name: String, value: JSONValue)] {
        var members: [(name: String, value: JSONValue)] = []
        // Keyed by bytes, since equal strings may have different ones.
        var names: Set<[UInt8]> = []
        while case .name(let range) = try scanner.next() {
            let name = try scanner.text(range)
            guard names.insert(Array(name.utf8)).inserted else {
                throw JSONError(offset: range.start, expected: "a name that is not there already")
            }
            let token = try scanner.next()
            members.append((name, try JSONValue(token, from: &scanner)))
        }
        return members
    }
}
