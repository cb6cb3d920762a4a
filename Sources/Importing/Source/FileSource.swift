/// Reads a file or standard input piece by piece; `.zst` and `.gz` are recognised by their first
/// bytes, whatever the name says.
///
/// A compressed file is read to its end once before its first byte is given out: its checksum stands
/// behind the content, and what was recorded from a damaged file could not be taken back. A compressed
/// stream that cannot be read twice goes through a ``SpoolFile``. Plain text has no checksum and is given
/// out as it comes.
package final class FileSource: ByteSource {
    /// The path, or `-` for standard input.
    package let name: String
    /// Size of the file on disk in bytes; `nil` for a pipe.
    package var storedByteCount: Int? { stored.byteCount }
    /// Bytes taken from the file so far, before expansion; for progress.
    package var readByteCount: Int { stored.readByteCount }

    /// Most bytes of a compressed stream that are copied to the disk: 16 GiB, which hold more than a
    /// billion events.
    package static let standardSpoolBytes = 16 << 30

    private var stored: StoredBytes
    private let expansion: ExpansionLimit
    private let spoolBytes: Int
    private var hasBegun = false
    private var pass: ExpansionPass?

    /// Opens a file; `-` is standard input.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - expansion: How far a compressed file may expand.
    ///   - spoolBytes: Most bytes of a compressed stream that are copied to the disk.
    /// - Throws: ``ImportError/cannotOpen(file:reason:)`` with the system's reason.
    package init(
        path: String,
        expansion: ExpansionLimit = .standard,
        spoolBytes: Int = FileSource.standardSpoolBytes
    ) throws(ImportError) {
        self.name = path
        self.expansion = expansion
        self.spoolBytes = spoolBytes
        stored = try StoredBytes(path: path)
    }

    /// Adds the next piece, expanded; see ``ByteSource/read(into:)``.
    ///
    /// - Throws: ``ImportError/cannotRead(file:reason:)`` when the file cannot be read on;
    ///   ``ImportError/cutShort(file:form:)``, ``ImportError/damaged(file:form:reason:)``,
    ///   ``ImportError/unsupported(file:form:)`` and
    ///   ``ImportError/expandsTooMuch(file:readBytes:expandedBytes:)`` when a compressed file is not sound,
    ///   at the first call, before any byte is given out, unless it changes meanwhile;
    ///   ``ImportError/tooLargeToSpool(file:limitBytes:)`` and ``ImportError/cannotWrite(file:reason:)``
    ///   when a compressed stream cannot be copied to the disk. The caller stops the import; what was
    ///   acknowledged stays.
    /// - Complexity: the first call reads a compressed file to its end.
    package func read(into buffer: inout [UInt8]) throws(ImportError) -> Bool {
        if !hasBegun {
            hasBegun = true
            try begin()
        }
        if let pass { return try pass.read(into: &buffer) }
        let piece = try stored.next()
        buffer.append(contentsOf: piece)
        return !piece.isEmpty
    }

    /// Recognises the form; a compressed file is checked to its end here.
    private func begin() throws(ImportError) {
        let first = try stored.peek()
        if first.count < CompressedForm.magicByteCount, let form = CompressedForm(name: name) {
            throw .cutShort(file: name, form: form)
        }
        guard let form = CompressedForm(firstBytes: first) else { return }
        let spool = stored.byteCount == nil ? try SpoolFile(of: name, limitBytes: spoolBytes) : nil
        stored.copy = spool
        try ExpansionPass(stored, form: form, limit: expansion).check()
        if let spool {
            stored = try spool.stored()
        } else {
            try stored.rewind()
        }
        pass = try ExpansionPass(stored, form: form, limit: expansion)
    }
}
