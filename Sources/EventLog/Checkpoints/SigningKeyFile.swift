package import Evidence
internal import LMDB

/// The file of the key that signs the ledger's checkpoints: `keys/signing.key`, mode 0600.
package enum SigningKeyFile {
    /// Name of the file in `keys/`.
    package static let name = "signing.key"
    private static let limitBytes = 4_096

    /// Writes the key, in the place of the one that is there.
    ///
    /// - Throws: ``LogError/readOnlyFolder(path:)``, ``LogError/full(_:)``, ``LogError/storage(_:)``.
    package static func write(
        _ key: SigningKey,
        in folder: LedgerFolder
    ) throws(LogError) {
        do throws(LMDBError) {
            _ = try FolderFiles.makeFolder(folder.keysPath, mode: 0o700)
            try FolderFiles.replace(
                name,
                in: folder.keysPath,
                with: Array("\(key.privateText)\n".utf8),
                mode: 0o600
            )
        } catch {
            throw LogError(error, path: folder.path)
        }
    }

    /// Reads the key and compares it with what the ledger says.
    ///
    /// - Parameters:
    ///   - expected: The key that the ledger names; `nil` if it names none.
    ///   - folder: The ledger's.
    /// - Returns: The key, whose public half is the expected one.
    /// - Throws: ``LogError/signingKey(path:_:)``: restore the file, or record a new key.
    package static func read(
        _ expected: VerifierKey?,
        in folder: LedgerFolder
    ) throws(LogError) -> SigningKey {
        func fault(_ fault: SigningKeyFault) -> LogError { .signingKey(path: folder.path, fault) }
        guard let expected else { throw fault(.none) }
        let bytes: [UInt8]
        do throws(LMDBError) {
            bytes = try FolderFiles.read("\(folder.keysPath)/\(name)", limitBytes: limitBytes)
        } catch {
            switch error {
            case .missing: throw fault(.missing)
            case .accessDenied: throw fault(.denied)
            default: throw fault(.unreadable(error.description))
            }
        }
        let key: SigningKey
        do throws(NoteError) {
            key = try SigningKey(parsing: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw fault(.unreadable(error.description))
        }
        guard key.verifierKey == expected else {
            throw fault(.foreign(expected: "\(expected)", found: "\(key.verifierKey)"))
        }
        return key
    }
}
