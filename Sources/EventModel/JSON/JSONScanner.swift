/// Pulls the tokens of one strict RFC 8259 text out of bytes, without building a tree.
///
/// Structure is checked as the tokens are pulled. UTF-8 and escapes of a string are checked when its text
/// is taken (``text(_:)``); a caller that accepts the input takes every string. Duplicate names
/// are the caller's to find: it knows which names it has seen.
struct JSONScanner: ~Escapable {
    /// Containers that may stand in one another.
    static let maximumDepth = 64

    private enum Expected {
        case value, valueOrEnd, name, nameOrEnd, separator, end
    }

    let bytes: Span<UInt8>
    private(set) var position: Int
    /// Open containers.
    private(set) var depth: Int
    // Bit n is set if the open container at depth n is an object.
    private var objects: UInt64
    private var expected: Expected

    /// Starts before the first byte.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
        self.position = 0
        self.depth = 0
        self.objects = 0
        self.expected = .value
    }

    /// Starts at a member's value inside the outermost object, where another scanner has been before.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, atMemberValue offset: Int) {
        self.bytes = bytes
        self.position = offset
        self.depth = 1
        self.objects = 1
        self.expected = .value
    }

    /// The next token; after the last one ``JSONToken/end``, again and again.
    mutating func next() throws(JSONError) -> JSONToken {
        var byte = peek()
        if expected == .separator, byte == UInt8(ascii: ",") {
            position += 1
            expected = isInObject ? .name : .value
            byte = peek()
        }
        switch expected {
        case .separator: return try close(byte)
        case .name: return try name(byte)
        case .nameOrEnd: return byte == UInt8(ascii: "}") ? try close(byte) : try name(byte)
        case .value: return try value(byte)
        case .valueOrEnd: return byte == UInt8(ascii: "]") ? try close(byte) : try value(byte)
        case .end:
            guard byte == nil else { throw error("nothing behind the JSON value") }
            return .end
        }
    }

    /// Takes a member's name, its quotes and its colon at once if it is the one expected.
    ///
    /// - Parameter written: The name as it is mostly written: `"name":`.
    /// - Returns: `false` if something else comes next; nothing is taken then.
    mutating func takeName(_ written: Span<UInt8>) -> Bool {
        var start = position
        switch expected {
        case .separator where isInObject:
            guard start < bytes.count, bytes[start] == UInt8(ascii: ",") else { return false }
            start += 1
        case .name, .nameOrEnd: break
        default: return false
        }
        guard bytes.hasBytes(of: written, at: start) else { return false }
        position = start + written.count
        expected = .value
        return true
    }

    /// Takes a string that is the value of a member or element, if one comes next.
    ///
    /// - Returns: `nil` if something else comes next; nothing is taken then.
    mutating func takeString() throws(JSONError) -> JSONTextRange? {
        guard expected == .value, depth > 0, peek() == UInt8(ascii: "\"") else { return nil }
        let range = try string()
        expected = .separator
        return range
    }

    /// Passes over the rest of a value whose first token was `first`.
    mutating func skip(after first: JSONToken) throws(JSONError) {
        switch first {
        case .beginObject, .beginArray:
            let outside = depth - 1
            while depth > outside { _ = try next() }
        default: break
        }
    }

    private var isInObject: Bool { objects >> UInt64(depth - 1) & 1 == 1 }

    private func error(_ expected: String) -> JSONError {
        JSONError(offset: position, expected: expected)
    }

    private mutating func peek() -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                position += 1
            default: return byte
            }
        }
        return nil
    }

    private mutating func open(isObject: Bool) throws(JSONError) {
        guard depth < Self.maximumDepth else {
            throw error("at most \(Self.maximumDepth) objects and lists in one another")
        }
        let bit: UInt64 = 1 << UInt64(depth)
        objects = isObject ? objects | bit : objects & ~bit
        depth += 1
        position += 1
        expected = isObject ? .nameOrEnd : .valueOrEnd
    }

    private mutating func close(_ byte: UInt8?) throws(JSONError) -> JSONToken {
        let isObject = isInObject
        guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
            throw error(isObject ? "a comma or }" : "a comma or ]")
        }
        position += 1
        depth -= 1
        expected = depth == 0 ? .end : .separator
        return isObject ? .endObject : .endArray
    }

    private mutating func name(_ byte: UInt8?) throws(JSONError) -> JSONToken {
        guard byte == UInt8(ascii: "\"") else { throw error("a member's name in double quotes") }
        let range = try string()
        guard peek() == UInt8(ascii: ":") else { throw error("a colon behind the member's name") }
        position += 1
        expected = .value
        return .name(range)
    }

    private mutating func value(_ byte: UInt8?) throws(JSONError) -> JSONToken {
        let token: JSONToken
        guard let byte else { throw error("a JSON value") }
        switch byte {
        case UInt8(ascii: "{"):
            try open(isObject: true)
            return .beginObject
        case UInt8(ascii: "["):
            try open(isObject: false)
            return .beginArray
        case UInt8(ascii: "\""): token = .string(try string())
        case UInt8(ascii: "t"): token = try literal([0x74, 0x72, 0x75, 0x65], .boolean(true))
        case UInt8(ascii: "f"):
            token = try literal([0x66, 0x61, 0x6C, 0x73, 0x65], .boolean(false))
        case UInt8(ascii: "n"): token = try literal([0x6E, 0x75, 0x6C, 0x6C], .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): token = try number()
        case 0xEF where position == 0: throw error("JSON without a byte order mark")
        default: throw error("a JSON value")
        }
        expected = depth == 0 ? .end : .separator
        return token
    }

    private mutating func literal(
        _ spelling: [UInt8],
        _ token: JSONToken
    ) throws(JSONError) -> JSONToken {
        for (offset, byte) in spelling.enumerated() {
            guard position + offset < bytes.count, bytes[position + offset] == byte else {
                throw error("a JSON value")
            }
        }
        position += spelling.count
        return token
    }

    /// Passes over a string and its quotes; gives the range between them.
    private mutating func string() throws(JSONError) -> JSONTextRange {
        // A local copy, and eight bytes at once: half of the scan's time goes here.
        let bytes = bytes
        let start = position + 1
        var index = start
        var hasEscapes = false
        var unusual: UInt64 = 0
        while index < bytes.count {
            if index &+ 8 <= bytes.count {
                let word = bytes.word(at: index)
                let found = ByteScan.interruptions(word)
                guard found != 0 else {
                    unusual |= ByteScan.unusual(word)
                    index &+= 8
                    continue
                }
                // The bytes below the one found belong to the string.
                let below = (found & (0 &- found)) &- 1
                unusual |= ByteScan.unusual(word) & below
                index &+= found.trailingZeroBitCount >> 3
            }
            let byte = bytes[index]
            if JSONSize.isPlain(byte) {
                if byte >= 0x7F { unusual = 1 }
                index &+= 1
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                position = index + 1
                return JSONTextRange(
                    start: start,
                    end: index,
                    hasEscapes: hasEscapes,
                    isPlain: !hasEscapes && unusual == 0
                )
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index += 2
            default:
                throw JSONError(offset: index, expected: "control characters escaped as \\u00XX")
            }
        }
        throw JSONError(offset: bytes.count, expected: "the string's closing quote")
    }

    private mutating func number() throws(JSONError) -> JSONToken {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var integer: Int64? = 0
        let firstDigit = position
        while let digit = digit() {
            integer = integer.flatMap { Self.appending(digit, to: $0) }
        }
        guard position > firstDigit else { throw error("a digit") }
        guard position == firstDigit + 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
            throw JSONError(offset: firstDigit, expected: "a number without leading zeros")
        }
        var isInteger = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if position < bytes.count,
                bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            try digits()
        }
        if isInteger, let integer, !(isNegative && integer == 0) {
            return .integer(isNegative ? -integer : integer)
        }
        return .number(JSONTextRange(start: start, end: position, hasEscapes: false))
    }

    /// Passes over one or more digits.
    private mutating func digits() throws(JSONError) {
        guard digit() != nil else { throw error("a digit") }
        while digit() != nil {}
    }

    private mutating func digit() -> UInt8? {
        guard position < bytes.count, case let value = bytes[position] &- UInt8(ascii: "0"),
            value < 10
        else { return nil }
        position += 1
        return value
    }

    private static func appending(_ digit: UInt8, to value: Int64) -> Int64? {
        let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
        let (sum, overflow) = product.addingReportingOverflow(Int64(digit))
        return tooLarge || overflow ? nil : sum
    }
}
