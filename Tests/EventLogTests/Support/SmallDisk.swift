import Glibc

/// A file system of a given size in memory, as a full or read-only disk.
enum SmallDisk {
    /// Whether this process may mount.
    static let isAvailable: Bool = {
        do {
            return try withTemporaryPath { path in
                guard makeFolder(path), mounted(path, sizeBytes: 65_536) else { return false }
                return unsafe umount2(path, Int32(MNT_DETACH)) == 0
            }
        } catch {
            return false
        }
    }()

    /// Gives a body the path of a new disk and takes the disk away afterwards.
    static func with<Result>(sizeBytes: Int, _ body: (String) throws -> Result) throws -> Result {
        try withTemporaryPath { path in
            guard makeFolder(path), mounted(path, sizeBytes: sizeBytes) else {
                throw MountFailure()
            }
            defer { _ = unsafe umount2(path, Int32(MNT_DETACH)) }
            return try body(path)
        }
    }

    /// Gives a disk another size.
    static func resize(_ path: String, toBytes sizeBytes: Int) -> Bool {
        unsafe mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT), "size=\(sizeBytes)") == 0
    }

    /// Refused as busy while a program that another test starts, not yet itself, holds our files open.
    static func makeReadOnly(_ path: String) -> Bool {
        for _ in 0..<1_000 {
            if unsafe mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 {
                return true
            }
            guard errno == EBUSY else { return false }
            sched_yield()
        }
        return false
    }

    private struct MountFailure: Error {}

    private static func makeFolder(_ path: String) -> Bool { unsafe mkdir(path, 0o755) == 0 }

    private static func mounted(_ path: String, sizeBytes: Int) -> Bool {
        unsafe mount("tmpfs", path, "tmpfs", 0, "size=\(sizeBytes)") == 0
    }
}
