import Testing

@testable import EventModel

@Suite("Schema registry")
struct SchemaRegistryTests {
    @Test("Types are sorted and the engine's own are always among them")
    func types() {
        let own = [
            "event.voided", "ledger.signingKeyChanged", "ledger.witnessAccepted", "subject.erased",
        ]
        #expect(SchemaRegistry([]).types == own)
        #expect(Fixture.registry.types == own + ["test.everythingHappened", "test.scanned"])
        #expect(Fixture.registry.all.map(\.version) == [1, 1, 1, 1, 1, 1, 2])
    }

    @Test("The newest version answers unless one is named")
    func versions() {
        #expect(Fixture.registry.schema(type: "test.scanned") === Fixture.scannedTwo)
        #expect(Fixture.registry.schema(type: "test.scanned", version: 1) === Fixture.scanned)
        #expect(Fixture.registry.schema(type: "test.scanned", version: 3) == nil)
        #expect(Fixture.registry.schema(type: "test.unknown") == nil)
    }

    @Test("The same type and version in two forms is a programming error")
    func contradiction() async {
        await #expect(processExitsWith: .failure) {
            let other = EventSchema(
                "test.scanned",
                chinese: "",
                summary: "",
                source: "",
                fields: []
            )
            _ = SchemaRegistry([Fixture.scanned, other])
        }
    }
}
