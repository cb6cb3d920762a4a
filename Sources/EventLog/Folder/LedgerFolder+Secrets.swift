internal import LMDB

extension LedgerFolder {
    /// Longest file of `keys/` that is read, in bytes.
    private static let secretLimitBytes = 8 << 20

    /// Reads a file of `keys/`; `nil` if there is none.
    ///
    /// - Throws: ``LogError/readOnlyFolder(path:)`` when this user may not read it, ``LogError/storage(_:)`` when
    ///   the system fails.
    package func secretFile(_ name: String) throws(LogError) -> [UInt8]? {
        do throws(LMDBError) {
            return try FolderFiles.read("\(keysPath)/\(name)", limitBytes: Self.secretLimitBytes)
        } catch {
            if error == .missing { return nil }
            throw LogError(error, path: path)
        }
    }

    /// Changes a file of `keys/` while nobody else changes it; the new one is on the disk afterwards, mode 0600.
    ///
    /// - Parameters:
    ///   - name: Name of the file, which is made if there is none.
    ///   - change: Gets the bytes, `nil` if there is no file, and gives the new ones.
    /// - Throws: As ``secretFile(_:)``, and what the change throws; the file is as it was then.
    package func changeSecretFile(
        _ name: String,
        _ change: ([UInt8]?) throws(LogError) -> [UInt8]
    ) throws(LogError) {
        do throws(LMDBError) {
            _ = try FolderFiles.makeFolder(keysPath, mode: 0o700)
        } catch {
            throw LogError(error, path: path)
        }
        try FolderFiles.withLock(
            "\(keysPath)/\(name).lock",
            mode: 0o600,
            failing: { LogError($0, path: path) }
        ) { () throws(LogError) in
            let bytes = try change(try secretFile(name))
            do throws(LMDBError) {
                try FolderFiles.replace(name, in: keysPath, with: bytes, mode: 0o600)
            } catch {
                throw LogError(error, path: path)
            }
        }
    }
}
