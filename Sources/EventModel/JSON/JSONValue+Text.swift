extension JSONValue {
    /// The value as JSON without white space; members keep their order and numbers their spelling.
    package var compactText: [UInt8] {
        var bytes: [UInt8] = []
        append(indentation: nil, to: &bytes)
        return bytes
    }

    /// The value as JSON with two spaces a level and a line end; short lists of plain values on one line.
    ///
    /// The same value gives the same bytes, for files that are kept under version control.
    package var prettyText: [UInt8] {
        var bytes: [UInt8] = []
        append(indentation: 0, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private func append(indentation: Int?, to bytes: inout [UInt8]) {
        switch self {
        case .number(let spelling): bytes.append(contentsOf: spelling.utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .array(let elements):
            let isFlat = elements.allSatisfy(\.isPlain) && elements.count <= 4
            let inner = isFlat ? nil : indentation.map { $0 + 1 }
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 {
                    bytes.append(UInt8(ascii: ","))
                    if inner == nil, indentation != nil { bytes.append(UInt8(ascii: " ")) }
                }
                Self.breakLine(inner, to: &bytes)
                element.append(indentation: inner, to: &bytes)
            }
            if !elements.isEmpty, inner != nil { Self.breakLine(indentation, to: &bytes) }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            let inner = indentation.map { $0 + 1 }
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.breakLine(inner, to: &bytes)
                CanonicalJSON.append(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if inner != nil { bytes.append(UInt8(ascii: " ")) }
                member.value.append(indentation: inner, to: &bytes)
            }
            if !members.isEmpty { Self.breakLine(indentation, to: &bytes) }
            bytes.append(UInt8(ascii: "}"))
        case .null, .boolean, .string: CanonicalJSON.append(self, to: &bytes)
        }
    }

    private var isPlain: Bool {
        switch self {
        case .array, .object: false
        case .null, .boolean, .integer, .number, .string: true
        }
    }

    private static func breakLine(_ level: Int?, to bytes: inout [UInt8]) {
        guard let level else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<(2 * level) { bytes.append(UInt8(ascii: " ")) }
    }
}
