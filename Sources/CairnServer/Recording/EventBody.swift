internal import Answers
internal import EventLog
internal import EventModel
internal import Importing

/// The events of a request's body, each as JSON, and what must hold for them.
struct EventBody: Sendable {
    /// The body.
    let bytes: [UInt8]
    /// Where each event stands in it.
    private(set) var ranges: [Range<Int>] = []
    /// Where the events' own streams must stand.
    private(set) var expectations: [StreamExpectation] = []
    /// Where other streams must stand.
    private(set) var conditions: [StreamExpectation] = []
    /// Whether the body was one event and not a list.
    private(set) var isSingle = false

    /// Streams that may be named in conditions: each is looked up by the one writer.
    private static let expectationsMax = 1_000

    /// Media types that are taken.
    static let types = [MediaType.event, MediaType.batch, MediaType.lines, MediaType.json]

    /// Splits a body by its type.
    ///
    /// - Throws: ``Problem``
    init(_ bytes: [UInt8], type: String, eventsMax: Int) throws(Problem) {
        switch type {
        case MediaType.event:
            self.bytes = bytes
            ranges = [bytes.indices]
            isSingle = true
        case MediaType.lines:
            self.bytes = bytes
            ranges = Self.lines(bytes)
        case MediaType.batch:
            self.bytes = bytes
            ranges = try Self.elements(bytes)
        default:
            switch bytes.first(where: { $0 > 0x20 }) {
            case UInt8(ascii: "["):
                self.bytes = bytes
                ranges = try Self.elements(bytes)
            default: self = try EventBody(object: bytes)
            }
        }
        guard ranges.count <= eventsMax else {
            throw .tooManyEvents(ranges.count, limit: eventsMax)
        }
        guard !ranges.isEmpty else { throw .noEvents }
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads a JSON object: an event, or events with what must hold for them.
    private init(object bytes: [UInt8]) throws(Problem) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .notJSON(error)
        }
        guard let members = value.objectValue, value["events"] != nil else {
            self.init(bytes)
            ranges = [bytes.indices]
            isSingle = true
            return
        }
        let known = ["events", "expectedRevisions", "conditions"]
        if let other = members.first(where: { !known.contains($0.name) }) {
            throw .badBody(
                Phrase(
                    zh: "没有成员“\(other.name.visible)”",
                    en: "there is no member \"\(other.name.visible)\""
                ),
                accepted: Phrase(
                    zh: "可用:" + known.joined(separator: "、"),
                    en: "use " + known.joined(separator: ", ")
                ),
                field: other.name.visible
            )
        }
        guard let events = value["events"]?.arrayValue else {
            throw .badBody(
                Phrase(zh: "events 不是列表", en: "events is no list"),
                accepted: Phrase(zh: "请给事件的列表", en: "give a list of events"),
                field: "events"
            )
        }
        var joined: [UInt8] = []
        var ranges: [Range<Int>] = []
        for event in events {
            let start = joined.count
            joined += event.compactText
            ranges.append(start..<joined.count)
        }
        self.init(joined)
        self.ranges = ranges
        expectations = try Self.expectations(value["expectedRevisions"], "expectedRevisions")
        conditions = try Self.expectations(value["conditions"], "conditions")
    }

    /// Reads `{"station/A": "noStream", "station/B": 3}`.
    private static func expectations(
        _ value: JSONValue?,
        _ field: String
    ) throws(Problem) -> [StreamExpectation] {
        guard let value else { return [] }
        guard let members = value.objectValue else { throw .badExpectation(field, found: "") }
        guard members.count <= expectationsMax else {
            throw .badBody(
                Phrase(
                    zh: "\(field) 有 \(members.count) 项",
                    en: "\(field) has \(members.count) members"
                ),
                accepted: Phrase(
                    zh: "最多 \(expectationsMax) 项",
                    en: "at most \(expectationsMax)"
                ),
                field: field
            )
        }
        var expectations: [StreamExpectation] = []
        for (stream, revision) in members {
            let expected: ExpectedRevision
            switch (revision.stringValue, revision.integerValue) {
            case ("any", _): expected = .any
            case ("noStream", _): expected = .noStream
            case ("exists", _): expected = .exists
            case (nil, let number?) where number >= 0: expected = .exactly(UInt64(number))
            default:
                throw .badExpectation(
                    "\(field).\(stream.visible)",
                    found: String(decoding: revision.compactText, as: UTF8.self)
                )
            }
            expectations.append(StreamExpectation(stream: stream, expected: expected))
        }
        return expectations
    }

    /// Where the lines of NDJSON stand; empty ones are passed over.
    private static func lines(_ bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        let span = bytes.span
        var start = 0
        while start < span.count {
            let end = span.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? span.count
            var first = start
            while first < end, span[first] <= 0x20 { first += 1 }
            if first < end { ranges.append(start..<end) }
            start = end + 1
        }
        return ranges
    }

    /// Where the elements of a JSON list of objects stand.
    ///
    /// Only strings, braces and brackets are looked at: each element is read by the door afterwards, which refuses
    /// whatever is no event.
    private static func elements(_ bytes: [UInt8]) throws(Problem) -> [Range<Int>] {
        var cursor = ListCursor(bytes)
        return try cursor.elements()
    }
}

/// Walks over a JSON list without reading its elements.
private struct ListCursor {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func elements() throws(Problem) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        skipBlanks()
        guard take(UInt8(ascii: "[")) else { throw fault("a list of events") }
        skipBlanks()
        if take(UInt8(ascii: "]")) { return try end(ranges) }
        while true {
            skipBlanks()
            ranges.append(try element())
            skipBlanks()
            if take(UInt8(ascii: "]")) { return try end(ranges) }
            guard take(UInt8(ascii: ",")) else { throw fault("a comma or ]") }
        }
    }

    private mutating func end(_ ranges: [Range<Int>]) throws(Problem) -> [Range<Int>] {
        skipBlanks()
        guard place == bytes.count else { throw fault("nothing behind the JSON value") }
        return ranges
    }

    private mutating func element() throws(Problem) -> Range<Int> {
        let start = place
        guard place < bytes.count, bytes[place] == UInt8(ascii: "{") else {
            throw fault("an object")
        }
        var depth = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return start..<place }
            case UInt8(ascii: "\""): try skipString()
            default: break
            }
        }
        throw fault("a closing brace")
    }

    private mutating func skipString() throws(Problem) {
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { place += 1 }
        }
        throw fault("the string's closing quote")
    }

    private mutating func skipBlanks() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private func fault(_ expected: String) -> Problem {
        .notJSON(JSONError(offset: min(place, bytes.count), expected: expected))
    }
}
