package import EventModel

/// What a log says of itself at one moment: who it is, how many entries it has, and their root.
///
/// - SeeAlso: c2sp.org/tlog-checkpoint
package struct Checkpoint: Hashable, Sendable {
    /// Name of the log.
    package let origin: String
    /// Number of entries.
    package let treeSize: UInt64
    /// RFC 9162 root over them.
    package let rootHash: SHA256Digest
    /// Further lines, which this program does not write and keeps as they are.
    package let extensionLines: [String]

    /// Makes a checkpoint.
    package init(origin: String, treeSize: UInt64, rootHash: SHA256Digest) {
        self.origin = origin
        self.treeSize = treeSize
        self.rootHash = rootHash
        extensionLines = []
    }

    /// Reads a note's text.
    ///
    /// - Throws: ``NoteError/notACheckpoint(_:)``.
    package init(parsing text: String) throws(NoteError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", !lines.dropLast().contains("") else {
            throw .notACheckpoint("three lines or more, none of them empty, are expected")
        }
        guard let size = UInt64(lines[1]), String(size).elementsEqual(lines[1]),
            size <= UInt64(Int64.max)
        else { throw .notACheckpoint("a number of entries is expected on its second line") }
        guard let root = Base64.decode(lines[2]), root.count == SHA256Digest.byteCount else {
            throw .notACheckpoint("a root of 32 bytes in base 64 is expected on its third line")
        }
        origin = String(lines[0])
        treeSize = size
        rootHash = SHA256Digest(bytes: root)
        extensionLines = lines.dropFirst(3).dropLast().map(String.init)
    }

    /// The note's text; ends in a line break.
    package var text: String {
        ([origin, String(treeSize), Base64.encode(rootHash.bytes)] + extensionLines)
            .map { $0 + "\n" }.joined()
    }
}
