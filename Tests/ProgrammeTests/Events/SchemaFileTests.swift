import EventModel
import Foundation
import Programme
import Testing

/// The files under `Schemas/events` are what the definitions say.
///
/// `CAIRN_RECORD=1` writes them anew.
@Suite("Schema files")
struct SchemaFileTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Schemas/events")
    private static let isRecording =
        ProcessInfo.processInfo.environment["CAIRN_RECORD"] == "1"

    /// Every type of the programme in the order of the documentation, the engine's own last.
    private static let schemas = programmeSchemas + ledgerSchemas

    @Test("Every type and version has its file, byte for byte as defined", arguments: schemas)
    func file(schema: EventSchema) throws {
        let url = Self.folder.appending(path: SchemaPage.fileName(of: schema))
        let defined = schema.jsonSchema()
        if Self.isRecording {
            try FileManager.default.createDirectory(
                at: Self.folder,
                withIntermediateDirectories: true
            )
            try Data(defined).write(to: url)
        }
        let written = try [UInt8](Data(contentsOf: url))
        #expect(
            written == defined,
            "\(schema.urn) drifted from \(url.lastPathComponent): run with CAIRN_RECORD=1 and look at the diff"
        )
    }

    @Test("There is no file of a type that does not exist")
    func noOrphan() throws {
        let expected = Set(Self.schemas.map(SchemaPage.fileName))
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".json") }
        #expect(Set(found).subtracting(expected).sorted() == [])
        #expect(expected.count == programmeRegistry.all.count)
    }

    @Test("The documentation page is what the definitions say")
    func page() throws {
        let url = Self.folder.appending(path: "README.md")
        let defined = SchemaPage.markdown(of: Self.schemas)
        if Self.isRecording { try Data(defined.utf8).write(to: url) }
        let written = try String(contentsOf: url, encoding: .utf8)
        #expect(written == defined, "README.md drifted: run with CAIRN_RECORD=1")
    }

    @Test("Every file reads back to the definition it came from", arguments: schemas)
    func readsBack(schema: EventSchema) throws {
        let url = Self.folder.appending(path: SchemaPage.fileName(of: schema))
        let copy = try SchemaRegistry.schema(fromJSONSchema: [UInt8](Data(contentsOf: url)))
        #expect(copy.canonicalDefinition == schema.canonicalDefinition)
    }
}
