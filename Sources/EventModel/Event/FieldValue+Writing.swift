extension FieldValue {
    /// Appends the value's canonical JSON; nothing if absent.
    ///
    /// Total: a value that does not fit the kind (a damaged block that its checksum let pass) is written
    /// as the bare number or string that it is.
    package func append(as kind: FieldKind, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: sizeBound(as: kind)) { write(as: kind, to: &$0) }
    }

    /// Writes the value's canonical JSON, at most ``sizeBound(as:)`` bytes.
    func write(as kind: FieldKind, to output: inout OutputSpan<UInt8>) {
        switch self {
        case .absent: break
        case .integer(let value): Self.write(value, as: kind, to: &output)
        case .text(let text):
            switch kind {
            case .choices, .strings, .object, .sealed: output.append(raw: text)
            default: output.append(quoted: text)
            }
        }
    }

    /// Bytes that the value may need as JSON.
    func sizeBound(as kind: FieldKind) -> Int {
        switch self {
        case .absent: return 0
        case .integer(let value):
            guard case .choice(let names) = kind, (0..<Int64(names.count)).contains(value) else {
                return JSONSize.time
            }
            return JSONSize.quoted(names[Int(value)])
        case .text(let text): return JSONSize.quoted(text)
        }
    }

    private static func write(
        _ value: Int64,
        as kind: FieldKind,
        to output: inout OutputSpan<UInt8>
    ) {
        switch kind {
        case .boolean: output.append(raw: value != 0 ? "true" : "false")
        case .date:
            output.append(UInt8(ascii: "\""))
            BusinessDate(daysSince1970: Int32(clamping: value)).write(to: &output)
            output.append(UInt8(ascii: "\""))
        case .month:
            output.append(UInt8(ascii: "\""))
            BusinessMonth(monthsSince1970: Int32(clamping: value)).write(to: &output)
            output.append(UInt8(ascii: "\""))
        case .choice(let names) where (0..<Int64(names.count)).contains(value):
            output.append(quoted: names[Int(value)])
        default: output.append(integer: value)
        }
    }
}
