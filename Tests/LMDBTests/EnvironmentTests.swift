import Glibc
import Testing

@testable import LMDB

@Suite("Environment")
struct EnvironmentTests {
    @Test("The same folder opened twice is refused, also through a symbolic link")
    func openTwice() async throws {
        try await withTemporaryFolder { path in
            let link = path + "/link"
            let folder = path + "/log"
            _ = unsafe symlink(folder, link)
            do {
                let environment = try Environment(opening: folder)
                let readOnly = EnvironmentOptions(readOnly: true)
                for other in [folder, link, folder + "/../log"] {
                    #expect(throws: EnvironmentOpenError.alreadyOpen(path: other)) {
                        try Environment(opening: other)
                    }
                    #expect(throws: EnvironmentOpenError.alreadyOpen(path: other)) {
                        try Environment(opening: other, options: readOnly)
                    }
                }
                #expect(environment.path == folder)
            }
            let again = try Environment(opening: link)
            #expect(again.path == link)
        }
    }

    @Test("An environment stays open while a transaction of it lives")
    func transactionKeepsItOpen() async throws {
        try await withTemporaryFolder { path in
            var environment: Environment? = try Environment(opening: path)
            let table = try environment?.requiredTable(named: "t", keys: UInt64.self)
            let holder = try environment.map { open in Holder(try open.beginReading()) }
            environment = nil
            #expect(throws: EnvironmentOpenError.alreadyOpen(path: path)) {
                try Environment(opening: path)
            }
            let open = try #require(holder)
            #expect(try open.transaction.entryCount(of: #require(table)) == 0)
        }
    }

    @Test("The default map is 1 TiB and costs no disk")
    func sparseMap() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let info = try environment.info()
            #expect(info.mapSizeBytes == 1 << 40)
            #expect(info.fileSizeBytes <= 65_536)
            #expect(info.allocatedBytes <= 65_536)
            #expect(info.pageSizeBytes == 4_096)
            #expect(info.readerCountMax >= 1_024)
            #expect(environment.keyByteCountMax == 511)
        }
    }

    @Test("A full map is a typed error; the state before stays and smaller writes go on")
    func mapFull() async throws {
        try await withTemporaryFolder { path in
            let options = EnvironmentOptions(mapSizeBytes: 256 * 1_024)
            let environment = try Environment(opening: path, options: options)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([1], for: 1, in: table)
            }
            #expect(throws: LMDBError.mapFull) {
                try environment.writing { transaction throws(LMDBError) in
                    let value = [UInt8](repeating: 0, count: 300_000)
                    try transaction.put(value, for: 2, in: table)
                }
            }
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([3], for: 3, in: table)
            }
            let transaction = try environment.beginReading()
            #expect(try transaction.copy(of: 1, in: table) == [1])
            #expect(try transaction.copy(of: 2, in: table) == nil)
            #expect(try transaction.copy(of: 3, in: table) == [3])
        }
    }

    @Test("A read-only environment refuses to write and makes no files where there is none")
    func readOnly() async throws {
        try await withTemporaryFolder { path in
            let readOnly = EnvironmentOptions(readOnly: true)
            #expect(throws: EnvironmentOpenError.engine(.missing)) {
                try Environment(opening: path, options: readOnly)
            }
            #expect(unsafe access(path + "/lock.mdb", F_OK) != 0)
            do {
                let environment = try Environment(opening: path)
                _ = try environment.requiredTable(named: "t", keys: UInt64.self)
            }
            let environment = try Environment(opening: path, options: readOnly)
            #expect(try environment.table(named: "t", keys: UInt64.self) != nil)
            #expect(try environment.table(named: "other", keys: UInt64.self) == nil)
            #expect(throws: LMDBError.missing) {
                try environment.requiredTable(named: "other", keys: UInt64.self)
            }
            #expect(throws: LMDBError.readOnlyMedium) { try environment.sync() }
            #expect(throws: LMDBError.readOnlyMedium) {
                try environment.writing { _ throws(LMDBError) in }
            }
            #expect(!environment.readsWithoutLockFile)
        }
    }

    @Test("A table opened with another kind of key is refused")
    func incompatibleTable() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            #expect(try environment.table(named: "t", keys: UInt64.self) == table)
            #expect(throws: LMDBError.incompatible) {
                try environment.table(named: "t", keys: [UInt8].self)
            }
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([], for: 1, in: table)
            }
            #expect(throws: LMDBError.incompatible) {
                try environment.table(named: "t", keys: UInt32.self)
            }
        }
    }

    @Test("More tables than asked for is a typed error")
    func tablesFull() async throws {
        try await withTemporaryFolder { path in
            let options = EnvironmentOptions(tableCountMax: 1)
            let environment = try Environment(opening: path, options: options)
            _ = try environment.requiredTable(named: "a", keys: UInt64.self)
            #expect(throws: LMDBError.tablesFull) {
                try environment.requiredTable(named: "b", keys: UInt64.self)
            }
        }
    }

    @Test("A file that is no environment is a typed error, and the folder is free afterwards")
    func foreignFile() async throws {
        try await withTemporaryFolder { path in
            let file = try FileDescriptor(
                opening: path + "/data.mdb",
                flags: O_RDWR | O_CREAT,
                mode: 0o600
            )
            let garbage = [UInt8](repeating: 65, count: 9_000)
            #expect(unsafe write(file.number, garbage, garbage.count) == garbage.count)
            for _ in 0..<2 {
                #expect(throws: EnvironmentOpenError.engine(.invalidFile)) {
                    try Environment(opening: path)
                }
            }
        }
    }

    @Test("A file that was cut off is damage and not a crash")
    func cutFile() async throws {
        try await withTemporaryFolder { path in
            do {
                let environment = try Environment(opening: path)
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                try environment.writing { transaction throws(LMDBError) in
                    for key in 0..<2_000 as Range<UInt64> {
                        try transaction.append(
                            [UInt8](repeating: 1, count: 100),
                            for: key,
                            in: table
                        )
                    }
                }
            }
            #expect(unsafe truncate(path + "/data.mdb", 3 * 4_096) == 0)
            #expect(throws: EnvironmentOpenError.self) { try Environment(opening: path) }
            let options = EnvironmentOptions(readOnly: true)
            let error = #expect(throws: EnvironmentOpenError.self) {
                try Environment(opening: path, options: options)
            }
            // What lists the tables is gone as well.
            guard case .damaged(let damages) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(damages.first?.part == .tables)
            #expect(error?.description.contains("page \(damages[0].page)") == true)
        }
    }

    @Test("A copy, also a compact one, holds the committed state; an old copy is not overwritten")
    func copies() async throws {
        try await withTemporaryFolder { path in
            do {
                let environment = try Environment(opening: path + "/log")
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                try environment.writing { transaction throws(LMDBError) in
                    try transaction.put([UInt8](repeating: 1, count: 500_000), for: 1, in: table)
                    try transaction.put([2], for: 2, in: table)
                }
                try environment.writing { transaction throws(LMDBError) in
                    _ = try transaction.delete(1, in: table)
                }
                #expect(try environment.freePageCount() > 100)
                try environment.copy(to: path + "/whole", compact: false)
                try environment.copy(to: path + "/small", compact: true)
                #expect(throws: LMDBError.targetExists) {
                    try environment.copy(to: path + "/small", compact: true)
                }
                #expect(throws: LMDBError.missing) {
                    try environment.copy(to: path + "/no/such/parent", compact: true)
                }
                try environment.sync()
            }
            var sizes: [UInt64] = []
            for name in ["/whole", "/small"] {
                let environment = try Environment(opening: path + name)
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                let transaction = try environment.beginReading()
                #expect(try transaction.copy(of: 2, in: table) == [2])
                #expect(try transaction.entryCount(of: table) == 1)
                sizes.append(try environment.info().fileSizeBytes)
            }
            #expect(sizes[1] < sizes[0] / 10)
        }
    }

    @Test("Every error says what to do")
    func descriptions() {
        #expect(LMDBError.mapFull.description.contains("larger map size"))
        #expect(LMDBError.diskFull.description.contains("free space"))
        #expect(LMDBError(code: EINTR).description.contains("(\(EINTR))"))
        #expect(
            EnvironmentOpenError.lockedByOtherProcess(processID: 12).description
                .contains("process 12 ")
        )
    }
}
