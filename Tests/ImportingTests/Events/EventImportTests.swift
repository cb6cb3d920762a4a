import EventLog
import EventModel
import Gzip
import Importing
import Testing
import Zstd

@Suite("Event import")
struct EventImportTests {
    private static let lines = (1...30).map { SampleLines.suspended($0) }

    /// Two batches of ten are asked for where it matters that something could be written early.
    private static let smallBatches = {
        var options = ImportOptions()
        options.batchRowCount = 10
        return options
    }()

    @Test("Nothing of a damaged or cut file is recorded", arguments: CompressedForm.allCases)
    func damagedFile(form: CompressedForm) async throws {
        try await withImportPlace { place in
            let content = SampleLines.file(Self.lines)
            var bytes =
                switch form {
                case .zstd: try ZstdFrame.compress(content, checksum: true)
                case .gzip: try GzipMember.compress(content)
                }
            // The last bytes hold the checksum, which stands behind all of the content.
            bytes[bytes.count - 1] ^= 1
            for bytes in [bytes, bytes.dropLast()] {
                let file = try place.write(bytes, to: "events")
                let rows = NDJSONRows(try FileSource(path: file), reader: ImportPlace.reader)
                await #expect(throws: ImportError.self) {
                    try await place.run(rows, options: Self.smallBatches)
                }
                #expect(try place.recordedIDs().isEmpty)
            }
        }
    }

    @Test("A batch ends early when its rows have enough bytes")
    func batchBytes() async throws {
        try await withImportPlace { place in
            var options = ImportOptions()
            // Two rows and a bit.
            options.batchByteCount = Self.lines[0].utf8.count * 5 / 2
            let report = try await place.run(SampleLines.rows(Self.lines), options: options)
            #expect(report.writtenCount == 30)
            #expect(report.batchCount == 10)
        }
    }

    @Test("The rows of a CSV file count towards the bytes of a batch")
    func batchBytesOfCSV() async throws {
        try await withImportPlace { place in
            var options = ImportOptions()
            options.batchByteCount = 100
            let reason = String(repeating: "x", count: 60)
            let text = "no,why\n" + (1...6).map { "\($0),\(reason)\n" }.joined()
            let report = try await place.run(try SampleCSV.rows(text), options: options)
            #expect(report.writtenCount == 6)
            #expect(report.batchCount == 3)
        }
    }

    @Test("Rows that the ledger refuses are passed over one by one, in their order")
    func conflicts() async throws {
        try await withImportPlace { place in
            _ = try await place.run(
                SampleLines.rows([1, 4, 5, 9].map { SampleLines.suspended($0) })
            )
            let lines = (1...10).map { SampleLines.suspended($0, reason: "other") }
            let refused = try RefusedRowsFile(path: place.path(of: "bad.ndjson"))
            let report = try await place.run(
                SampleLines.rows(lines, keepsText: true),
                refusedRows: refused
            )
            #expect(report.problems.map(\.line) == [1, 4, 5, 9])
            #expect(report.writtenCount == 6)
            #expect(report.problems.allSatisfy { $0.refusal.name == .idConflict })
            let kept = [1, 4, 5, 9].map { lines[$0 - 1] }
            #expect(place.text(of: "bad.ndjson") == kept.map { $0 + "\n" }.joined())
            #expect(
                try place.recordedIDs() == ["1", "4", "5", "9", "2", "3", "6", "7", "8", "10"]
            )
        }
    }
}
