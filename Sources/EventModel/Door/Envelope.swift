/// Where the attributes' texts stand in a line, before they are decoded and checked.
struct Envelope {
    var specversion: JSONTextRange?
    var id: JSONTextRange?
    var source: JSONTextRange?
    var type: JSONTextRange?
    var dataschema: JSONTextRange?
    var subject: JSONTextRange?
    var time: JSONTextRange?
    var actor: JSONTextRange?
    var role: JSONTextRange?
    var evidence: JSONTextRange?
    var corrects: JSONTextRange?
    var datacontenttype: JSONTextRange?
    var recordedtime: JSONTextRange?
    var sequence: UInt64?
    /// Offset of the value of `data` in the line.
    var dataOffset: Int?
}

/// Every attribute that a line may carry, sorted by name.
enum Attribute: String, CaseIterable {
    case actor, corrects, data, datacontenttype, dataschema, evidence, id, recordedtime, role
    case sequence, source, specversion, subject, time, type

    /// The attributes' names for messages.
    static let list = allCases.map(\.rawValue).joined(separator: ", ")

    private static let byFirstByte: [[Attribute]] = (0..<256).map { byte in
        allCases.filter { $0.rawValue.utf8.first == UInt8(byte) }
    }

    /// The attribute named by a member of the line; `nil` if there is none of that name.
    static func named(_ range: JSONTextRange, in scanner: borrowing JSONScanner) -> Attribute? {
        guard range.end > range.start else { return nil }
        // A name may be spelled with escapes, though nobody does.
        let candidates =
            range.hasEscapes ? allCases : byFirstByte[Int(scanner.bytes[range.start])]
        for attribute in candidates where scanner.text(range, equals: attribute.rawValue) {
            return attribute
        }
        return nil
    }
}
