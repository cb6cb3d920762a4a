/// A schema's fields as the door and the writers need them: plain numbers and bytes, nothing to copy.
///
/// Passed on as `borrowing`, so that references to its lists are not counted at every step.
struct FieldTable: Sendable {
    /// One field.
    struct Field: Sendable {
        let form: FieldForm
        let storage: FieldStorage
        let isRequired: Bool
        /// Least integer, most bytes of a string; else 0.
        let limit: Int
        /// Place in the order of RFC 8785.
        let rank: UInt16
        /// `"name":` as words.
        let words: WrittenName
        fileprivate let writtenStart: UInt32
        fileprivate let writtenEnd: UInt32
        fileprivate let firstChoice: UInt32
        fileprivate let endOfChoices: UInt32

        /// Place of `"name":` in ``FieldTable/names``.
        var written: Range<Int> { Int(writtenStart)..<Int(writtenEnd) }
        /// Place of the field's values in ``FieldTable/choices``.
        var choices: Range<Int> { Int(firstChoice)..<Int(endOfChoices) }
        /// Place of the name alone.
        var name: Range<Int> { (Int(writtenStart) + 1)..<(Int(writtenEnd) - 2) }
    }

    /// The fields in the order of the schema.
    let fields: [Field]
    /// `"name":` of all fields, one behind the other.
    let names: [UInt8]
    /// Places in ``choiceBytes`` of all values of all choices.
    let choices: [Range<Int>]
    /// The values of all choices, one behind the other.
    let choiceBytes: [UInt8]
    /// Bytes that the fields take as JSON, their texts aside.
    let byteBound: Int
    /// Indices of the fields in the order of RFC 8785.
    let canonicalOrder: [Int]

    init(_ fields: [SchemaField], canonicalOrder: [Int]) {
        self.canonicalOrder = canonicalOrder
        var ranks = [UInt16](repeating: 0, count: fields.count)
        for (rank, index) in canonicalOrder.enumerated() { ranks[index] = UInt16(rank) }
        var names: [UInt8] = []
        var choices: [Range<Int>] = []
        var choiceBytes: [UInt8] = []
        var bound = 2
        self.fields = zip(fields, ranks).map { field, rank in
            let start = names.count
            names += "\"\(field.name)\":".utf8
            let firstChoice = choices.count
            var longest = JSONSize.time
            if case .choice(let values) = field.kind {
                for value in values {
                    choices.append(choiceBytes.count..<(choiceBytes.count + value.utf8.count))
                    choiceBytes += value.utf8
                    longest = max(longest, JSONSize.quoted(value))
                }
            }
            bound += names.count - start + longest + 3
            return Field(
                form: FieldForm(field.kind),
                storage: field.storage,
                isRequired: field.isRequired,
                limit: field.kind.limit,
                rank: rank,
                words: WrittenName(Array("\"\(field.name)\":".utf8)),
                writtenStart: UInt32(start),
                writtenEnd: UInt32(names.count),
                firstChoice: UInt32(firstChoice),
                endOfChoices: UInt32(choices.count)
            )
        }
        self.names = names
        self.choices = choices
        self.choiceBytes = choiceBytes
        byteBound = bound
    }

    /// Place in the list of the choice with those bytes; `nil` if there is none.
    func choice(_ text: Span<UInt8>, of field: Field) -> Int64? {
        let bytes = choiceBytes.span
        for index in field.choices where choices[index].count == text.count {
            if bytes.hasBytes(of: text, at: choices[index].lowerBound) {
                return Int64(index - field.choices.lowerBound)
            }
        }
        return nil
    }
}

/// A ``FieldKind`` without what it carries.
enum FieldForm: UInt8, Sendable {
    case integer, boolean, date, month, choice, region, identifier, string, digest, bytes
    case choices, strings, object, sealed

    init(_ kind: FieldKind) {
        self =
            switch kind {
            case .integer: .integer
            case .boolean: .boolean
            case .date: .date
            case .month: .month
            case .choice: .choice
            case .region: .region
            case .identifier: .identifier
            case .string: .string
            case .digest: .digest
            case .bytes: .bytes
            case .choices: .choices
            case .strings: .strings
            case .object: .object
            case .sealed: .sealed
            }
    }

    /// Whether a text of the form is JSON already, and not to be put in quotes.
    var isJSON: Bool {
        switch self {
        case .choices, .strings, .object, .sealed: true
        default: false
        }
    }
}

extension FieldKind {
    /// Least integer, most bytes of a string; else 0.
    fileprivate var limit: Int {
        switch self {
        case .integer(let minimum): Int(minimum)
        case .string(let maximumBytes), .bytes(let maximumBytes): maximumBytes
        default: 0
        }
    }
}
