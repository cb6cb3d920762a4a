package import EventModel

/// A division and everything under it, by its code (GB/T 2260 and the statistical codes built on
/// it).
///
/// Digits 1–2 name the province, 3–4 the prefecture, 5–6 the county, 7–9 the township, 10–12 the
/// village; zeros behind mean the whole of what stands before.
package struct RegionScope: Hashable, Sendable {
    /// The digits that every code in scope begins with: 2, 4, 6, 9 or 12.
    package let prefix: String

    private static let levels = [2, 4, 6, 9, 12]
    /// Fields that hold division codes whatever their kind.
    private static let fieldNames: Set<String> = [
        "county", "region", "village", "origin", "destination",
    ]

    /// Reads a 12-digit code, or the leading 2, 4, 6 or 9 digits of one; `nil` for anything else.
    package init?(code: String) {
        let digits = Array(code.utf8)
        guard Self.levels.contains(digits.count), digits.allSatisfy(Self.isDigit) else {
            return nil
        }
        let significant = Self.levels.first { level in
            level <= digits.count && digits[level...].allSatisfy { $0 == UInt8(ascii: "0") }
        }
        prefix = String(decoding: digits[..<(significant ?? digits.count)], as: UTF8.self)
    }

    /// Whether a text is a 12-digit code at or under this division.
    package func contains(_ code: String) -> Bool {
        code.utf8.count == 12 && code.utf8.starts(with: prefix.utf8)
            && code.utf8.allSatisfy(Self.isDigit)
    }

    /// Whether one of an event's division codes lies at or under this division.
    package func matches(_ event: Event) -> Bool {
        for (field, value) in zip(event.schema.fields, event.data) where Self.holdsRegion(field) {
            if case .text(let code) = value, contains(code) { return true }
        }
        return false
    }

    /// Whether a field's values are looked at: kind `region`, or a name that says so.
    static func holdsRegion(_ field: SchemaField) -> Bool {
        field.kind == .region || fieldNames.contains(field.name)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
