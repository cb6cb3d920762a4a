import EventModel
import Foundation
import Glibc
import Testing

@Suite("Files that cannot be imported")
struct BadFileTests {
    private static let events = (1...200).map { SampleLine.scanned($0) }

    /// Enough for the program and a few batches; what an attack asks for is far above it.
    private static let memoryKiBMax = 200 << 10

    /// Imports a file that must fail with a named error, in little memory; gives the run.
    @discardableResult
    private func failing(_ place: Workplace, _ bytes: [UInt8], _ error: String) throws -> CommandRun
    {
        let file = try place.write(bytes, to: "bad.data")
        let before = try place.state()
        let run = try place.run(["import", file, "--json"], memoryKiBMax: Self.memoryKiBMax)
        #expect(run.status == 1, run.told)
        #expect(try run.errorJSON()["error"]?.stringValue == error, run.told)
        #expect(try run.errorJSON()["message"]?.stringValue?.contains(file) == true, run.told)
        #expect(try place.state() == before)
        return run
    }

    @Test("A compressed file that ends early is named, and nothing of it is written")
    func cutShort() throws {
        try withWorkplace { place in
            for bytes in [try gzipped(Self.events.bytes), try zstd(Self.events.bytes)] {
                for kept in [bytes.count - 1, bytes.count / 2, 20] {
                    try failing(place, Array(bytes.prefix(kept)), "cutShort")
                }
            }
            let history = try place.run("simulate", "--events", "6000").output
            let half = try place.write(Array(try zstd(history).dropLast(1000)), to: "half.zst")
            let run = try place.run("import", "--restore-recorded-time", half, "--batch", "100")
            #expect(run.status == 1, run.told)
            #expect(run.errorText.contains("the zstd data ends in the middle"))
            #expect(try place.eventCount() == 0)
        }
    }

    @Test("Garbage in or behind a compressed file is named")
    func garbage() throws {
        try withWorkplace { place in
            let gz = try gzipped(Self.events.bytes)
            let zst = try zstd(Self.events.bytes)
            try failing(place, gz + Array("garbage".utf8), "damagedFile")
            try failing(place, zst + Array("garbage!".utf8), "damagedFile")
            var flipped = zst
            flipped[zst.count / 2] ^= 0x55
            try failing(place, flipped, "damagedFile")
            var other = gz
            other[gz.count - 6] ^= 0x55
            try failing(place, other, "damagedFile")
        }
    }

    @Test("A few kilobytes that expand to gigabytes stop early, in bounded memory")
    func bomb() throws {
        try withWorkplace { place in
            // Frames of 1 MiB each, as many as a gigabyte needs.
            let frame = try zstd([UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20))
            let bomb = Array(repeatElement(frame, count: 1024).joined())
            #expect(bomb.count < 100_000)
            try failing(place, bomb, "expandsTooMuch")
        }
    }

    @Test("A zstd frame that asks for a window of gigabytes is refused before it gets it")
    func hugeWindow() throws {
        try withWorkplace { place in
            // Magic, no flags, a window of 2^31 bytes, one raw block of one byte.
            let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x09, 0x00, 0x00, 0x0A]
            try failing(place, frame, "unsupportedFile")
        }
    }

    @Test("A line of 100 MB is refused as tooLarge without being held, and the next line is read")
    func longLine() throws {
        try withWorkplace { place in
            let path = place.folder + "/long.ndjson"
            try place.write("", to: "long.ndjson")
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            let piece = Data(repeating: UInt8(ascii: "a"), count: 1 << 20)
            try file.write(contentsOf: Data("{\"id\":\"".utf8))
            for _ in 0..<100 { try file.write(contentsOf: piece) }
            try file.write(contentsOf: Data(("\"}\n" + SampleLine.opened("A").text + "\n").utf8))
            try file.close()
            let before = try place.state()
            let run = try place.run(["import", path, "--json"], memoryKiBMax: Self.memoryKiBMax)
            #expect(run.status == 1, run.told)
            let problem = try #require(try run.json()["problems"]?.arrayValue?.first)
            #expect(problem["name"]?.stringValue == "tooLarge")
            #expect(problem["line"]?.integerValue == 1)
            #expect(problem["found"]?.stringValue?.contains("104857609 bytes") == true, run.told)
            #expect(try place.state() == before)
            let skipped = try place.run("import", path, "--skip-bad", "bad.ndjson")
            #expect(skipped.status == 6, skipped.told)
            #expect(try place.eventCount() == 1)
        }
    }

    @Test("An event over its limit is tooLarge through append too")
    func longEvent() throws {
        try withWorkplace { place in
            var line = SampleLine.opened("A")
            line.data = line.data.replacing(
                "synthetic operator",
                with: String(repeating: "x", count: 1 << 20)
            )
            let run = try place.run("append", "--json", input: line.line)
            #expect(run.status == 1, run.told)
            #expect(try run.errorJSON()["name"]?.stringValue == "tooLarge", run.told)
        }
    }

    @Test("Bytes that are not UTF-8 are refused at their line")
    func wrongUTF8() throws {
        try withWorkplace { place in
            for wrong: [UInt8] in [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE6, 0x97]] {
                let text = Array(SampleLine.opened("A").text.utf8)
                let place1 = try #require(text.firstIndex(of: UInt8(ascii: "A")))
                let bytes = Array(text[..<place1]) + wrong + Array(text[place1...])
                let run = try place.run("import", "-", "--json", input: bytes)
                #expect(run.status == 1, run.told)
                let problem = try #require(try run.json()["problems"]?.arrayValue?.first)
                #expect(problem["name"]?.stringValue == "envelope", run.told)
                #expect(try place.run("append", input: bytes).status == 1)
            }
            #expect(try place.eventCount() == 0)
        }
    }

    @Test(
        "A missing file, a folder and a file that may not be made are named with the system's reason"
    )
    func wrongPaths() throws {
        try withWorkplace { place in
            let missing = try place.run("import", "nowhere.ndjson")
            #expect(missing.status == 1, missing.told)
            #expect(
                missing.errorText.contains(
                    "nowhere.ndjson cannot be read: No such file or directory"
                ),
                missing.told
            )
            let folder = try place.run("import", place.folder)
            #expect(folder.status == 1, folder.told)
            #expect(folder.errorText.contains("Is a directory"), folder.told)
            let map = try place.run("import", "--map", "nomap.json", "x.csv")
            #expect(map.errorText.contains("nomap.json cannot be read"), map.told)
            let good = try place.write(SampleLine.opened("A").line, to: "e.ndjson")
            let bad = try place.run("import", good, "--skip-bad", "no/folder/bad.ndjson")
            #expect(bad.status == 1, bad.told)
            #expect(bad.errorText.contains("cannot be written"), bad.told)
            let list = try place.run(
                "import",
                "--regions",
                "none.csv",
                "--valid-from",
                "2018-01-01"
            )
            #expect(list.status == 1 && list.errorText.contains("none.csv"), list.told)
            #expect(try place.eventCount() == 0)
        }
    }
}
