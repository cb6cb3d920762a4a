internal import CSQLite

/// Why an SQLite file could not be written.
package struct SQLiteError: Error, Hashable, Sendable {
    /// Result code of the library; see "Result and Error Codes" of SQLite.
    package let code: Int32
    /// The library's own words.
    package let reason: String
    /// The file.
    package let path: String

    /// Whether the disk, or what a file may hold, is full: make room and write the file anew.
    package var isFull: Bool { code & 0xFF == SQLITE_FULL }
    /// Whether the file exists already or cannot be made: choose another path, check permissions.
    package var cannotOpen: Bool { code & 0xFF == SQLITE_CANTOPEN }
}

extension SQLiteError: CustomStringConvertible {
    /// What happened and where, in one sentence.
    package var description: String { "\(path): SQLite error \(code): \(reason)" }
}
