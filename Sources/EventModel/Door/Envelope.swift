/// The attributes of a line as they stand in it, before they are checked against each other.
struct Envelope {
    var specversion: String?
    var id: String?
    var source: String?
    var type: String?
    var dataschema: String?
    var subject: String?
    var time: String?
    var actor: String?
    var role: String?
    var evidence: String?
    var corrects: String?
    var datacontenttype: String?
    var recordedtime: String?
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
