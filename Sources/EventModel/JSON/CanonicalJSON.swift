/// The canonical bytes of a JSON value: members sorted by UTF-16 code units, shortest spelling of all.
///
/// - SeeAlso: RFC 8785 (JSON Canonicalization Scheme).
package func canonicalize(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    CanonicalJSON.append(value, to: &bytes)
    return bytes
}

/// Writes the pieces of RFC 8785 texts into a buffer.
package enum CanonicalJSON {
    /// Largest magnitude of an integer that a double holds exactly together with its neighbours, 2^53 − 1.
    package static let integerLimit: Int64 = 9_007_199_254_740_991

    /// Appends the canonical bytes of a value.
    package static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let value): append(value, to: &bytes)
        case .integer(let value):
            if value.magnitude <= UInt64(integerLimit) {
                append(value, to: &bytes)
            } else {
                CanonicalNumber.append(Double(value), to: &bytes)
            }
        case .number(let spelling):
            guard let double = Double(spelling), double.isFinite else {
                preconditionFailure("a JSON number is finite: \(spelling)")
            }
            CanonicalNumber.append(double, to: &bytes)
        case .string(let text): append(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(element, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members): append(members, to: &bytes)
        }
    }

    /// Appends `true` or `false`.
    package static func append(_ value: Bool, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    /// Appends an integer of at most 2^53 − 1 in magnitude; beyond that the spelling is not canonical.
    package static func append(_ value: Int64, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: JSONSize.integer) { $0.append(integer: value) }
    }

    /// Appends a string in quotes: only `"`, `\` and C0 controls are escaped, each in its one way.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: JSONSize.quoted(text)) { $0.append(quoted: text) }
    }

    /// Whether `left` sorts before `right` by UTF-16 code units, as RFC 8785 sorts names.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf16.lexicographicallyPrecedes(right.utf16)
    }

    private static func append(
        _ members: [(name: String, value: JSONValue)],
        to bytes: inout [UInt8]
    ) {
        bytes.append(UInt8(ascii: "{"))
        let sorted = members.sorted { precedes($0.name, $1.name) }
        for (index, member) in sorted.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(member.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            append(member.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
