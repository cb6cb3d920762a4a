internal import EventModel
internal import Glibc
internal import LMDB

/// Copies a ledger into a folder, while others read and write it.
///
/// The copy is one consistent state of the log, with the checkpoints over it, the access ledger likewise, and, only if
/// they are asked for, the keys. A backup is there whole or not at all: it gets its name when everything is on the disk.
package enum LedgerBackup {
    /// Makes a backup.
    ///
    /// - Parameters:
    ///   - log: The ledger, open for reading or writing.
    ///   - path: Folder of the backup; nothing may stand there, its parent must exist.
    ///   - withKeys: Whether signing key, subject keys and API keys are copied too. A copy of a subject's key outlives
    ///     its erasure wherever the backup is kept.
    ///   - options: Sizes, to open the copy with.
    ///   - clock: Gives the moment of making.
    /// - Returns: What the backup holds.
    /// - Throws: ``LogError/alreadyExists(path:)``; ``LogError`` when reading or writing fails: nothing is left.
    /// - Complexity: O(bytes of the log).
    package static func make(
        of log: EventLog,
        to path: String,
        withKeys: Bool,
        options: LogOptions,
        clock: any LedgerClock
    ) throws(LogError) -> BackupManifest {
        let path = FolderFiles.trimmed(path)
        guard !FolderFiles.exists(path) else { throw .alreadyExists(path: path) }
        let unfinished = path + ".unfinished"
        FolderFiles.removeTree(unfinished)
        do throws(LogError) {
            let manifest = try copy(log, to: unfinished, withKeys: withKeys, options, clock)
            try wrapped(path) { () throws(LMDBError) in
                try FolderFiles.rename(folder: unfinished, to: path)
            }
            return manifest
        } catch {
            FolderFiles.removeTree(unfinished)
            throw error
        }
    }

    private static func copy(
        _ log: EventLog,
        to path: String,
        withKeys: Bool,
        _ options: LogOptions,
        _ clock: any LedgerClock
    ) throws(LogError) -> BackupManifest {
        let source = log.folder
        try wrapped(path) { () throws(LMDBError) in
            _ = try FolderFiles.makeFolder(path)
            _ = try FolderFiles.makeFolder(LedgerFolder.logPath(in: path))
        }
        try log.copyData(toFolder: LedgerFolder.logPath(in: path))
        try wrapped(path) { () throws(LMDBError) in
            for name in [LedgerManifest.fileName, LedgerEpoch.fileName]
            where FolderFiles.isFile("\(source.path)/\(name)") {
                try FolderFiles.copy("\(source.path)/\(name)", to: "\(path)/\(name)", mode: 0o640)
            }
        }
        let (count, root, last) = try extent(of: path, options, clock)
        // Looking at the copy made the engine's table of readers, which is this machine's.
        try wrapped(path) { () throws(LMDBError) in
            try FolderFiles.remove("lock.mdb", in: LedgerFolder.logPath(in: path))
        }
        try copyCheckpoints(of: source, upTo: count, to: path)
        try copySchemas(of: source, to: path)
        if withKeys { try copyKeys(of: source, to: path) }
        let accessCount = try copyAccess(of: source, to: path, withKeys: withKeys, options, clock)
        let manifest = BackupManifest(
            ledgerID: source.manifest.ledgerID,
            eventCount: count,
            rootHash: root,
            lastRecordedAt: last,
            createdAt: clock.now(),
            holdsKeys: withKeys,
            accessCount: accessCount
        )
        try wrapped(path) { () throws(LMDBError) in
            try FolderFiles.replace(BackupManifest.fileName, in: path, with: manifest.text)
        }
        return manifest
    }

    /// What a copied log holds.
    static func extent(
        of path: String,
        _ options: LogOptions,
        _ clock: any LedgerClock
    ) throws(LogError) -> (UInt64, SHA256Digest, Instant?) {
        var options = options
        options.ignoresCheckpoints = true
        let log = try EventLog(
            opening: path,
            mode: .reading,
            registry: SchemaRegistry([]),
            options: options,
            clock: clock
        )
        defer { log.close() }
        do {
            return try log.withSnapshot { snapshot in
                let count = snapshot.eventCount
                return (count, try snapshot.rootHash(of: count), try snapshot.lastRecordedAt)
            }
        } catch let error as LogError {
            throw error
        } catch {
            preconditionFailure("nothing else is thrown: \(error)")
        }
    }

    /// Copies the checkpoints that the copied events extend; later ones would call the copy rolled back.
    private static func copyCheckpoints(
        of source: LedgerFolder,
        upTo count: UInt64,
        to path: String
    ) throws(LogError) {
        guard FolderFiles.exists(source.checkpointsPath) else { return }
        let kept = KeptCheckpoints(of: source)
        let target = path + "/checkpoints"
        let sizes = try kept.sizes.filter { $0 <= count }
        try wrapped(path) { () throws(LMDBError) in
            _ = try FolderFiles.makeFolder(target)
            for size in sizes {
                let name = KeptCheckpoints.fileName(size)
                try FolderFiles.copy(
                    "\(source.checkpointsPath)/\(name)",
                    to: "\(target)/\(name)",
                    mode: 0o640
                )
            }
            try FolderFiles.flushFolder(target)
        }
    }

    /// Copies the deployment's own types and indicators, without which its events are not recorded further.
    private static func copySchemas(of source: LedgerFolder, to path: String) throws(LogError) {
        let folder = source.path + "/schemas"
        guard FolderFiles.exists(folder) else { return }
        try wrapped(path) { () throws(LMDBError) in
            _ = try FolderFiles.makeFolder(path + "/schemas")
            try FolderFiles.copyFiles(in: folder, to: path + "/schemas")
        }
    }

    private static func copyKeys(of source: LedgerFolder, to path: String) throws(LogError) {
        let target = path + "/keys"
        try wrapped(path) { () throws(LMDBError) in
            _ = try FolderFiles.makeFolder(target, mode: 0o700)
            guard FolderFiles.exists(source.keysPath) else { return }
            try FolderFiles.copyFiles(in: source.keysPath, to: target, areSecret: true)
        }
    }

    private static func copyAccess(
        of source: LedgerFolder,
        to path: String,
        withKeys: Bool,
        _ options: LogOptions,
        _ clock: any LedgerClock
    ) throws(LogError) -> UInt64? {
        let access = source.path + "/access"
        guard FolderFiles.isFile("\(access)/\(LedgerManifest.fileName)") else { return nil }
        let log = try EventLog(
            opening: access,
            mode: .reading,
            registry: SchemaRegistry([]),
            options: options,
            clock: clock
        )
        defer { log.close() }
        return try copy(log, to: path + "/access", withKeys: withKeys, options, clock).eventCount
    }

    static func wrapped<Result>(
        _ path: String,
        _ body: () throws(LMDBError) -> Result
    ) throws(LogError) -> Result {
        do throws(LMDBError) {
            return try body()
        } catch {
            if case .diskFull = error { throw .full(error) }
            throw LogError(error, path: path)
        }
    }
}

extension FolderFiles {
    private static let keysName = "keys"

    /// Copies the plain files of a folder, those in its folders too, those of `keys/` for their owner alone; what crashes
    /// left behind is left out.
    ///
    /// - Throws: What cannot be read, listed or written: a copy is never silently short.
    static func copyFiles(
        in source: String,
        to target: String,
        areSecret: Bool = false
    ) throws(LMDBError) {
        for name in try list(source) {
            let from = "\(source)/\(name)"
            if isFile(from) {
                // The note of the newest commit is part of a log; locks are of this machine.
                guard name == "writer.lock" || !name.hasSuffix(".lock"), name != "lock.mdb",
                    !name.hasPrefix(".")
                else { continue }
                try copy(from, to: "\(target)/\(name)", mode: areSecret ? 0o600 : 0o640)
            } else if isFolder(from) {
                let inner = areSecret || name == keysName
                _ = try makeFolder("\(target)/\(name)", mode: inner ? 0o700 : 0o750)
                try copyFiles(in: from, to: "\(target)/\(name)", areSecret: inner)
            }
        }
        try flushFolder(target)
    }
}
