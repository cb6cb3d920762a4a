/// What one role may do.
package struct RolePolicy: Hashable, Sendable {
    /// Whether it sees and records only what concerns the counties of its holder.
    package var isConfinedToCounties = false
    /// What it may do.
    package var rights: Set<Right> = []
    /// Names of the indicators that it may ask for.
    package var indicators: Set<String> = []
    /// Types that it may record.
    package var appends = TypePatterns([])
    /// Requests a second that one holder may send on average; `nil` for no limit.
    package var requestsPerSecond: Int?

    /// A role that may do nothing.
    package init() {}
}

/// Event types by name: `parcel.scanned`, a family `parcel.*`, all `*`.
package struct TypePatterns: Hashable, Sendable {
    /// As they are written.
    package let patterns: [String]

    /// Takes patterns.
    package init(_ patterns: [String]) { self.patterns = patterns }

    /// Whether a text is a pattern.
    package static func isPattern(_ text: String) -> Bool {
        guard text != "*" else { return true }
        let name = text.hasSuffix(".*") ? String(text.dropLast(2)) : text
        let isWord = { (byte: UInt8) in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        let words = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return words.allSatisfy { !$0.isEmpty && $0.allSatisfy(isWord) }
    }

    /// Whether a type is among them.
    package func contains(_ type: String) -> Bool {
        patterns.contains { pattern in
            if pattern == "*" { return true }
            if pattern.hasSuffix(".*") { return type.utf8.starts(with: pattern.utf8.dropLast()) }
            return pattern.utf8.elementsEqual(type.utf8)
        }
    }
}
