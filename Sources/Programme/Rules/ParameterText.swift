/// Reads the stored `parameters` object of a `rule.adopted`.
///
/// The stored text is canonical JSON (RFC 8785): no spaces, keys sorted. Parameters are flat; a value that
/// is no plain string and no integer is given as `nil` and ends the reading, since no rule takes one.
package enum ParameterText {
    /// One key with its value; `nil` for a value of a kind that no parameter takes.
    package struct Entry: Hashable, Sendable {
        /// The key, with JSON escapes as written.
        package let key: String
        /// The value.
        package let value: ParameterValue?
    }

    /// The entries of the object in their order; empty for `{}` and for anything that is no object.
    package static func entries(of text: String) -> [Entry] {
        var rest = Array(text.utf8)[...]
        guard take("{", from: &rest) else { return [] }
        var entries: [Entry] = []
        while let key = quoted(from: &rest), take(":", from: &rest) {
            let value = value(from: &rest)
            entries.append(Entry(key: key, value: value))
            guard value != nil, take(",", from: &rest) else { break }
        }
        return entries
    }

    /// The entries that hold a value, as members of a parameter set.
    package static func members(of text: String) -> [RuleParameters.Member] {
        entries(of: text).compactMap { entry in
            entry.value.map { RuleParameters.Member(key: entry.key, value: $0) }
        }
    }

    private static func take(_ character: Unicode.Scalar, from rest: inout ArraySlice<UInt8>)
        -> Bool
    {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private static func quoted(from rest: inout ArraySlice<UInt8>) -> String? {
        guard take("\"", from: &rest) else { return nil }
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
            // An escaped quote does not end the string; the escape stays as it is written.
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() { bytes.append(escaped) }
        }
        return nil
    }

    private static func value(from rest: inout ArraySlice<UInt8>) -> ParameterValue? {
        if rest.first == UInt8(ascii: "\"") { return quoted(from: &rest).map { .text($0) } }
        let end = rest.firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") }
        guard let end, let number = Int64(String(decoding: rest[..<end], as: UTF8.self)) else {
            return nil
        }
        rest = rest[end...]
        return .integer(number)
    }
}
