package import Evidence
internal import LMDB

/// The files of a witness: its private key, and beside it what it cosigned last.
package enum WitnessFiles {
    /// Writes a key into a new file, mode 0600.
    ///
    /// - Returns: False if a file of that name is there; it is as it was.
    /// - Throws: ``LogError/readOnlyFolder(path:)``, ``LogError/full(_:)``, ``LogError/storage(_:)``.
    package static func write(_ key: SigningKey, to path: String) throws(LogError) -> Bool {
        let place = place(of: path)
        do throws(LMDBError) {
            return try FolderFiles.create(
                place.name,
                in: place.folder,
                with: Array("\(key.privateText)\n".utf8),
                mode: 0o600
            )
        } catch {
            throw LogError(error, path: place.folder)
        }
    }

    /// Name of the file of what was cosigned last.
    package static func memoryPath(ofKey path: String) -> String { path + ".seen" }

    /// Lets one run at a time decide whether to cosign; the memory is on the disk before the body's result is given.
    ///
    /// - Parameters:
    ///   - path: The key's file.
    ///   - body: Reads the memory and gives what is cosigned.
    /// - Returns: The result of the body.
    /// - Throws: What the body throws; ``LogError`` when the memory cannot be kept: nothing may be given away then.
    package static func cosigning(
        withKey path: String,
        _ body: () throws -> SignedCheckpoint
    ) throws -> SignedCheckpoint {
        let memory = place(of: memoryPath(ofKey: path))
        var result: Result<SignedCheckpoint, any Error>?
        try FolderFiles.withLock(
            memoryPath(ofKey: path) + ".lock",
            mode: 0o600,
            failing: { LogError($0, path: memory.folder) }
        ) { () throws(LogError) in
            let made = Result { try body() }
            result = made
            guard case .success(let signed) = made else { return }
            do throws(LMDBError) {
                try FolderFiles.replace(
                    memory.name,
                    in: memory.folder,
                    with: Array(signed.description.utf8)
                )
            } catch {
                throw LogError(error, path: memory.folder)
            }
        }
        guard let result else { preconditionFailure("the body was run") }
        return try result.get()
    }

    private static func place(of path: String) -> (folder: String, name: String) {
        let bytes = path.utf8
        guard let mark = bytes.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = String(decoding: bytes[..<mark], as: UTF8.self)
        let name = String(decoding: bytes[bytes.index(after: mark)...], as: UTF8.self)
        return (folder.isEmpty ? "/" : folder, name)
    }
}
