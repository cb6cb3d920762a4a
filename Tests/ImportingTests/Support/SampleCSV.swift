import EventModel
import Importing
import Programme

/// CSV files of invented stations and sales, and the maps for them.
enum SampleCSV {
    /// Columns `no` and `why`.
    static let stationMap = """
        {"type": "station.suspended", "source": "/synthetic", "id": "{no}",
         "subject": "station/synthetic-1", "time": {"constant": "2019-07-01T10:00:00+08:00"},
         "constants": {"station": "synthetic-1"}, "columns": {"why": "reason"}}
        """

    /// Columns `date`, `order`, `line`, `product`, `amount`, `way` and `clerk`.
    static let tradeMap = """
        {"type": "trade.recorded", "source": "/synthetic", "id": "{order}-{line}",
         "subject": "order/{order}",
         "time": {"column": "date", "format": "yyyy-MM-dd HH:mm", "offset": "+08:00"},
         "constants": {"county": "540222000000", "channel": "shop", "agricultural": false,
                       "demonstrationProduct": false, "online": true, "onlineRetail": false},
         "columns": {"order": "order", "line": "line", "product": "product",
                     "amount": {"field": "amountFen", "decimals": 2, "grouping": ","},
                     "way": {"field": "direction", "values": {"上行": "upstream"}},
                     "clerk": {"attribute": "actor", "values": {"甲": "synthetic-7"}}}}
        """
    /// Columns `no`, `price` and `count`.
    static let refundMap = """
        {"type": "trade.refunded", "source": "/synthetic", "id": "{no}", "subject": "order/1",
         "time": {"constant": "2019-07-01T10:00:00+08:00"}, "constants": {"order": "1", "line": "1"},
         "columns": {"price": {"field": "amountFen", "decimals": 2, "grouping": ",",
                               "times": "count", "negate": true}}}
        """
    static let tradeHead = "date,order,line,product,amount,way,clerk\n"

    static func map(_ text: String) throws -> ColumnMap {
        try ColumnMap(try JSONValue(parsing: text), registry: programmeRegistry)
    }

    static func rows(
        _ bytes: [UInt8],
        map: String = stationMap,
        keepsText: Bool = false
    ) throws -> CSVRows {
        try CSVRows(
            BytesInMemory(bytes, name: "synthetic.csv"),
            map: try Self.map(map),
            reader: ImportPlace.reader,
            keepsText: keepsText
        )
    }

    static func rows(
        _ text: String,
        map: String = stationMap,
        keepsText: Bool = false
    ) throws -> CSVRows {
        try rows(Array(text.utf8), map: map, keepsText: keepsText)
    }

    /// What each row of a file of sales gives.
    static func trades(_ rows: String...) throws -> [Result<IncomingEvent, Refusal>] {
        let source = try Self.rows(tradeHead + rows.map { $0 + "\n" }.joined(), map: tradeMap)
        var found: [Result<IncomingEvent, Refusal>] = []
        while let row = try source.next() { found.append(row.outcome) }
        return found
    }
}

/// A row with the event that it gave, or its refusal.
struct ReadRow {
    let line: Int
    let outcome: Result<IncomingEvent, Refusal>
    let text: [UInt8]
}

extension EventRows {
    /// The next row on its own.
    func next() throws -> ReadRow? {
        guard let unread = try take(rowCount: 1, byteCount: .max) else { return nil }
        var batch = ImportBatch()
        unread.read(into: &batch)
        batch.finish()
        guard let refused = batch.refused.first else {
            return ReadRow(
                line: batch.lines[0],
                outcome: .success(batch.events.incomingEvent(at: 0)),
                text: batch.texts[0]
            )
        }
        return ReadRow(
            line: refused.line,
            outcome: .failure(refused.refusal),
            text: refused.text
        )
    }
}

extension Result where Success == IncomingEvent, Failure == Refusal {
    var refusal: Refusal? { if case .failure(let refusal) = self { refusal } else { nil } }
    var event: Event? { if case .success(let incoming) = self { incoming.event } else { nil } }

    /// The integer of a data field.
    func integer(_ field: String) -> Int64? {
        guard let event, let index = event.schema.index(of: field),
            case .integer(let value) = event.data[index]
        else { return nil }
        return value
    }
}
