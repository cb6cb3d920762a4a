/// A field of a schema, without a copy of its texts for every value that is read.
struct FieldPlace {
    let schema: EventSchema
    let index: Int

    var kind: FieldKind { schema.kinds[index] }
    var name: String { schema.fields[index].name }
    var isRequired: Bool { schema.fields[index].isRequired }
}

/// Reads one field of `data` by its kind.
enum FieldReading {
    /// Takes the field's value from the scanner; throws `schema` or `integerOutOfRange`.
    ///
    /// Texts are given as ``DraftText``.
    static func read(
        _ index: Int,
        of schema: EventSchema,
        _ table: borrowing FieldTable,
        from scanner: inout JSONScanner,
        _ draft: inout EventDraft
    ) throws(Refusal) -> PackedValue {
        let known = table.fields[index]
        if !known.form.isJSON, let range = try scanner.stringIfNext() {
            let text = try scanner.draftText(range, &draft)
            let bytes = draft.bytes(of: text, in: scanner.bytes)
            if let value = table.value(of: bytes, at: text, as: known) { return value }
            throw wrong(.string(range), FieldPlace(schema: schema, index: index), scanner)
        }
        let field = FieldPlace(schema: schema, index: index)
        let token = try scanner.token()
        switch known.form {
        case .integer:
            return .integer(try integer(token, minimum: Int64(known.limit), field, scanner))
        case .boolean:
            guard case .boolean(let value) = token else { throw wrong(token, field, scanner) }
            return .integer(value ? 1 : 0)
        case .date, .month, .choice, .region, .identifier, .string, .digest, .bytes:
            // A string was taken above.
            throw wrong(token, field, scanner)
        case .choices, .strings:
            guard case .beginArray = token else { throw wrong(token, field, scanner) }
            return draft.keep(try list(field, from: &scanner)).value
        case .object:
            guard case .beginObject = token else { throw wrong(token, field, scanner) }
            let tree = try scanner.tree(token)
            try FreeObject.check(tree, field: "data.\(field.name)")
            return draft.keep(canonicalize(tree).span).value
        case .sealed:
            guard case .beginObject = token else {
                // What stands here in clear is not to appear in messages and logs.
                throw refusal(found: "a value that is not sealed", field)
            }
            return draft.keep(try sealed(field, from: &scanner)).value
        }
    }

    private static func wrong(
        _ token: JSONToken,
        _ field: FieldPlace,
        _ scanner: borrowing JSONScanner
    ) -> Refusal {
        refusal(found: scanner.describe(token), field)
    }

    private static func refusal(found: String, _ field: FieldPlace) -> Refusal {
        let accepted = field.kind.acceptedForm
        return Refusal(
            .schema,
            field: "data.\(field.name)",
            found: found,
            accepted: field.isRequired ? accepted : accepted + "; or leave the field out"
        )
    }

    private static func integer(
        _ token: JSONToken,
        minimum: Int64,
        _ field: FieldPlace,
        _ scanner: borrowing JSONScanner
    ) throws(Refusal) -> Int64 {
        switch token {
        case .integer(let value) where value.magnitude <= UInt64(CanonicalJSON.integerLimit):
            guard value >= minimum else { throw wrong(token, field, scanner) }
            return value
        case .integer, .number:
            throw Refusal(
                .integerOutOfRange,
                field: "data.\(field.name)",
                found: scanner.describe(token),
                accepted: field.kind.acceptedForm
            )
        default: throw wrong(token, field, scanner)
        }
    }

    /// Reads a list of strings behind its bracket; gives its canonical text.
    private static func list(
        _ field: FieldPlace,
        from scanner: inout JSONScanner
    ) throws(Refusal) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        var count = 0
        while true {
            let token = try scanner.token()
            if case .endArray = token { break }
            guard case .string(let range) = token else {
                throw refusal(found: "\(scanner.describe(token)) in the list", field)
            }
            let text = try scanner.decoded(range)
            if case .choices(let names) = field.kind,
                !names.contains(where: { $0.hasSameBytes(as: text) })
            {
                throw refusal(found: "\"\(text)\" in the list", field)
            }
            count += 1
            if case .choices = field.kind, count > FieldKind.choicesMax {
                throw refusal(found: "a list of more than \(FieldKind.choicesMax)", field)
            }
            if count > 1 { bytes.append(UInt8(ascii: ",")) }
            CanonicalJSON.append(text, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads `{"enc": …}` behind its brace; gives its canonical text.
    private static func sealed(
        _ field: FieldPlace,
        from scanner: inout JSONScanner
    ) throws(Refusal) -> String {
        var sealed: String?
        while case .name(let range) = try scanner.token() {
            guard scanner.text(range, equals: "enc") else {
                throw refusal(found: "member \(try scanner.decoded(range))", field)
            }
            guard sealed == nil else {
                throw Refusal(
                    .envelope,
                    field: "data.\(field.name).enc",
                    found: "the member a second time",
                    accepted: "each member once"
                )
            }
            let token = try scanner.token()
            guard case .string(let value) = token else { throw wrong(token, field, scanner) }
            let text = try scanner.decoded(value)
            guard Base64URL.isValid(text) else { throw wrong(token, field, scanner) }
            sealed = text
        }
        guard let sealed else { throw refusal(found: "an object without enc", field) }
        return "{\"enc\":\"\(sealed)\"}"
    }
}

extension FieldTable {
    /// The value of a text that a field holds; `nil` if it does not obey the field's kind.
    func value(
        of bytes: Span<UInt8>,
        at text: DraftText,
        as field: Field
    ) -> PackedValue? {
        switch field.form {
        case .date:
            BusinessDate(parsing: bytes).map { .integer(Int64($0.daysSince1970)) }
        case .month:
            BusinessMonth(parsing: bytes).map { .integer(Int64($0.monthsSince1970)) }
        case .choice: choice(bytes, of: field).map { .integer($0) }
        // Twelve digits fit an integer, so that reading them checks them.
        case .region:
            bytes.count == 12 && DecimalDigits.read(bytes, from: 0, count: 12) != nil
                ? text.value : nil
        case .identifier: (1...64).contains(bytes.count) ? text.value : nil
        case .string: bytes.count <= field.limit ? text.value : nil
        case .digest: SHA256Digest.isHex(bytes) ? text.value : nil
        case .bytes: Base64.isCanonical(bytes, decodedMax: field.limit) ? text.value : nil
        case .integer, .boolean, .choices, .strings, .object, .sealed: nil
        }
    }
}

/// A free object holds what an event may hold anywhere: exact integers, and no `null`.
private enum FreeObject {
    /// Throws at the first number or null that an event may not hold.
    static func check(_ value: JSONValue, field: String) throws(Refusal) {
        switch value {
        case .string, .boolean: break
        case .null:
            throw Refusal(
                .schema,
                field: field,
                found: "null",
                accepted: "a value; what is absent is left out"
            )
        case .integer(let number):
            guard number.magnitude > UInt64(CanonicalJSON.integerLimit) else { break }
            throw outOfRange(String(number), field)
        case .number(let spelling): throw outOfRange(spelling, field)
        case .array(let elements):
            for element in elements { try check(element, field: field) }
        case .object(let members):
            for member in members { try check(member.value, field: "\(field).\(member.name)") }
        }
    }

    private static func outOfRange(_ found: String, _ field: String) -> Refusal {
        Refusal(
            .integerOutOfRange,
            field: field,
            found: found,
            accepted: "a whole number within ±(2^53 − 1), or a decimal as a string"
        )
    }
}

/// RFC 4648 base64url without padding.
enum Base64URL {
    /// Whether the text is a base64url string of at least one byte, with no bits left over.
    static func isValid(_ text: String) -> Bool {
        var last: UInt8 = 0
        for byte in text.utf8 {
            guard let value = value(of: byte) else { return false }
            last = value
        }
        switch text.utf8.count % 4 {
        case 0: return !text.isEmpty
        case 2: return last & 15 == 0
        case 3: return last & 3 == 0
        default: return false
        }
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
