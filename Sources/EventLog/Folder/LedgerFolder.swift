internal import EventModel
internal import LMDB

/// The folder that is a ledger: `log/` (the record), `views/` (rebuilt at will), `keys/`,
/// `cairn.json`.
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
            throw LogError(error, path: path)
        }
        self.path = path
        manifest = try LedgerManifest(reading: text, path: path)
    }

    /// Makes the folders of a new ledger; ``finish()`` completes it with `cairn.json`.
    ///
    /// - Throws: ``LogError/alreadyExists(path:)`` unless the folder is new or empty.
    init(creating path: String, manifest: LedgerManifest) throws(LogError) {
        self.path = path
        self.manifest = manifest
        do throws(LMDBError) {
            if try !FolderFiles.makeFolder(path), !FolderFiles.isEmptyFolder(path) {
                throw .targetExists
            }
            for folder in [logPath, viewsPath, keysPath] {
                _ = try FolderFiles.makeFolder(folder)
            }
        } catch {
            if error == .targetExists { throw LogError.alreadyExists(path: path) }
            throw LogError(error, path: path)
        }
    }

    /// Writes `cairn.json`, from which on the folder is a ledger.
    func finish() throws(LogError) {
        do throws(LMDBError) {
            try FolderFiles.replace(LedgerManifest.fileName, in: path, with: manifest.text)
        } catch {
            throw LogError(error, path: path)
        }
    }
}
