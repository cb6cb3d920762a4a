import Glibc
import Testing

@testable import LMDB

@Suite("Map size")
struct MapSizeTests {
    private static let small = 1 << 20
    private static let large = 16 << 20

    @Test("The map stays as large as it was opened, also when it is full and beside readers")
    func neverGrown() async throws {
        try await withTemporaryFolder { path in
            let options = EnvironmentOptions(mapSizeBytes: Self.small)
            let environment = try Environment(opening: path, options: options)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            let before = try environment.beginReading()
            for round in 0..<3 as Range<UInt64> {
                #expect(throws: LMDBError.mapFull) {
                    try environment.writing { transaction throws(LMDBError) in
                        let value = [UInt8](repeating: 1, count: Self.small)
                        try transaction.put(value, for: round, in: table)
                    }
                }
                #expect(try environment.info().mapSizeBytes == UInt64(Self.small))
                #expect(try environment.info().fileSizeBytes <= UInt64(Self.small))
            }
            #expect(try before.entryCount(of: table) == 0)
        }
    }

    @Test("A reader whose map is smaller than what another process wrote gets a typed error")
    func writtenBeyondTheMap() async throws {
        try await withTemporaryFolder { path in
            let small = EnvironmentOptions(mapSizeBytes: Self.small)
            do {
                let environment = try Environment(opening: path, options: small)
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                try environment.writing { transaction throws(LMDBError) in
                    try transaction.put([7], for: 7, in: table)
                }
            }
            do {
                let reader = try Environment(
                    opening: path,
                    options: EnvironmentOptions(mapSizeBytes: Self.small, readOnly: true)
                )
                let table = try reader.requiredTable(named: "t", keys: UInt64.self)
                var held = try reader.beginReading()
                await Self.writeInAnotherProcess(path)
                // What was open stays whole; what is begun or renewed is refused.
                #expect(try held.copy(of: 7, in: table) == [7])
                #expect(throws: LMDBError.mapResized) { Holder(try reader.beginReading()) }
                #expect(throws: LMDBError.mapResized) { try held.renew() }
                #expect(throws: LMDBError.badTable) { try held.copy(of: 7, in: table) }
            }
            let again = try Environment(
                opening: path,
                options: EnvironmentOptions(mapSizeBytes: Self.large, readOnly: true)
            )
            let table = try again.requiredTable(named: "t", keys: UInt64.self)
            let transaction = try again.beginReading()
            #expect(try transaction.copy(of: 1, in: table)?.count == 4 << 20)
        }
    }

    private static func writeInAnotherProcess(_ path: String) async {
        await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
            let writer = try Environment(
                opening: path,
                options: EnvironmentOptions(mapSizeBytes: MapSizeTests.large)
            )
            let table = try writer.requiredTable(named: "t", keys: UInt64.self)
            try writer.writing { transaction throws(LMDBError) in
                let value = [UInt8](repeating: 1, count: 4 << 20)
                try transaction.put(value, for: 1, in: table)
            }
            exit(42)
        }
    }
}
