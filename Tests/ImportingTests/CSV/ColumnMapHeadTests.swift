import EventModel
import Importing
import Programme
import Testing

@Suite("CSV files with the fields' names")
struct ColumnMapHeadTests {
    private func rows(_ text: String, type: String) throws -> CSVRows {
        try CSVRows(
            BytesInMemory(Array(text.utf8), name: "synthetic.csv"),
            schema: try #require(programmeRegistry.schema(type: type)),
            eventSource: "/synthetic",
            reader: ImportPlace.reader
        )
    }

    /// Why a head does not fit the type.
    private func fault(_ head: String, type: String) throws -> String {
        let fault = #expect(throws: ImportError.self) { try rows(head + "\n", type: type) }
        guard case .unusable("synthetic.csv", 1, let reason, let accepted) = fault else {
            return "\(String(describing: fault))"
        }
        return "\(reason); \(accepted)"
    }

    @Test("Wire names and Chinese titles in any order become the fields of the type")
    func names() throws {
        let schema = try #require(programmeRegistry.schema(type: "parcel.scanned"))
        let titles = schema.fields.map(\.titleChinese)
        let time = "2019-07-01T10:00:00+08:00"
        let cells = "p1,hub-1,county,540222000000,arrived"
        #expect(schema.fields.map(\.name) == ["parcel", "node", "nodeLevel", "county", "kind"])
        for names in [schema.fields.map(\.name), titles] {
            let head = "time,\(names.joined(separator: ",")),actor,subject,id\n"
            let rows = try rows(head + "\(time),\(cells),,parcel/p1,7\n", type: "parcel.scanned")
            let event = try #require(try rows.next()?.outcome.event)
            #expect(event.id == "7")
            #expect(event.source == "/synthetic")
            #expect(event.subject == "parcel/p1")
            #expect(event.time.description == time)
            #expect(event.actor == nil)
            #expect(event.data.first == .text("p1"))
            #expect(try rows.next() == nil)
        }
    }

    @Test("A field of the name of an attribute is told apart by data. before it")
    func clash() throws {
        let head = "id,subject,time,data.source,data.id,reason,authority\n"
        let row = "1,void/1,2019-07-01T10:00:00+08:00,/s,9,wrong,office\n"
        let event = try #require(
            try rows(head + row, type: "event.voided").next()?.outcome.event
        )
        #expect(event.id == "1")
        let place = try #require(event.schema.index(of: "id"))
        #expect(event.data[place] == .text("9"))
    }

    @Test("A refused cell names its column")
    func badCell() throws {
        let text = "id,subject,time,站点,原因\n1,station/1,2019-07-01,s,x\n"
        let refusal = try #require(
            try rows(text, type: "station.suspended").next()?.outcome.refusal
        )
        #expect(refusal.name == .timeSpelling)
        #expect(refusal.field == "column \"time\" (time)")
        #expect(refusal.found == "2019-07-01")
    }

    @Test("A head that does not fit the type is refused with what would")
    func badHeads() throws {
        let type = "station.suspended"
        let unknown = try fault("id,subject,time,station,resaon", type: type)
        #expect(unknown.contains("column \"resaon\""))
        #expect(unknown.contains("reason (原因)"))
        for name in ["id", "subject", "time"] {
            let names = ["id", "subject", "time", "station"].filter { $0 != name }
            let found = try fault(names.joined(separator: ","), type: type)
            #expect(found.contains("no column \"\(name)\""))
        }
        #expect(try fault("id,subject,time,reason", type: type).contains("required station"))
        #expect(try fault("id,subject,time,station,站点", type: type).contains("站点"))
        #expect(try fault("id,id,subject,time,station", type: type).contains("several columns"))
    }
}
