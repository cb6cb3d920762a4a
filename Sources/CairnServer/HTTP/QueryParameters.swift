import Answers
import EventLog
import EventModel
import Messages
internal import HTTPTypes

/// The parameters of a request's address, read strictly: each once, none unknown, percent-encoded UTF-8.
///
/// A `+` stands for itself, as in an instant's offset.
struct QueryParameters: Sendable {
    private var values: [String: String]

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - query: What stands behind `?`; `nil` if nothing does.
    ///   - known: The names that the resource takes.
    /// - Throws: ``Problem``
    init(_ query: Substring?, known: [String]) throws(Problem) {
        values = [:]
        guard let query, !query.isEmpty else { return }
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let sign = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = try Self.decoded(pair[..<sign], field: nil)
            guard known.contains(where: { $0.hasSameBytes(as: name) }) else {
                throw .unknownParameter(name, known: known)
            }
            guard values[name] == nil else { throw .repeatedParameter(name) }
            values[name] = try Self.decoded(pair[sign...].dropFirst(), field: name)
        }
    }

    /// Decodes a percent-encoded text.
    static func decoded(
        _ text: some Sequence<UInt8>,
        field: String?
    ) throws(Problem) -> String {
        var bytes: [UInt8] = []
        var digits: [UInt8] = []
        var isEscape = false
        for byte in text {
            guard isEscape else {
                if byte == UInt8(ascii: "%") { isEscape = true } else { bytes.append(byte) }
                continue
            }
            digits.append(byte)
            guard digits.count == 2 else { continue }
            guard let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
                digits[0] != UInt8(ascii: "+"), digits[0] != UInt8(ascii: "-")
            else {
                throw .badEncoding(String(decoding: text.map { $0 }, as: UTF8.self), field: field)
            }
            bytes.append(value)
            digits = []
            isEscape = false
        }
        guard !isEscape, let decoded = String(validating: bytes, as: UTF8.self) else {
            throw .badEncoding(String(decoding: text.map { $0 }, as: UTF8.self), field: field)
        }
        return decoded
    }

    /// A parameter as it was given; `nil` if it was not.
    subscript(name: String) -> String? { values[name] }

    /// Names and values in the order of the names, for what must stay the same from one page to the next.
    func canonical(without ignored: Set<String>) -> String {
        values.filter { !ignored.contains($0.key) }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }

    /// A parameter that must be there.
    func required(_ name: String) throws(Problem) -> String {
        guard let value = values[name], !value.isEmpty else { throw .missingParameter(name) }
        return value
    }

    /// A business date.
    func day(_ name: String) throws(Problem) -> BusinessDate? {
        guard let text = values[name] else { return nil }
        guard let day = Question.day(text) else {
            throw .badDay(text, field: name)
        }
        return day
    }

    /// An instant, or a date for its end.
    func instant(_ name: String) throws(Problem) -> Instant? {
        guard let text = values[name] else { return nil }
        guard let instant = Question.instant(text) else {
            throw .badInstant(text, field: name)
        }
        return instant
    }

    /// A whole number within bounds.
    func number(_ name: String, in range: ClosedRange<UInt64>) throws(Problem) -> UInt64? {
        guard let text = values[name] else { return nil }
        // Digits alone: no sign, no other script.
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = UInt64(text), range.contains(number)
        else {
            let last = range.upperBound == .max ? "2^64 − 1" : String(range.upperBound)
            throw .badNumber(text, field: name, accepted: "\(range.lowerBound)–\(last)")
        }
        return number
    }

    /// A truth value: `true` or `false`.
    func flag(_ name: String) throws(Problem) -> Bool {
        guard let text = values[name] else { return false }
        guard ["true", "false"].contains(text) else {
            throw .badValue(text, field: name, accepted: ["true", "false"])
        }
        return text == "true"
    }

    /// One of some words.
    func word(_ name: String, of accepted: [String]) throws(Problem) -> String? {
        guard let text = values[name] else { return nil }
        guard accepted.contains(text) else {
            throw .badValue(text, field: name, accepted: accepted)
        }
        return text
    }

    /// A list of words, separated by commas.
    func words(_ name: String) -> [String] {
        (values[name] ?? "").utf8.split(separator: UInt8(ascii: ",")).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// A division by its code, or the first digits of it.
    func region(_ name: String) throws(Problem) -> RegionScope? {
        guard let text = values[name] else { return nil }
        guard let scope = RegionScope(code: text) else {
            throw Problem(
                .badRequest,
                QuestionMessages.badRegion(text.visible),
                field: name
            )
        }
        return scope
    }
}
