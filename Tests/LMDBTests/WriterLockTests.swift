import Glibc
import Testing

@testable import LMDB

@Suite("Writer lock")
struct WriterLockTests {
    @Test("A second writing process is refused at once, with the holder's process id")
    func secondProcess() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let holder = getpid()
            await #expect(processExitsWith: .exitCode(42)) {
                [path = path as String, holder = holder as Int32] in
                do throws(EnvironmentOpenError) {
                    _ = try Environment(opening: path)
                } catch {
                    exit(error == .lockedByOtherProcess(processID: holder) ? 42 : 43)
                }
            }
            #expect(environment.path == path)
        }
    }

    @Test("Another process reads while this one has the folder open for writing")
    func readingBesideWriter() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([5], for: 1, in: table)
            }
            await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
                let reader = try Environment(
                    opening: path,
                    options: EnvironmentOptions(readOnly: true)
                )
                let table = try reader.requiredTable(named: "t", keys: UInt64.self)
                let transaction = try reader.beginReading()
                exit(try transaction.copy(of: 1, in: table) == [5] ? 42 : 43)
            }
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([6], for: 1, in: table)
            }
        }
    }

    @Test(
        "The kernel gives the lock back when the holder is killed; commits stay, the rest is gone"
    )
    func killedHolder() async throws {
        try await withTemporaryFolder { path in
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                let environment = try Environment(opening: path)
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                try environment.writing { transaction throws(LMDBError) in
                    try transaction.put([1], for: 1, in: table)
                }
                let reader = Holder(try environment.beginReading())
                var transaction = try environment.beginWriting()
                try transaction.put([2], for: 2, in: table)
                kill(getpid(), SIGKILL)
                // Never reached; keeps both transactions open until the end.
                try transaction.commit()
                exit(Int32(reader.transaction.transactionID))
            }
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([3], for: 3, in: table)
            }
            let transaction = try environment.beginReading()
            #expect(try transaction.copy(of: 1, in: table) == [1])
            #expect(try transaction.copy(of: 2, in: table) == nil)
            #expect(try transaction.copy(of: 3, in: table) == [3])
            #expect(try environment.clearDeadReaders() == 0)
        }
    }

    @Test("A lock that is let go can be taken again; its file stays")
    func takenAgain() async throws {
        try await withTemporaryFolder { path in
            do {
                let lock = try WriterLock(acquiringIn: path)
                #expect(
                    throws: EnvironmentOpenError.lockedByOtherProcess(processID: getpid())
                ) { try WriterLock(acquiringIn: path) }
                withExtendedLifetime(lock) {}
            }
            let again = try WriterLock(acquiringIn: path)
            withExtendedLifetime(again) {}
            #expect(unsafe access(path + "/writer.lock", F_OK) == 0)
        }
    }

    @Test(
        "A user who may not write reads without registering, but never beside a writer",
        .enabled(if: geteuid() == 0, "needs the right to become another user")
    )
    func readingWithoutPermission() async throws {
        try await withTemporaryFolder { path in
            #expect(unsafe chmod(path, 0o755) == 0)
            let folder = path + "/log"
            do {
                let options = EnvironmentOptions(fileMode: 0o644)
                let environment = try Environment(opening: folder, options: options)
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                try environment.writing { transaction throws(LMDBError) in
                    try transaction.put([5], for: 1, in: table)
                }
                let holder = getpid()
                await #expect(processExitsWith: .exitCode(42)) {
                    [folder = folder as String, holder = holder as Int32] in
                    guard setuid(65_534) == 0 else { exit(44) }
                    do throws(EnvironmentOpenError) {
                        _ = try Environment(
                            opening: folder,
                            options: EnvironmentOptions(readOnly: true)
                        )
                    } catch {
                        exit(error == .lockedByOtherProcess(processID: holder) ? 42 : 43)
                    }
                }
            }
            await #expect(processExitsWith: .exitCode(42)) { [folder = folder as String] in
                guard setuid(65_534) == 0 else { exit(44) }
                let reader = try Environment(
                    opening: folder,
                    options: EnvironmentOptions(readOnly: true)
                )
                let table = try reader.requiredTable(named: "t", keys: UInt64.self)
                let transaction = try reader.beginReading()
                let value = try transaction.copy(of: 1, in: table)
                exit(reader.readsWithoutLockFile && value == [5] ? 42 : 43)
            }
        }
    }
}
