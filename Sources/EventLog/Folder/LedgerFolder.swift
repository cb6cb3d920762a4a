internal import EventModel
internal import LMDB

/// The folder that is a ledger: `log/` (the record), `views/` (rebuilt at will), `keys/` (secrets), `checkpoints/`
/// (what was signed), `cairn.json`.
package struct LedgerFolder: Hashable, Sendable {
    /// Path of the folder.
    package let path: String
    /// What `cairn.json` says.
    package let manifest: LedgerManifest

    /// The folder of the log's environment.
    package var logPath: String { Self.logPath(in: path) }
    /// The folder of read models and snapshots, which may be deleted at any time.
    package var viewsPath: String { path + "/views" }
    /// The folder of subject keys and the signing key.
    package var keysPath: String { path + "/keys" }

    /// The folder of the signed checkpoints.
    package var checkpointsPath: String { path + "/checkpoints" }

    /// The file that holds the record.
    var dataFilePath: String { logPath + "/" + Environment.dataFileName }

    static func logPath(in path: String) -> String { path + "/log" }

    /// Reads the folder of an existing ledger.
    ///
    /// - Throws: ``LogError/notALedger(path:)``, ``LogError/manifestDamaged(path:detail:)``,
    ///   ``LogError/newerFormat(path:found:supported:)``, ``LogError/readOnlyFolder(path:)``.
    package init(opening path: String) throws(LogError) {
        let text: [UInt8]
        do throws(LMDBError) {
            text = try FolderFiles.read(
                "\(path)/\(LedgerManifest.fileName)",
                limitBytes: LedgerManifest.limitBytes
            )
        } catch {
            guard error != FolderFiles.tooLong else {
                let detail = "it is longer than \(LedgerManifest.limitBytes) bytes"
                throw LogError.manifestDamaged(path: path, detail: detail)
            }
            throw LogError(error, path: path)
        }
        self.path = path
        manifest = try LedgerManifest(reading: text, path: path)
    }

    /// Makes the folders of a new ledger; ``finish()`` completes it with `cairn.json`.
    ///
    /// What a creation that was cut off left behind is taken over: the log in it must be empty, which
    /// the caller checks.
    ///
    /// - Throws: ``LogError/alreadyExists(path:)`` unless the folder is new, empty or left behind;
    ///   ``LogError/unsuitableOption(_:)`` if its parent is missing.
    init(creating path: String, manifest: LedgerManifest) throws(LogError) {
        self.path = path
        self.manifest = manifest
        do throws(LMDBError) {
            if try !FolderFiles.makeFolder(path), !Self.isLeftBehind(path) {
                throw .targetExists
            }
            for folder in [logPath, viewsPath, checkpointsPath] {
                _ = try FolderFiles.makeFolder(folder)
            }
            _ = try FolderFiles.makeFolder(keysPath, mode: 0o700)
        } catch {
            if error == .targetExists { throw LogError.alreadyExists(path: path) }
            if error == .missing {
                throw LogError.unsuitableOption("the folder in which \(path) is to be is missing")
            }
            throw LogError(error, path: path)
        }
    }

    /// Removes what was computed from events and kept: snapshots and read models, which are made anew.
    ///
    /// - Throws: ``LogError/readOnlyFolder(path:)``, ``LogError/storage(_:)``: repeat it.
    package func purgeViews() throws(LogError) {
        do throws(LMDBError) {
            for name in FolderFiles.names(in: viewsPath) ?? [] {
                try FolderFiles.remove(name, in: viewsPath)
            }
        } catch {
            throw LogError(error, path: path)
        }
    }

    /// Whether a folder holds nothing but what an unfinished creation makes: perhaps a log, empty
    /// folders, no `cairn.json`.
    private static func isLeftBehind(_ path: String) -> Bool {
        guard let names = FolderFiles.names(in: path) else { return false }
        let partial = ["log", "views", "keys", "checkpoints"]
        // The key of a ledger that never came to be signs nothing and is replaced; it is written behind the log.
        let hasLog = FolderFiles.exists("\(logPath(in: path))/\(Environment.dataFileName)")
        func isKey(_ name: String) -> Bool {
            hasLog
                && (name == SigningKeyFile.name
                    || FolderFiles.isTemporary(name, of: SigningKeyFile.name))
        }
        let logFiles = [
            Environment.dataFileName, Environment.lockFileName, WriterLock.fileName,
        ]
        return names.allSatisfy {
            partial.contains($0) || FolderFiles.isTemporary($0, of: LedgerManifest.fileName)
        }
            && (FolderFiles.names(in: "\(path)/log") ?? []).allSatisfy { logFiles.contains($0) }
            && (FolderFiles.names(in: "\(path)/keys") ?? []).allSatisfy(isKey)
            && ["views", "checkpoints"].allSatisfy { name in
                !names.contains(name) || FolderFiles.names(in: "\(path)/\(name)") == []
            }
    }

    /// Whether `cairn.json` is there.
    var isFinished: Bool { FolderFiles.exists("\(path)/\(LedgerManifest.fileName)") }

    /// Writes `cairn.json`, from which on the folder is a ledger.
    func finish() throws(LogError) {
        do throws(LMDBError) {
            // The name of the log's file must not be lost behind a `cairn.json` that is there.
            try FolderFiles.flushFolder(logPath)
            try FolderFiles.replace(LedgerManifest.fileName, in: path, with: manifest.text)
            // What an earlier creation left, which nobody goes on with.
            try FolderFiles.removeTemporaries(of: LedgerManifest.fileName, in: path)
            try FolderFiles.removeTemporaries(of: SigningKeyFile.name, in: keysPath)
            do throws(LMDBError) {
                try FolderFiles.flushFolder(path + "/..")
            } catch {
                // A user who may not list the parent has to rely on the file system here.
                guard error == .accessDenied else { throw error }
            }
        } catch {
            throw LogError(error, path: path)
        }
    }
}
