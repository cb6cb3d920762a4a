import EventLog
import EventModel

extension FigureID {
    /// What every name begins with.
    package static let scheme = "fig:"

    /// Reads a name.
    ///
    /// - Throws: ``FigureSpellingError`` that names the part at fault; for another spelling of a name the one
    ///   that is accepted.
    package init(parsing text: String) throws(FigureSpellingError) {
        var scanner = Scanner(rest: Array(text.utf8)[...])
        guard scanner.take(Self.scheme) else { throw .noFigure(found: text) }
        let path = try Self.path(scanner.text(before: ["@", "?", "#"]))
        guard scanner.take("@") else { throw .missing(part: "@definition") }
        let definition = scanner.text(before: ["?", "#"])
        guard Self.isDefinition(definition) else { throw .badPart("definition", found: definition) }
        guard scanner.take("?") else { throw .missing(part: "?asOf") }
        let query = try Query(scanner.text(before: ["#"]))
        var member: String?
        if scanner.take("#") {
            member = PercentEncoding.decode(scanner.text(before: []))
            guard let member, !member.isEmpty else { throw .badPart("#", found: text) }
        }
        if path.row.isEmpty, member != nil { throw .misplaced("#") }
        if !path.row.isEmpty, query.reading != nil { throw .misplaced("reading") }
        if query.region != nil, !path.row.isEmpty || !path.indicator.hasRegions {
            throw .misplaced("region")
        }
        if !path.indicator.hasHiddenRows, query.rows != RowChoice() { throw .misplaced("include") }
        self.init(
            indicator: path.indicator,
            row: path.row,
            definition: definition,
            asOf: query.asOf,
            knownAt: query.knownAt,
            position: query.position,
            root: query.root,
            reading: query.reading,
            region: query.region,
            rows: query.rows,
            member: member
        )
        guard description.hasSameBytes(as: text) else {
            throw .otherSpelling(found: text, accepted: description)
        }
    }

    /// Whether a text is 8 to 64 lower-case hex digits.
    private static func isDefinition(_ text: String) -> Bool {
        isHex(text, digits: definitionDigitsMin...2 * SHA256Digest.byteCount)
    }

    /// Whether a text is so many lower-case hex digits.
    private static func isHex(_ text: String, digits: ClosedRange<Int>) -> Bool {
        digits.contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }

    /// Reads `funds/CAP-b/paid`: the indicator and the keys of a row.
    ///
    /// - Throws: ``FigureSpellingError``
    package static func path(
        _ text: String
    ) throws(FigureSpellingError) -> (indicator: Indicator, row: [String]) {
        let bytes = Array(text.utf8)
        var segments: [String] = []
        for segment in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let encoded = String(decoding: segment, as: UTF8.self)
            // A payee or person may be nameless; indicator and first key never are.
            guard let decoded = PercentEncoding.decode(encoded),
                !decoded.isEmpty || segments.count > 2
            else { throw .badPart("path", found: text) }
            segments.append(decoded)
        }
        guard let first = segments.first, let indicator = Indicator(rawValue: first) else {
            throw .unknownIndicator(found: segments.first ?? "")
        }
        return (indicator, Array(segments.dropFirst()))
    }

    /// The bytes of a name that are not read yet.
    private struct Scanner {
        var rest: ArraySlice<UInt8>

        mutating func take(_ prefix: String) -> Bool {
            guard rest.starts(with: prefix.utf8) else { return false }
            rest = rest.dropFirst(prefix.utf8.count)
            return true
        }

        /// What stands before the first of some characters, or the rest.
        mutating func text(before ends: [Unicode.Scalar]) -> String {
            let end = rest.firstIndex { byte in ends.contains { UInt8(ascii: $0) == byte } }
            let text = rest[..<(end ?? rest.endIndex)]
            rest = rest[text.endIndex...]
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// What stands between `?` and `#`.
    private struct Query {
        var asOf = BusinessDate(daysSince1970: 0)
        var knownAt: Instant?
        var position: UInt64 = 0
        var root: String?
        var reading: String?
        var region: RegionScope?
        var rows = RowChoice()

        init(_ text: String) throws(FigureSpellingError) {
            var found: [String: String] = [:]
            for pair in text.utf8.split(
                separator: UInt8(ascii: "&"),
                omittingEmptySubsequences: false
            ) {
                let sign = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
                let name = String(decoding: pair[..<sign], as: UTF8.self)
                let value = String(decoding: pair[sign...].dropFirst(), as: UTF8.self)
                guard found[name] == nil else { throw .badPart(name, found: text) }
                found[name] = value
            }
            func value<Value>(
                _ name: String,
                _ read: (String) -> Value?
            ) throws(FigureSpellingError) -> Value? {
                guard let text = found.removeValue(forKey: name) else { return nil }
                guard let value = read(text) else { throw .badPart(name, found: text) }
                return value
            }
            guard let day = try value("asOf", { BusinessDate(parsing: $0) }) else {
                throw .missing(part: "asOf")
            }
            guard day <= Question.lastDay else {
                throw .badPart("asOf", found: day.description)
            }
            asOf = day
            knownAt = try value("knownAt") { Instant(parsingUTC: $0) }
            guard let count = try value("position", { UInt64($0) }) else {
                throw .missing(part: "position")
            }
            position = count
            root = try value("root") {
                FigureID.isHex($0, digits: rootDigits...rootDigits) ? $0 : nil
            }
            reading = try value("reading") { PercentEncoding.decode($0) }
            region = try value("region", RegionScope.init(code:))
            rows = try value("include", Self.choice) ?? RowChoice()
            if let other = found.keys.min() { throw .badPart(other, found: text) }
            if (knownAt == nil) && position > 0 { throw .missing(part: "knownAt") }
        }

        private static func choice(_ text: String) -> RowChoice? {
            [(true, false), (false, true), (true, true)]
                .map { RowChoice(includesAll: $0.0, includesClosed: $0.1) }
                .first { FigureID.word(for: $0) == text }
        }
    }
}

/// Why a text is not the name of a figure.
package enum FigureSpellingError: Error, Hashable, Sendable {
    /// It does not begin with `fig:`.
    case noFigure(found: String)
    /// No indicator has that name.
    case unknownIndicator(found: String)
    /// A part that every name has is missing.
    case missing(part: String)
    /// A part is not what stands there in a name, stands there twice, or is unknown.
    case badPart(String, found: String)
    /// A part does not go with the others: a member without a row, a reading with one.
    case misplaced(String)
    /// The name is spelled otherwise; the accepted spelling names the same.
    case otherSpelling(found: String, accepted: String)
}
