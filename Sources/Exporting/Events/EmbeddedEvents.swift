import EventLog
import EventModel
import SQLiteFile

/// The events that the database and the viewer hold: all of a short history, of a long one those that the tables
/// name.
struct EmbeddedEvents {
    let snapshot: LogSnapshot
    /// Number of events that are known.
    let count: UInt64
    /// Ascending; `nil` for all.
    let positions: [UInt64]?

    /// Whether every event is there.
    var isWhole: Bool { positions == nil }

    private static let table = SQLiteTable(
        name: "events",
        comment: "事件 events: 短历史为全部,长历史为各表提到的事件",
        columns: [
            .init("position", .integer, comment: "账本位置 position from 0"),
            .init("event", .text, comment: "来源#编号 source#id"),
            .init("type", .text, comment: "类型 type"),
            .init("subject", .text, comment: "事物(流) subject"),
            .init("businessDate", .text, comment: "业务日期(北京时间) business date in UTC+8"),
            .init("time", .text, comment: "发生时间 occurred at"),
            .init("recordedAt", .text, comment: "记录时间(UTC) recorded at"),
            .init(
                "voided",
                .integer,
                comment: "1 为已作废或被更正 voided or corrected as known at the cut"
            ),
            .init("json", .text, comment: "事件全文(规范 JSON) the whole event as canonical JSON"),
        ],
        indexed: ["position", "event", "type"]
    )

    /// Writes them as the table `events`.
    func write(to database: SQLiteOutput) throws {
        let voided = Set(try snapshot.voidedPositions(upTo: count))
        try database.add(Self.table) { rows in
            try forEachLine { position, line in
                let event = try JSONValue(parsing: line)
                let json = String(decoding: event.compactText, as: UTF8.self)
                let text = { (name: String) in event[name]?.stringValue ?? "" }
                let day = (try? OccurredAt(parsing: text("time")))?.businessDate.description
                try rows.append([
                    .integer(Int64(position)), .text("\(text("source"))#\(text("id"))"),
                    .text(text("type")), .text(text("subject")), .text(day ?? ""),
                    .text(text("time")), .text(text("recordedtime")),
                    .integer(voided.contains(position) ? 1 : 0), .text(json),
                ])
            }
        }
    }

    /// Writes them as lines into the viewer's page.
    func write(to viewer: ViewerOutput) throws {
        try viewer.beginEvents(isWhole: isWhole)
        try forEachLine { _, line in try viewer.addEvent(line) }
        try viewer.endEvents()
    }

    private func forEachLine(_ body: (UInt64, Span<UInt8>) throws -> Void) throws {
        if let positions {
            return try NamedEvents.forEachLine(at: positions, in: snapshot, body)
        }
        var filter = EventFilter()
        filter.positions = 0..<count
        var position: UInt64 = 0
        try snapshot.lines(matching: filter) { line in
            try body(position, line)
            position += 1
            return true
        }
    }
}
