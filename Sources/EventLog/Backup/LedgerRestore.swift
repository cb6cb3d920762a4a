package import EventModel
internal import LMDB

/// Makes a ledger out of a backup, in a folder of its own.
///
/// The restored ledger begins a new epoch: whoever followed the old one may have seen events that the backup does not
/// hold. It is there whole and checked, or not at all.
package enum LedgerRestore {
    /// What was restored, and what the check of it found.
    package struct Report: Sendable {
        /// What the backup says of itself.
        package let manifest: BackupManifest
        /// The check of every event, digest and root; `nil` if it was left out.
        package let check: VerifyReport?
        /// The check of the checkpoints.
        package let checkpoints: CheckpointReport
    }

    /// Restores a backup.
    ///
    /// - Parameters:
    ///   - backup: Folder of the backup; it is only read.
    ///   - path: Folder of the new ledger; nothing may stand there.
    ///   - verifying: Whether every event is checked; roots are compared in any case.
    ///   - registry: The types of the program.
    ///   - options: Sizes.
    ///   - clock: For opening.
    ///   - progress: Called while events are checked, with the numbers of checked events and of all.
    /// - Returns: What was restored.
    /// - Throws: ``LogError/alreadyExists(path:)``; ``LogError/notALedger(path:)`` when the folder holds no backup;
    ///   ``LogError/damaged(_:)`` when what it holds is not what it says; nothing is left then.
    package static func restore(
        _ backup: String,
        to path: String,
        verifying: Bool,
        registry: SchemaRegistry,
        options: LogOptions,
        clock: any LedgerClock,
        progress: (UInt64, UInt64) -> Void = { _, _ in }
    ) throws(LogError) -> Report {
        let path = FolderFiles.trimmed(path)
        guard !FolderFiles.exists(path) else { throw .alreadyExists(path: path) }
        let manifest = try manifest(of: backup)
        let unfinished = path + ".unfinished"
        FolderFiles.removeTree(unfinished)
        do throws(LogError) {
            try LedgerBackup.wrapped(path) { () throws(LMDBError) in
                _ = try FolderFiles.makeFolder(unfinished)
                try FolderFiles.copyFiles(in: backup, to: unfinished)
                try FolderFiles.remove(BackupManifest.fileName, in: unfinished)
                if manifest.accessCount != nil {
                    try FolderFiles.remove(BackupManifest.fileName, in: unfinished + "/access")
                }
            }
            try LedgerEpoch.renew(in: try LedgerFolder(opening: unfinished))
            if let count = manifest.accessCount {
                let access = try self.manifest(of: backup + "/access")
                guard access.eventCount == count else {
                    throw .damaged(
                        DamageError(
                            part: "backup",
                            position: count,
                            detail: "its access ledger holds \(access.eventCount) events"
                        )
                    )
                }
                _ = try check(
                    unfinished + "/access",
                    access,
                    verifying: verifying,
                    SchemaRegistry([]),
                    options,
                    clock
                ) { _, _ in
                }
            }
            let report = try check(
                unfinished,
                manifest,
                verifying: verifying,
                registry,
                options,
                clock,
                progress
            )
            try LedgerBackup.wrapped(path) { () throws(LMDBError) in
                try FolderFiles.rename(folder: unfinished, to: path)
            }
            return report
        } catch {
            FolderFiles.removeTree(unfinished)
            throw error
        }
    }

    /// What a backup says of itself.
    ///
    /// - Throws: ``LogError/notALedger(path:)`` when the folder holds no backup that this program reads.
    package static func manifest(of backup: String) throws(LogError) -> BackupManifest {
        let bytes: [UInt8]
        do throws(LMDBError) {
            bytes = try FolderFiles.read(
                "\(backup)/\(BackupManifest.fileName)",
                limitBytes: BackupManifest.limitBytes
            )
        } catch {
            throw LogError(error, path: backup)
        }
        guard let manifest = BackupManifest(reading: bytes) else {
            throw .manifestDamaged(
                path: backup,
                detail: "backup.json is not that of a backup of format 1"
            )
        }
        return manifest
    }

    private static func check(
        _ path: String,
        _ manifest: BackupManifest,
        verifying: Bool,
        _ registry: SchemaRegistry,
        _ options: LogOptions,
        _ clock: any LedgerClock,
        _ progress: (UInt64, UInt64) -> Void
    ) throws(LogError) -> Report {
        let log = try EventLog(
            opening: path,
            mode: .reading,
            registry: registry,
            options: options,
            clock: clock
        )
        defer { log.close() }
        func differs(_ detail: String) -> LogError {
            .damaged(
                DamageError(part: "backup", position: manifest.eventCount, detail: detail)
            )
        }
        do {
            return try log.withSnapshot { snapshot in
                guard log.folder.manifest.ledgerID == manifest.ledgerID else {
                    throw differs("it holds the ledger \(log.folder.manifest.ledgerID)")
                }
                guard snapshot.eventCount == manifest.eventCount else {
                    throw differs("it holds \(snapshot.eventCount) events")
                }
                let report = verifying ? try snapshot.verify(progress: progress) : nil
                if let damage = report?.problems.first { throw LogError.damaged(damage) }
                guard try snapshot.rootHash(of: manifest.eventCount) == manifest.rootHash else {
                    throw differs("its root is another one")
                }
                return Report(
                    manifest: manifest,
                    check: report,
                    checkpoints: try KeptCheckpoints(of: log.folder).verify(against: snapshot)
                )
            }
        } catch let error as LogError {
            throw error
        } catch {
            preconditionFailure("nothing else is thrown: \(error)")
        }
    }
}
