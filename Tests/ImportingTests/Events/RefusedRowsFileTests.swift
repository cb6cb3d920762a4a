import EventModel
import Foundation
import Importing
import Testing

@Suite("File for refused rows")
struct RefusedRowsFileTests {
    @Test("A file that is there already is refused and keeps its content")
    func existing() async throws {
        try await withImportPlace { place in
            let path = try place.write(Array("precious\n".utf8), to: "in.ndjson")
            #expect(throws: ImportError.exists(file: path)) { try RefusedRowsFile(path: path) }
            let link = place.path(of: "link")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            #expect(throws: ImportError.exists(file: link)) { try RefusedRowsFile(path: link) }
            #expect(throws: ImportError.exists(file: place.folder)) {
                try RefusedRowsFile(path: place.folder)
            }
            #expect(place.text(of: "in.ndjson") == "precious\n")
        }
    }

    @Test("A file whose folder is missing is refused at once")
    func missingFolder() async throws {
        try await withImportPlace { place in
            let path = place.path(of: "no/bad.ndjson")
            let reason = "No such file or directory"
            #expect(throws: ImportError.cannotWrite(file: path, reason: reason)) {
                try RefusedRowsFile(path: path)
            }
        }
    }

    @Test("A file that came to be meanwhile is not written to")
    func racing() async throws {
        try await withImportPlace { place in
            let path = place.path(of: "bad.ndjson")
            let refused = try RefusedRowsFile(path: path)
            try place.write(Array("another's\n".utf8), to: "bad.ndjson")
            await #expect(throws: ImportError.exists(file: path)) {
                try await place.run(SampleLines.rows(["{}"], keepsText: true), refusedRows: refused)
            }
            #expect(place.text(of: "bad.ndjson") == "another's\n")
        }
    }

    @Test("Without refused rows no file is made")
    func lazy() async throws {
        try await withImportPlace { place in
            let refused = try RefusedRowsFile(path: place.path(of: "bad.ndjson"))
            let rows = SampleLines.rows([SampleLines.suspended(1)], keepsText: true)
            let report = try await place.run(rows, refusedRows: refused)
            #expect(report.writtenCount == 1)
            #expect(place.text(of: "bad.ndjson") == nil)
        }
    }

    @Test("Refused rows may go to a device")
    func device() async throws {
        try await withImportPlace { place in
            let refused = try RefusedRowsFile(path: "/dev/null")
            let rows = SampleLines.rows(["{}", SampleLines.suspended(1)], keepsText: true)
            let report = try await place.run(rows, refusedRows: refused)
            #expect(report.refusedCount == 1)
            #expect(report.writtenCount == 1)
        }
    }

    @Test("Several sources share the file, and none empties it")
    func shared() async throws {
        try await withImportPlace { place in
            let refused = try RefusedRowsFile(path: place.path(of: "bad.ndjson"))
            for bad in ["{\"first\":1}", "{\"second\":2}"] {
                let rows = SampleLines.rows([bad, SampleLines.suspended(1)], keepsText: true)
                let report = try await place.run(rows, refusedRows: refused)
                #expect(report.refusedCount == 1)
            }
            #expect(place.text(of: "bad.ndjson") == "{\"first\":1}\n{\"second\":2}\n")
        }
    }

    @Test("The head of a CSV file stands once above its refused rows, so that they can be imported")
    func head() async throws {
        try await withImportPlace { place in
            let refused = try RefusedRowsFile(path: place.path(of: "bad.csv"))
            for number in 1...2 {
                let text = "no,why\r\n,empty id \(number)\r\n\(number),good\r\n"
                let rows = try SampleCSV.rows(text, keepsText: true)
                let report = try await place.run(rows, refusedRows: refused)
                #expect(report.refusedCount == 1)
                #expect(report.writtenCount == 1)
            }
            #expect(place.text(of: "bad.csv") == "no,why\n,empty id 1\n,empty id 2\n")
        }
    }

    @Test("A row that is too long to be kept is reported as such, with its line")
    func tooLong() async throws {
        try await withImportPlace { place in
            let refused = try RefusedRowsFile(path: place.path(of: "bad.ndjson"))
            let long = String(repeating: "x", count: 1 << 20) + "y"
            let lines = ["{}", long, SampleLines.suspended(1), long]
            let report = try await place.run(
                SampleLines.rows(lines, keepsText: true),
                refusedRows: refused
            )
            #expect(report.writtenCount == 1)
            #expect(report.refusedCount == 3)
            #expect(report.unkeptCount == 2)
            #expect(report.unkeptLines == [2, 4])
            #expect(place.text(of: "bad.ndjson") == "{}\n")
        }
    }
}
