import EventModel
import Programme
import Testing

@Suite("Programme schemas")
struct ProgrammeSchemasTests {
    @Test("Every type is defined once, with the engine's own among the registry")
    func types() {
        let types = programmeSchemas.map(\.type)
        #expect(types.count == 39)
        #expect(Set(types).count == types.count)
        #expect(Set(programmeRegistry.types) == Set(types + ledgerSchemas.map(\.type)))
    }

    @Test("Fields are spelled as in the wire form, in order, optional ones marked")
    func fields() throws {
        let expected = [
            "station.opened":
                "station level region operator host? built funding mofcomCode?",
            "fund.disbursed":
                "payment line source payee county? amountFen purpose classes voucher milestone?",
            "trade.recorded":
                "order line station? county direction channel originVillage? product agricultural "
                + "demonstrationProduct online onlineRetail amountFen quantity?",
            "region.declared": "code name level parent? kind validFrom",
            "complaint.filed": "complaint station person? channel category",
            "rule.adopted": "rule version parameters validFrom authority",
            "training.sessionHeld":
                "session county audience mode hours topic fundSource?",
        ]
        for (type, spelling) in expected {
            let schema = try #require(programmeRegistry.schema(type: type))
            let fields = schema.fields.map { $0.isRequired ? $0.name : $0.name + "?" }
            #expect(fields.joined(separator: " ") == spelling)
        }
    }

    @Test("Every type and field has a Chinese title and a summary")
    func titles() {
        for schema in programmeSchemas {
            #expect(!schema.titleChinese.isEmpty && !schema.summary.isEmpty)
            for field in schema.fields {
                #expect(!field.titleChinese.isEmpty && !field.summary.isEmpty)
            }
        }
    }

    @Test("What coverage and exits group by is a name, what is counted by the million is a key")
    func storage() throws {
        func storage(_ type: String, _ field: String) throws -> FieldStorage {
            let schema = try #require(programmeRegistry.schema(type: type))
            let index = try #require(schema.index(of: field))
            return schema.fields[index].storage
        }
        #expect(try storage("parcel.scanned", "node") == .name)
        #expect(try storage("parcel.scanned", "parcel") == .key)
        #expect(try storage("trade.recorded", "order") == .key)
        #expect(try storage("complaint.filed", "person") == .name)
        #expect(try storage("rule.adopted", "parameters") == .name)
        #expect(try storage("fund.disbursed", "classes") == .name)
        #expect(try storage("fund.disbursed", "purpose") == .text)
    }

    @Test("Online retail implies online")
    func implication() {
        #expect(
            TradeEvents.recorded.implications == [
                .init(ifTrue: "onlineRetail", thenTrue: "online")
            ]
        )
    }
}
