import CairnTestSupport
import Foundation
import Testing

@testable import LMDB

/// Tables of all kinds with what they must hold.
private final class ModelTables {
    var wide: [UInt64: [UInt8]] = [:]
    var narrow: [UInt32: [UInt8]] = [:]
    var bytes: [[UInt8]: [UInt8]] = [:]
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    /// From none to three pages, mostly short.
    private func anyValue() -> [UInt8] {
        let longest = [8, 40, 300, 1_900, 2_200, 9_000, 13_000][below(7)]
        return [UInt8](repeating: UInt8(below(256)), count: below(longest + 1))
    }

    /// A transaction of random changes, which is thrown away now and then.
    func change(_ environment: Environment, _ tables: Handles) throws {
        let before = (wide, narrow, bytes)
        var transaction = try environment.beginWriting()
        for _ in 0..<(1 + below(60)) {
            let (value, key) = (anyValue(), below(400))
            switch below(7) {
            case 0, 1:
                try transaction.put(value, for: UInt64(key) << 40, in: tables.wide)
                wide[UInt64(key) << 40] = value
            case 2:
                try transaction.put(value, for: UInt32(key), in: tables.narrow)
                narrow[UInt32(key)] = value
            case 3:
                let name = Array(String(repeating: "k", count: key / 4 + 1).utf8) + [UInt8(key & 3)]
                try transaction.put(value, for: name, in: tables.bytes)
                bytes[name] = value
            case 4:
                _ = try transaction.delete(UInt64(key) << 40, in: tables.wide)
                wide[UInt64(key) << 40] = nil
            case 5:
                _ = try transaction.delete(UInt32(key), in: tables.narrow)
                narrow[UInt32(key)] = nil
            default:
                let end = UInt64(key + 40) << 40
                let start = UInt64(key) << 40
                guard below(10) == 0 else { continue }
                _ = try transaction.deleteAll(from: start, upTo: end, in: tables.wide)
                wide = wide.filter { !(start..<end).contains($0.key) }
            }
        }
        if below(8) == 0 {
            transaction.abort()
            (wide, narrow, bytes) = before
        } else {
            try transaction.commit()
        }
    }
}

private struct Handles {
    let wide: Table<UInt64>
    let narrow: Table<UInt32>
    let bytes: Table<[UInt8]>

    init(_ environment: Environment) throws {
        wide = try environment.requiredTable(named: "wide", keys: UInt64.self)
        narrow = try environment.requiredTable(named: "narrow", keys: UInt32.self)
        bytes = try environment.requiredTable(named: "bytes", keys: [UInt8].self)
    }
}

@Suite("Checked pages")
struct PageCheckTests {
    /// As many seeds as `CAIRN_SEEDS` says, else a few.
    private static let seeds: Range<UInt64> = {
        let given = ProcessInfo.processInfo.environment["CAIRN_SEEDS"].flatMap { UInt64($0) }
        return 0..<(given ?? 12)
    }()

    @Test("No state that the engine itself writes is taken for damage", arguments: seeds)
    func soundStates(seed: UInt64) async throws {
        try await withTemporaryFolder { path in
            let model = ModelTables(seed: seed)
            var held: [Holder] = []
            for opening in 0..<6 {
                let options = EnvironmentOptions(noMetaSync: opening % 3 == 2)
                let environment = try Environment(opening: path, options: options)
                let tables = try Handles(environment)
                for step in 0..<25 {
                    // A held reader makes the list of free pages grow.
                    if model.below(9) == 0 { held.append(Holder(try environment.beginReading())) }
                    if model.below(9) == 0 { held = [] }
                    try model.change(environment, tables)
                    let damage = try environment.verifyPages()
                    try #require(damage.isEmpty, "seed \(seed) opening \(opening) step \(step)")
                }
                held = []
                let reader = try environment.beginReading()
                #expect(try reader.entryCount(of: tables.wide) == UInt64(model.wide.count))
                if opening == 4 {
                    try environment.copy(to: path + "/compact", compact: true)
                    try environment.copy(to: path + "/whole", compact: false)
                }
            }
            for copy in ["", "/compact", "/whole"] {
                for readOnly in [true, false] {
                    let options = EnvironmentOptions(readOnly: readOnly)
                    let environment = try Environment(opening: path + copy, options: options)
                    #expect(environment.pageDamage.isEmpty, "seed \(seed)\(copy)")
                }
            }
        }
    }

    @Test("A value that took the place of a longer one in its commit keeps the longer one's pages")
    func shorterInPlace() async throws {
        try await withTemporaryFolder { path in
            do {
                let environment = try Environment(opening: path)
                let tables = try Handles(environment)
                try environment.writing { transaction throws(LMDBError) in
                    for count in [20_000, 5_000, 10] {
                        let value = [UInt8](repeating: 7, count: count)
                        try transaction.put(value, for: 1, in: tables.wide)
                    }
                    try transaction.put([1], for: 2, in: tables.wide)
                }
                #expect(try environment.verifyPages().isEmpty)
            }
            let environment = try Environment(opening: path)
            let tables = try Handles(environment)
            let reader = try environment.beginReading()
            #expect(try reader.copy(of: 1, in: tables.wide)?.count == 10)
        }
    }

    @Test("While a writer goes on, readers that open find nothing wrong")
    func besideWriter() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let tables = try Handles(environment)
            let writer = try DedicatedThread {
                let model = ModelTables(seed: 5)
                do {
                    for _ in 0..<400 { try model.change(environment, tables) }
                } catch { Issue.record("\(error)") }
            }
            for _ in 0..<400 {
                // Opening the folder again in this process is refused; the check is what opening does.
                #expect(try environment.verifyPages().isEmpty)
                try MetaPages.check(in: path, mapSizeBytes: environment.options.mapSizeBytes)
            }
            writer.join()
        }
    }
}
