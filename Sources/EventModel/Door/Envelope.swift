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

/// The attributes of a line in the order in which they stood: producers keep to theirs.
struct AttributeOrder {
    private var attributes: [Attribute] = []

    /// The attribute that stood at a place in the last line; `nil` if it was shorter.
    @inline(__always)
    subscript(place: Int) -> Attribute? {
        place < attributes.count ? attributes[place] : nil
    }

    /// Remembers what stands at a place.
    mutating func note(_ attribute: Attribute, at place: Int) {
        if place < attributes.count {
            attributes[place] = attribute
        } else {
            attributes.append(attribute)
        }
    }
}

/// Every attribute that a line may carry, sorted by name.
enum Attribute: String, CaseIterable, Sendable {
    case actor, corrects, data, datacontenttype, dataschema, evidence, id, recordedtime, role
    case sequence, source, specversion, subject, time, type

    /// The attributes' names for messages.
    static let list = allCases.map(\.rawValue).joined(separator: ", ")

    /// The attribute named by a member of the line; `nil` if there is none of that name.
    static func named(_ range: JSONTextRange, in scanner: borrowing JSONScanner) -> Attribute? {
        guard !range.hasEscapes else {
            // A name may be spelled with escapes, though nobody does.
            for attribute in allCases where scanner.text(range, equals: attribute.rawValue) {
                return attribute
            }
            return nil
        }
        return named(scanner.bytes.extracting(range.start..<range.end))
    }

    /// The attribute of that name; `nil` if there is none.
    static func named(_ name: Span<UInt8>) -> Attribute? {
        guard name.count >= 2, let attribute = candidate(name.count, name[0], name[1]),
            attribute.rawValue.utf8Span.span.hasSameBytes(as: name)
        else { return nil }
        return attribute
    }

    /// The only attribute with a name of that length and those first two bytes.
    private static func candidate(_ length: Int, _ first: UInt8, _ second: UInt8) -> Attribute? {
        switch (length, Unicode.Scalar(first)) {
        case (2, "i"): .id
        case (4, "d"): .data
        case (4, "r"): .role
        case (4, "t"): second == UInt8(ascii: "i") ? .time : .type
        case (5, "a"): .actor
        case (6, "s"): .source
        case (7, "s"): .subject
        case (8, "c"): .corrects
        case (8, "e"): .evidence
        case (8, "s"): .sequence
        case (10, "d"): .dataschema
        case (11, "s"): .specversion
        case (12, "r"): .recordedtime
        case (15, "d"): .datacontenttype
        default: nil
        }
    }
}

/// `"name":` of every attribute, one behind the other, in the order of their ``Attribute/bit``.
struct AttributeNames: Sendable {
    static let shared = AttributeNames()

    /// The names.
    let bytes: [UInt8]
    /// Where each begins, and where the last one ends.
    let starts: [Int]
    /// Each name as words.
    let written: [WrittenName]

    private init() {
        var bytes: [UInt8] = []
        var starts = [0]
        var written: [WrittenName] = []
        for attribute in Attribute.allCases {
            let name = Array("\"\(attribute.rawValue)\":".utf8)
            bytes += name
            written.append(WrittenName(name))
            starts.append(bytes.count)
        }
        self.bytes = bytes
        self.starts = starts
        self.written = written
    }
}
