import CairnTestSupport
import EventModel
import Foundation
import Glibc
import Testing

/// Runs shell lines in a mount namespace of their own, with a file system in memory at `$DISK`.
///
/// What the lines mount is gone when they end.
private func onOwnDisk(_ place: Workplace, bytes: Int, _ lines: String) throws -> CommandRun {
    let disk = place.folder + "/disk"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let script = "set -e; mount -t tmpfs -o size=\(bytes) tmpfs \"$DISK\"; set +e\n" + lines
    return try place.run(
        ["-m", "/bin/sh", "-c", script],
        environment: ["DISK": disk, "CAIRN": CairnProgram.path, "CAIRN_LEDGER": disk + "/ledger"],
        program: "/usr/bin/unshare"
    )
}

private let mayMount: Bool = {
    let run = try? withWorkplace(ledger: false) { place in
        try onOwnDisk(place, bytes: 65_536, "true")
    }
    return run?.status == 0
}()

@Suite(
    "Disks and folders that cannot be written",
    .enabled("needs the right to mount") { mayMount }
)
struct BadDiskTests {
    @Test("On a full disk the import stops with a named error; what it acknowledged is whole")
    func fullDisk() throws {
        try withWorkplace(ledger: false) { place in
            try place.write((1...20_000).map { SampleLine.scanned($0) }.bytes, to: "e.ndjson")
            let run = try onOwnDisk(
                place,
                bytes: 2 << 20,
                """
                "$CAIRN" init >/dev/null 2>&1
                "$CAIRN" import --batch 100 --json e.ndjson >/dev/null 2>errors; echo "import $?"
                "$CAIRN" status --json >status; echo "status $?"
                "$CAIRN" verify --json >verify; echo "verify $?"
                """
            )
            #expect(run.outputLines == ["import 1", "status 0", "verify 0"], run.told)
            let lines = place.text(of: "errors").split(separator: "\n").map(String.init)
            let failure = try JSONValue(parsing: try #require(lines.last))
            #expect(failure["error"]?.stringValue == "full", "\(failure)")
            let acknowledged = try #require(
                try lines.compactMap { try JSONValue(parsing: $0)["eventCount"]?.integerValue }.last
            )
            let status = try JSONValue(parsing: place.bytes(of: "status"))
            let count = try #require(status["treeSize"]?.integerValue)
            #expect(count >= acknowledged && acknowledged > 0 && count % 100 == 0)
        }
    }

    @Test("In a folder that is read-only, writing is refused by name and reading works")
    func readOnlyFolder() throws {
        try withWorkplace(ledger: false) { place in
            try place.write(SampleLine.opened("A").line, to: "a.ndjson")
            try place.write(SampleLine.opened("B").line, to: "b.ndjson")
            let run = try onOwnDisk(
                place,
                bytes: 4 << 20,
                """
                "$CAIRN" init >/dev/null 2>&1; "$CAIRN" import a.ndjson >/dev/null
                mount -o remount,ro "$DISK"
                "$CAIRN" import b.ndjson --json 2>import; echo "import $?"
                "$CAIRN" append --file b.ndjson --json 2>append; echo "append $?"
                "$CAIRN" init --ledger "$DISK/other" --json 2>init; echo "init $?"
                "$CAIRN" events --json | wc -l
                "$CAIRN" verify >/dev/null; echo "verify $?"
                """
            )
            #expect(
                run.outputLines == ["import 1", "append 1", "init 1", "1", "verify 0"],
                run.told
            )
            for name in ["import", "append", "init"] {
                let failure = try JSONValue(parsing: place.bytes(of: name))
                #expect(failure["error"]?.stringValue == "readOnly", "\(name): \(failure)")
            }
        }
    }
}

@Suite("Other writers, signals and streams")
struct OtherProcessTests {
    private static let many = (1...4000).map { SampleLine.scanned($0) }.bytes

    /// An import that has acknowledged a batch and waits for more input.
    private func waitingImport(_ place: Workplace) throws -> (ChildProcess, ChildPipe) {
        let input = try ChildPipe()
        let errors = try ChildPipe()
        let child = try place.start(
            ["import", "-", "--batch", "100", "--json"],
            input: .descriptor(input.reading),
            output: .file(place.folder + "/waiting"),
            errors: .descriptor(errors.writing)
        )
        close(input.reading)
        errors.closeWriting()
        defer { errors.closeReading() }
        // The program reads in pieces, so more than one is written.
        let file = FileHandle(fileDescriptor: input.writing, closeOnDealloc: false)
        try file.write(contentsOf: Data(Self.many))
        #expect(errors.readLine()?.contains("acknowledged") == true)
        return (child, input)
    }

    @Test("A second writer is refused with the first one's process id; readers work meanwhile")
    func secondWriter() throws {
        try withWorkplace { place in
            let (child, input) = try waitingImport(place)
            let second = try place.run("append", SampleLine.opened("A").text, "--json")
            #expect(second.status == 1, second.told)
            #expect(try second.errorJSON()["error"]?.stringValue == "locked")
            #expect(
                try second.errorJSON()["message"]?.stringValue?.contains("\(child.processID)")
                    == true,
                second.told
            )
            #expect(try place.run("verify").status == 0)
            let count = try place.eventCount()
            #expect(count >= 100 && count % 100 == 0)
            input.closeWriting()
            let end = child.wait()
            // The reader of standard error is gone; that is no reason to stop an import.
            #expect(end.status == 0 || end.signal == SIGPIPE)
        }
    }

    @Test("SIGINT ends an import between batches; what is there is whole and verifies")
    func interrupt() throws {
        try withWorkplace { place in
            let (child, input) = try waitingImport(place)
            child.send(SIGINT)
            #expect(child.wait().signal == SIGINT)
            input.closeWriting()
            let count = try place.eventCount()
            #expect(count >= 100 && count % 100 == 0)
            #expect(try place.run("verify").status == 0)
            let again = try place.run("import", "-", "--batch", "100", input: Self.many)
            #expect(again.status == 0, again.told)
            #expect(try place.eventCount() == 4000)
        }
    }

    @Test("A reader that goes away ends the program quietly by SIGPIPE")
    func brokenPipe() throws {
        try withWorkplace { place in
            _ = try place.run("import", "-", input: Self.many)
            let script = "\"$0\" events --json | head -1 | wc -l; echo ${PIPESTATUS[0]}"
            let run = try place.run(["-c", script, CairnProgram.path], program: "/bin/bash")
            #expect(run.outputLines == ["1", "141"], run.told)
            #expect(run.errors.isEmpty, run.told)
        }
    }

    @Test("A result that cannot be written is a failure, and never goes into the ledger's files")
    func noOutput() throws {
        try withWorkplace { place in
            let file = try place.write(SampleLine.opened("A").line, to: "a.ndjson")
            let closed = try place.run(["import", file, "--json"], output: .closed)
            #expect(closed.status == 1, closed.told)
            #expect(try closed.errorJSON()["error"]?.stringValue == "outputFailed")
            let full = try place.run(["status", "--json"], output: .file("/dev/full"))
            #expect(full.status == 1, full.told)
            #expect(try full.errorJSON()["error"]?.stringValue == "outputFailed")
            #expect(try place.run("verify").status == 0)
            #expect(try place.eventCount() == 1)
        }
    }
}

@Suite("Damaged ledgers")
struct DamagedLedgerTests {
    @Test("A newer format version and a broken cairn.json are named; nothing is changed")
    func manifests() throws {
        try withWorkplace { place in
            let path = place.ledger + "/cairn.json"
            let good = place.text(of: path)
            let before = place.bytes(of: place.dataFile)
            let cases: [(String, String, Int32)] = [
                (good.replacing("\"format\": 2", with: "\"format\": 3"), "newerFormat", 1),
                (good.replacing("\"format\": 2", with: "\"format\": 1"), "manifestDamaged", 7),
                ("{", "manifestDamaged", 7), ("", "manifestDamaged", 7),
                (good.replacing("\"format\": 2", with: "\"format\": \"x\""), "manifestDamaged", 7),
            ]
            for (text, error, status) in cases {
                #expect(text != good)
                try place.write(text, to: path)
                for verb in [["status"], ["append", SampleLine.opened("A").text], ["verify"]] {
                    let run = try place.run(verb + ["--json"])
                    #expect(run.status == status, run.told)
                    #expect(try run.errorJSON()["error"]?.stringValue == error, run.told)
                }
            }
            #expect(place.bytes(of: place.dataFile) == before)
        }
    }

    @Test("A flipped byte is found and its place named, or lies where nothing is stored")
    func flippedBytes() throws {
        try withWorkplace { place in
            // Two batches, so that a block is sealed and a tail follows.
            let history = try place.run("simulate", "--events", "16500", "--seed", "4").output
            _ = try place.run(
                "import",
                "--restore-recorded-time",
                "-",
                "--batch",
                "16384",
                input: history
            )
            let whole = place.bytes(of: place.dataFile)
            var random = SplitMix64(seed: 11)
            var found = 0
            for _ in 0..<4 {
                var bytes = whole
                let offset = Int(random.next() % UInt64(bytes.count))
                bytes[offset] ^= 1 << UInt8(random.next() % 8)
                try place.write(bytes, to: place.dataFile)
                let run = try place.run("verify", "--json")
                if run.status == 7 {
                    found += 1
                    // Damage met in opening the ledger is a failure, other damage a result.
                    let told = try run.output.isEmpty ? run.errorJSON() : run.json()
                    let isNamed =
                        told["error"]?.stringValue == "damaged"
                        || told["problems"]?.arrayValue?.isEmpty == false
                    #expect(isNamed, run.told)
                } else {
                    #expect(run.status == 0, "offset \(offset): \(run.told)")
                    // What verifies reads as it was written.
                    let events = try place.run("events", "--json")
                    let isSame = events.output == history
                    #expect(isSame, "offset \(offset)")
                }
            }
            #expect(found > 0)
        }
    }

    @Test("Whatever bytes were changed, no verb crashes: it reads what was written or says damage")
    func scatteredDamage() throws {
        try withWorkplace { place in
            let lines = (1...2000).map { SampleLine.scanned($0) }.bytes
            _ = try place.run("import", "-", "--batch", "300", input: lines)
            let whole = place.bytes(of: place.dataFile)
            let good = try place.run("events", "--json").output
            for seed in 0..<10 as Range<UInt64> {
                var random = SplitMix64(seed: seed)
                var bytes = whole
                for _ in 0..<60 {
                    let offset = Int(random.next() % UInt64(bytes.count))
                    bytes[offset] ^= 1 << UInt8(random.next() % 8)
                }
                try place.write(bytes, to: place.dataFile)
                let verified = try place.run("verify", "--json")
                #expect(
                    verified.status == 7 || verified.status == 0,
                    "seed \(seed): \(verified.told)"
                )
                for verb in [
                    ["events", "--json"], ["status", "--json"], ["query", "funds", "--json"],
                ] {
                    let run = try place.run(verb)
                    #expect(run.status == 7 || run.status == 0, "seed \(seed): \(run.told)")
                    guard verb[0] == "events", run.status == 0 else { continue }
                    #expect(verified.status == 0 && run.output == good, "seed \(seed)")
                }
            }
        }
    }

    @Test("A file that is cut short, empty, missing or something else is damage, not a crash")
    func cutFile() throws {
        try withWorkplace { place in
            _ = try place.run("import", "-", input: (1...3000).map { SampleLine.scanned($0) }.bytes)
            let whole = place.bytes(of: place.dataFile)
            let cases: [[UInt8]?] = [
                Array(whole.prefix(whole.count / 2)), Array(whole.prefix(8192)), [], nil,
                Array("this is no ledger".utf8), [UInt8](repeating: 0x5A, count: 100_000),
            ]
            for bytes in cases {
                if let bytes {
                    try place.write(bytes, to: place.dataFile)
                } else {
                    unsafe unlink(place.dataFile)
                }
                for verb in [["verify"], ["status"], ["query", "funds"]] {
                    let run = try place.run(verb + ["--json"])
                    #expect(run.status == 7, "\(bytes?.count ?? -1) bytes: \(run.told)")
                    #expect(try run.errorJSON()["error"]?.stringValue == "damaged", run.told)
                }
                #expect(try place.run("verify", "--lang", "zh").errorText.contains("错误:"))
            }
        }
    }
}
