import EventModel

/// Source and id as bytes: two spellings of one character are two names.
struct ModelReference: Hashable {
    let source: [UInt8]
    let id: [UInt8]

    init(_ source: String, _ id: String) {
        self.source = Array(source.utf8)
        self.id = Array(id.utf8)
    }

    var text: String {
        String(decoding: source, as: UTF8.self) + "#" + String(decoding: id, as: UTF8.self)
    }
}

/// An event as its producer writes it down: JSON texts, nothing of the log's own types.
struct ModelEvent {
    var source: String
    var id: String
    var type: String
    var subject: String
    var timeText: String
    /// The instant that ``timeText`` names, in milliseconds since 1970.
    var occurredAt: Int64
    /// Further attributes by name, as JSON texts.
    var attributes: [String: String] = [:]
    /// Fields of `data` by name, as JSON texts.
    var data: [String: String] = [:]
    var corrects: ModelReference?
    var voids: ModelReference?
    /// Division codes in it.
    var regions: [String] = []
    /// What a restoring import carries.
    var recordedAt: Int64?
    var sequence: UInt64?

    var reference: ModelReference { ModelReference(source, id) }

    /// The business date (UTC+8) in days since 1970.
    var businessDay: Int64 { Self.day(of: occurredAt + 8 * 3_600_000) }

    /// The bytes that the digest covers, by RFC 8785: sorted names, no spaces.
    var canonicalText: String { text(with: [:]) }

    /// The line that a producer sends.
    var line: String {
        var carried: [String: String] = [:]
        if let recordedAt { carried["recordedtime"] = Self.quoted(Self.utc(recordedAt)) }
        if let sequence { carried["sequence"] = Self.quoted(String(sequence)) }
        return text(with: carried)
    }

    /// The line that the ledger gives back.
    func line(position: UInt64, recordedAt: Int64) -> String {
        let digits = String(position)
        let sequence = String(repeating: "0", count: 12 - digits.count) + digits
        return text(with: [
            "sequence": Self.quoted(sequence), "recordedtime": Self.quoted(Self.utc(recordedAt)),
        ])
    }

    private func text(with carried: [String: String]) -> String {
        var members = attributes.merging(carried) { $1 }
        members["specversion"] = Self.quoted("1.0")
        members["source"] = Self.quoted(source)
        members["id"] = Self.quoted(id)
        members["type"] = Self.quoted(type)
        members["subject"] = Self.quoted(subject)
        members["time"] = Self.quoted(timeText)
        members["data"] = Self.object(data)
        if let corrects { members["corrects"] = Self.quoted(corrects.text) }
        return Self.object(members)
    }

    private static func object(_ members: [String: String]) -> String {
        let sorted = members.sorted { $0.key < $1.key }
        return "{" + sorted.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    /// A JSON string with only the escapes that RFC 8785 demands.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// An instant as UTC with three fraction digits.
    static func utc(_ millis: Int64) -> String {
        let day = day(of: millis)
        let rest = millis - day * 86_400_000
        return date(day) + "T" + clock(rest / 1_000) + "." + padded(rest % 1_000, 3) + "Z"
    }

    /// `HH:MM:SS`.
    static func clock(_ seconds: Int64) -> String {
        [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
            .joined(separator: ":")
    }

    /// `YYYY-MM-DD` of days since 1970, counted year by year and month by month.
    static func date(_ days: Int64) -> String {
        var rest = days
        var year: Int64 = 1970
        func isLeap() -> Bool { year % 4 == 0 && year % 100 != 0 || year % 400 == 0 }
        while rest >= (isLeap() ? 366 : 365) {
            rest -= isLeap() ? 366 : 365
            year += 1
        }
        let lengths: [Int64] = [31, isLeap() ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var month: Int64 = 1
        for length in lengths {
            guard rest >= length else { break }
            rest -= length
            month += 1
        }
        return [padded(year, 4), padded(month, 2), padded(rest + 1, 2)].joined(separator: "-")
    }

    private static func day(of millis: Int64) -> Int64 {
        millis >= 0 ? millis / 86_400_000 : (millis - 86_399_999) / 86_400_000
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
