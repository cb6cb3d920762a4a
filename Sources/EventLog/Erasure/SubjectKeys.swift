import EventModel
package import Privacy
internal import LMDB

/// The keys that seal personal fields: a file each in `keys/subjects/`, mode 0600, named by the hash of the subject.
///
/// They stand outside the log and are never part of a backup of it. A key that is lost is like an erasure that nobody
/// ordered: keep a copy of the folder apart, and destroy there what is erased here.
package struct SubjectKeys: Sendable {
    private let folder: LedgerFolder

    private static let mark = "cairn-subject-key/1"
    private static let limitBytes = 4_096

    /// The keys of a ledger.
    package init(of folder: LedgerFolder) { self.folder = folder }

    /// The key of a subject; `nil` if there is none, because it was never made or because it was destroyed.
    ///
    /// - Throws: ``LogError/subjectKey(subject:detail:)`` when the file is there and holds no key of the subject.
    package func key(of subject: String) throws(LogError) -> SubjectKey? {
        let place = place(of: subject)
        let bytes: [UInt8]
        do throws(LMDBError) {
            bytes = try FolderFiles.read(
                "\(place.folder)/\(place.name)",
                limitBytes: Self.limitBytes
            )
        } catch {
            if error == .missing { return nil }
            throw .subjectKey(subject: subject, detail: "its file cannot be read: \(error)")
        }
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, lines[0] == Self.mark, String(lines[1]).hasSameBytes(as: subject),
            let key = Base64.decode(lines[2]).flatMap(SubjectKey.init(bytes:)), lines[3].isEmpty
        else { throw .subjectKey(subject: subject, detail: "its file does not hold it") }
        return key
    }

    /// The key of a subject, made and flushed to the disk if there is none.
    ///
    /// Of several that make it at the same time all get the one that came first.
    ///
    /// - Throws: As ``key(of:)``; ``LogError/readOnlyFolder(path:)``, ``LogError/full(_:)``, ``LogError/storage(_:)``.
    package func makeKey(of subject: String) throws(LogError) -> SubjectKey {
        if let key = try key(of: subject) { return key }
        let made = SubjectKey()
        let place = place(of: subject)
        do throws(LMDBError) {
            for path in [folder.keysPath, "\(folder.keysPath)/subjects", place.folder] {
                if try FolderFiles.makeFolder(path, mode: 0o700) {
                    try FolderFiles.flushFolder(path + "/..")
                }
            }
            let isOurs = try FolderFiles.create(
                place.name,
                in: place.folder,
                with: Array("\(Self.mark)\n\(subject)\n\(Base64.encode(made.bytes))\n".utf8),
                mode: 0o600
            )
            if isOurs { return made }
        } catch {
            throw LogError(error, path: folder.path)
        }
        guard let key = try key(of: subject) else {
            throw .subjectKey(subject: subject, detail: "its file went away")
        }
        return key
    }

    /// Destroys the key of a subject: the file is overwritten, flushed and removed.
    ///
    /// What a disk keeps of overwritten sectors is beyond a program; encrypt the disk.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: ``LogError/readOnlyFolder(path:)``, ``LogError/storage(_:)``: repeat it.
    package func destroyKey(of subject: String) throws(LogError) -> Bool {
        let place = place(of: subject)
        do throws(LMDBError) {
            return try FolderFiles.destroy(place.name, in: place.folder)
        } catch {
            throw LogError(error, path: folder.path)
        }
    }

    private func place(of subject: String) -> (folder: String, name: String) {
        let digits = SHA256Digest.hash(Array(subject.utf8)).description
        return ("\(folder.keysPath)/subjects/\(digits.prefix(2))", "\(digits.dropFirst(2)).key")
    }
}
