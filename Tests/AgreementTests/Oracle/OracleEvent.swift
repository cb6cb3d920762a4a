import EventModel

/// One event as the oracle reads it: its JSON taken apart, nothing computed but its dates.
struct OracleEvent {
    let position: Int
    let recordedMillis: Int64
    /// Content digest: SHA-256 of the canonical JSON without what the ledger adds.
    let digest: [UInt8]
    let type: String
    /// `source#id`.
    let name: String
    let corrects: String?
    /// Hash of the paper behind the event.
    let evidence: String?
    /// Business instant in milliseconds since 1970.
    let instant: Int64
    /// Business date in days since 1970.
    let day: Int
    private let data: [String: JSONValue]

    /// Takes the event's JSON object and the position that the log gave it.
    init(position: Int, json: JSONValue) {
        self.position = position
        recordedMillis = OracleCalendar.millis(ofTime: json["recordedtime"]?.stringValue ?? "")
        let given = (json.objectValue ?? []).filter {
            $0.name != "recordedtime" && $0.name != "sequence"
        }
        digest = SHA256Digest.hash(canonicalize(.object(given))).bytes
        type = json["type"]?.stringValue ?? ""
        name = (json["source"]?.stringValue ?? "") + "#" + (json["id"]?.stringValue ?? "")
        corrects = json["corrects"]?.stringValue
        evidence = json["evidence"]?.stringValue
        instant = OracleCalendar.millis(ofTime: json["time"]?.stringValue ?? "")
        day = OracleCalendar.day(ofMillis: instant)
        var data: [String: JSONValue] = [:]
        for member in json["data"]?.objectValue ?? [] { data[member.name] = member.value }
        self.data = data
    }

    subscript(field: String) -> String { data[field]?.stringValue ?? "" }

    func optional(_ field: String) -> String? { data[field]?.stringValue }

    func amount(_ field: String) -> Int128 { Int128(data[field]?.integerValue ?? 0) }

    func flag(_ field: String) -> Bool { data[field]?.booleanValue ?? false }

    func texts(_ field: String) -> [String] {
        (data[field]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func object(_ field: String) -> [(name: String, value: JSONValue)] {
        data[field]?.objectValue ?? []
    }

    /// Order inside a question: business instant, then position.
    static func precedes(_ left: OracleEvent, _ right: OracleEvent) -> Bool {
        (left.instant, left.position) < (right.instant, right.position)
    }
}

/// Texts as bytes, as everything in an answer is sorted.
func bytesPrecede(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
}
