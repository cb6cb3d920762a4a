import Glibc
import Testing

@testable import LMDB

/// Mounts a file system of a given size in memory and takes it away afterwards.
///
/// - Returns: Nil if this process may not mount.
private func withSmallDisk<Result>(
    sizeBytes: Int,
    _ body: (String) async throws -> Result
) async throws -> Result? {
    try await withTemporaryFolder { path in
        guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=\(sizeBytes)") == 0 else { return nil }
        defer { _ = unsafe umount2(path, Int32(MNT_DETACH)) }
        return try await body(path)
    }
}

/// Shows a folder a second time, read-only.
///
/// The first mount could not be made read-only as long as a program that another test starts, not
/// yet itself, holds our files open.
///
/// - Returns: Nil if this process may not mount.
private func withReadOnlyView<Result>(
    of path: String,
    _ body: (String) throws -> Result
) async throws -> Result? {
    try await withTemporaryFolder { view in
        guard unsafe mount(path, view, nil, UInt(MS_BIND), nil) == 0 else { return nil }
        defer { _ = unsafe umount2(view, Int32(MNT_DETACH)) }
        let flags = UInt(MS_BIND | MS_REMOUNT | MS_RDONLY)
        guard unsafe mount(nil, view, nil, flags, nil) == 0 else { return nil }
        return try body(view)
    }
}

private func mayMount() async -> Bool {
    do { return try await withSmallDisk(sizeBytes: 65_536) { _ in true } ?? false } catch {
        return false
    }
}

@Suite(
    "Small and read-only disks",
    .enabled("needs the right to mount") { await mayMount() }
)
struct SmallDiskTests {
    @Test("A full disk is a typed error; what was committed before is still read")
    func diskFull() async throws {
        let ran: Void? = try await withSmallDisk(sizeBytes: 1 << 20) { path in
            let environment = try Environment(opening: path + "/log")
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            var committedCount: UInt64 = 0
            var failure: LMDBError?
            while failure == nil && committedCount < 100 {
                do throws(LMDBError) {
                    try environment.writing { transaction throws(LMDBError) in
                        let value = [UInt8](repeating: 1, count: 50_000)
                        try transaction.append(value, for: committedCount, in: table)
                    }
                    committedCount += 1
                } catch { failure = error }
            }
            // A write that is cut short is reported by the engine as EIO.
            #expect(failure == .diskFull || failure == .inputOutput)
            #expect(committedCount > 5)
            var transaction = try environment.beginReading()
            #expect(try transaction.entryCount(of: table) == committedCount)
            for key in 0..<committedCount {
                #expect(try transaction.copy(of: key, in: table)?.count == 50_000)
            }
            try transaction.renew()
            // Reader slots have their place on the disk already.
            var holders: [Holder] = []
            for _ in 0..<1_000 { holders.append(Holder(try environment.beginReading())) }
            #expect(holders.count == 1_000)
        }
        #expect(ran != nil)
    }

    @Test("A read-only medium is read without a lock file and not written")
    func readOnlyMedium() async throws {
        let ran: Void? = try await withSmallDisk(sizeBytes: 1 << 20) { path in
            let folder = path + "/log"
            do {
                let environment = try Environment(opening: folder)
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                try environment.writing { transaction throws(LMDBError) in
                    try transaction.put([5], for: 1, in: table)
                }
            }
            let seen: Void? = try await withReadOnlyView(of: path) { view in
                #expect(throws: EnvironmentOpenError.engine(.readOnlyMedium)) {
                    try Environment(opening: view + "/log")
                }
                let environment = try Environment(
                    opening: view + "/log",
                    options: EnvironmentOptions(readOnly: true)
                )
                #expect(environment.readsWithoutLockFile)
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                let transaction = try environment.beginReading()
                #expect(try transaction.copy(of: 1, in: table) == [5])
                #expect(try environment.clearDeadReaders() == 0)
            }
            #expect(seen != nil)
        }
        #expect(ran != nil)
    }
}
