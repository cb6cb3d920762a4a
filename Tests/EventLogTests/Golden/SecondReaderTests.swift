import EventLog
import EventModel
import Foundation
import LMDB
import Testing

/// Reads logs with a program of another language that knows only `Schemas/block-format.md`.
@Suite("A second reader of the stored format")
struct SecondReaderTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private struct Failed: Error {
        let text: String
    }

    @Test("It gives the golden ledgers' events, byte for byte", arguments: GoldenLedger.all)
    func goldenLedgers(golden: GoldenLedger) throws {
        let read = try golden.withCopy { path in try events(in: path) }
        let expected = try golden.text(of: "events.ndjson")
        #expect(read == expected)
    }

    @Test(
        "It gives the events of any history, byte for byte",
        arguments: 100..<104 as Range<UInt64>
    )
    func anyHistory(seed: UInt64) throws {
        try withTemporaryPath { path in
            var history = RandomHistory(seed: seed)
            var model = ModelLog()
            let clock = GateClock(1_560_000_000_000)
            var options = TestLedger.options
            options.sealedBlockEvents = seed % 2 == 0 ? 128 : 16
            options.format = seed % 3 == 0 ? .first : .second
            let log = try LogUnderTest(path: path, options: options, clock: clock)
            while model.entries.count < 300 {
                let request = history.request(for: model, now: clock.millis, largest: 25)
                let answer = try log.append(request)
                try #require(answer == model.append(request, now: clock.millis))
                clock.set(clock.millis + Int64(history.number(0...9_000)))
            }
            log.log.close()
            let lines = (0..<UInt64(model.entries.count)).map { model.line(at: $0) + "\n" }
            let read = try events(in: path)
            #expect(Array(read.utf8) == Array(lines.joined().utf8), "seed \(seed)")
        }
    }

    /// The second reader's output.
    private func events(in path: String) throws -> String {
        let input = URL(filePath: path + ".rows")
        let output = URL(filePath: path + ".lines")
        try Data(rows(of: path).utf8).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = Self.root.appending(path: ".ci/python")
        process.arguments = [
            Self.root.appending(path: "Tests/EventLogTests/Golden/read_format.py").path
        ]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(text: "status \(process.terminationStatus)")
        }
        return try String(contentsOf: output, encoding: .utf8)
    }

    /// Every row of a closed log: table, key, value.
    private func rows(of path: String) throws -> String {
        let options = EnvironmentOptions(readOnly: true)
        let environment = try Environment(opening: path + "/log", options: options)
        var text = ""
        for table in ["hot", "streams", "cold", "tail", "voids"] {
            try append(table, keys: UInt64.self, of: environment, to: &text)
        }
        for table in ["names", "sources", "types"] {
            try append(table, keys: UInt32.self, of: environment, to: &text)
        }
        try append("meta", keys: [UInt8].self, of: environment, to: &text)
        return text
    }

    private func append<Key: TableKey>(
        _ name: String,
        keys: Key.Type,
        of environment: Environment,
        to text: inout String
    ) throws {
        let table = try environment.requiredTable(named: name, keys: keys)
        text += try environment.reading { transaction throws(LMDBError) -> String in
            var rows = ""
            var cursor = try transaction.cursor(over: table)
            while try cursor.next() {
                rows += "\(name) \(Self.hex(cursor.keyBytes)) \(Self.hex(cursor.value))\n"
            }
            return rows
        }
    }

    private static func hex(_ bytes: RawSpan) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let copied = unsafe bytes.withUnsafeBytes { bytes in unsafe Array(bytes) }
        let text = copied.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
