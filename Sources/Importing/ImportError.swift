package import EventLog

/// Why an import could not go on; what was acknowledged before stays written.
package enum ImportError: Error, Hashable, Sendable {
    /// The file could not be opened. Check the path and the permissions.
    case cannotOpen(file: String, reason: String)
    /// Reading failed in the middle. Import again when the disk or pipe works: what is recorded
    /// already is passed over as duplicates.
    case cannotRead(file: String, reason: String)
    /// A `.zst` or `.gz` file ends before its end mark: an unfinished copy. Fetch it again.
    case cutShort(file: String, form: CompressedForm)
    /// A `.zst` or `.gz` file is not what its first bytes say. Fetch it again.
    case damaged(file: String, form: CompressedForm, reason: String)
    /// A `.zst` file is sound but was made in a way that would need too much memory, or a dictionary.
    /// Have it compressed anew without such options.
    case unsupported(file: String, form: CompressedForm)
    /// The file expands beyond all proportion; a file made to exhaust its reader.
    case expandsTooMuch(file: String, readBytes: Int, expandedBytes: Int)
    /// A compressed stream is longer than may be copied to the disk for the check of its checksum. Save
    /// it to a file and import that.
    case tooLargeToSpool(file: String, limitBytes: Int)
    /// A column map, a class list or a division list cannot be used; says where and why.
    case unusable(file: String, line: Int?, reason: String, accepted: String)
    /// The file for bad lines could not be written.
    case cannotWrite(file: String, reason: String)
    /// The file for bad lines exists already and would be lost. Choose another name or move it away.
    case exists(file: String)
    /// The ledger could not go on writing; what it acknowledged stays.
    case ledger(AppendError)
}
