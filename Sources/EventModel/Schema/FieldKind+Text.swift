extension FieldValue {
    /// Takes a text as a value of a kind that travels as a JSON string; `nil` if it does not obey.
    ///
    /// For the door, and for importers whose cells are texts.
    package init?(_ text: String, as kind: FieldKind) {
        switch kind {
        case .date:
            guard let date = BusinessDate(parsing: text) else { return nil }
            self = .integer(Int64(date.daysSince1970))
        case .month:
            guard let month = BusinessMonth(parsing: text) else { return nil }
            self = .integer(Int64(month.monthsSince1970))
        case .choice(let names):
            guard let index = names.firstIndex(where: { $0.hasSameBytes(as: text) }) else {
                return nil
            }
            self = .integer(Int64(index))
        case .region:
            // Twelve digits fit an integer, so that reading them checks them.
            guard text.utf8.count == 12,
                DecimalDigits.read(text.utf8Span.span, from: 0, count: 12) != nil
            else { return nil }
            self = .text(text)
        case .identifier:
            guard (1...64).contains(text.utf8.count) else { return nil }
            self = .text(text)
        case .string(let maximumBytes):
            guard text.utf8.count <= maximumBytes else { return nil }
            self = .text(text)
        case .digest:
            guard SHA256Digest(hex: text) != nil else { return nil }
            self = .text(text)
        case .bytes(let maximumBytes):
            guard Base64.isCanonical(text.utf8Span.span, decodedMax: maximumBytes) else {
                return nil
            }
            self = .text(text)
        case .integer, .boolean, .choices, .strings, .object, .sealed: return nil
        }
    }
}

extension FieldKind {
    /// What is accepted, in words a clerk can act on.
    package var acceptedForm: String {
        switch self {
        case .integer(let minimum):
            minimum <= -CanonicalJSON.integerLimit
                ? "a whole number within ±(2^53 − 1), without fraction or exponent"
                : "a whole number from \(minimum) to 2^53 − 1, without fraction or exponent"
        case .boolean: "true or false"
        case .date: "a date YYYY-MM-DD of years 1970–9999"
        case .month: "a month YYYY-MM of years 1970–9999"
        case .choice(let names): "one of \(names.joined(separator: ", "))"
        case .region: "a 12-digit division code as a string"
        case .identifier: "an id of 1–64 bytes of UTF-8, as a string"
        case .string(let maximumBytes): "a string of at most \(maximumBytes) bytes of UTF-8"
        case .digest: "a SHA-256 in 64 lower-case hex digits"
        case .bytes(let maximumBytes):
            "base64 with padding (RFC 4648) of at most \(maximumBytes) bytes"
        case .choices(let names):
            "a list of at most \(Self.choicesMax) strings out of \(names.joined(separator: ", "))"
        case .strings: "a list of strings"
        case .object: "an object"
        case .sealed: "a sealed value {\"enc\": \"<base64url without padding>\"}"
        }
    }
}
