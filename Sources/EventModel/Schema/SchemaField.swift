/// One field of an event type's `data`.
package struct SchemaField: Sendable {
    /// Wire name, lowerCamelCase, unit last.
    package let name: String
    /// What values it takes.
    package let kind: FieldKind
    /// Whether the producer must give it.
    package let isRequired: Bool
    /// Which kind of column holds it.
    package let storage: FieldStorage
    /// Chinese name for people and for importers' column maps.
    package let titleChinese: String
    /// Meaning, unit and source, for the documentation page.
    package let summary: String

    /// Defines a field; `storage` defaults to what suits the kind.
    package init(
        _ name: String,
        _ kind: FieldKind,
        required: Bool = true,
        storage: FieldStorage? = nil,
        chinese: String,
        summary: String
    ) {
        self.name = name
        self.kind = kind
        self.isRequired = required
        self.storage = storage ?? kind.defaultStorage
        self.titleChinese = chinese
        self.summary = summary
    }
}

/// The values that a field takes.
package enum FieldKind: Hashable, Sendable {
    /// Whole number from `minimum` to 2^53 − 1.
    case integer(minimum: Int64)
    /// `true` or `false`.
    case boolean
    /// `YYYY-MM-DD`, a valid Gregorian date of years 1970–9999.
    case date
    /// `YYYY-MM` of years 1970–9999.
    case month
    /// One of a fixed list; stored as its index.
    case choice([String])
    /// 12-digit division code.
    case region
    /// Opaque id of 1–64 bytes.
    case identifier
    /// Text of 0–`maximumBytes` bytes of UTF-8.
    case string(maximumBytes: Int)
    /// SHA-256 in 64 lower-case hex digits.
    case digest
    /// Bytes, at most `maximumBytes`, as base64 (RFC 4648, section 4) with padding, in its one spelling.
    case bytes(maximumBytes: Int)
    /// List of at most ``choicesMax`` values out of a fixed list; order and repetition are kept.
    case choices([String])
    /// List of free texts.
    case strings
    /// Free JSON object.
    case object
    /// Personal value sealed with its subject's key: `{"enc": "<base64url>"}`.
    case sealed

    /// Elements of a list of choices; such lists are names of the ledger.
    static let choicesMax = 64
}

/// Where a field's values live in a block (see `Schemas/block-format.md`).
package enum FieldStorage: String, Hashable, Sendable {
    /// Hot integer column.
    case integer
    /// Hot column of ledger-wide name ordinals: few distinct values that projections group by.
    case name
    /// Hot column of strings with a dictionary per block: many distinct values (parcels, orders).
    case key
    /// Cold: decompressed only when the event itself is read.
    case text
}

extension FieldKind {
    /// The storage used unless a field names another.
    package var defaultStorage: FieldStorage {
        switch self {
        case .integer, .boolean, .date, .month, .choice: .integer
        case .region, .identifier, .choices: .name
        case .string, .digest, .bytes, .strings, .object, .sealed: .text
        }
    }
}
