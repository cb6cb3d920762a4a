internal import CSQLite
internal import Glibc

/// An SQLite file that is written once, in one transaction.
///
/// The same calls give the same bytes with the same version of the library, whose number stands in the file's
/// head. ``finish()`` completes the file; without it what is there is of no use. Not `Sendable`; use it from one thread
/// at a time.
@safe package final class SQLiteFile {
    let path: String
    private var database: OpaquePointer?

    /// The library and its version, which the bytes of a file depend on.
    package static var library: String {
        guard let version = unsafe sqlite3_libversion() else { return "SQLite" }
        return unsafe "SQLite " + String(cString: version)
    }

    /// Makes a new file.
    ///
    /// - Parameters:
    ///   - path: Where nothing stands yet.
    ///   - applicationID: Number by which tools recognise what the file is, in its head.
    /// - Throws: ``SQLiteError`` when the file exists or cannot be made.
    package init(creating path: String, applicationID: Int32) throws(SQLiteError) {
        self.path = path
        // The library itself would open what is there.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw SQLiteError(code: SQLITE_CANTOPEN, reason: reason, path: path)
        }
        Glibc.close(descriptor)
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
        let code = unsafe sqlite3_open_v2(path, &database, flags, nil)
        try check(code)
        // The file is made whole or thrown away: a journal and flushes would protect nothing.
        for setting in [
            "page_size = 4096", "encoding = 'UTF-8'", "journal_mode = OFF", "synchronous = OFF",
            "locking_mode = EXCLUSIVE", "cache_size = -16384", "temp_store = FILE",
            "application_id = \(applicationID)",
        ] {
            try execute("PRAGMA \(setting)")
        }
        try execute("BEGIN")
    }

    deinit { unsafe sqlite3_close_v2(database) }

    /// Makes a table.
    ///
    /// - Throws: ``SQLiteError``, for example when the name is taken.
    package func create(_ table: SQLiteTable) throws(SQLiteError) {
        try execute(table.creation)
    }

    /// Makes the indexes of a table; after its rows, which is faster.
    ///
    /// - Throws: ``SQLiteError``.
    package func createIndexes(of table: SQLiteTable) throws(SQLiteError) {
        for statement in table.indexCreations { try execute(statement) }
    }

    /// Prepares to add rows to a table.
    ///
    /// - Throws: ``SQLiteError``, for example when there is no such table.
    package func rows(of table: SQLiteTable) throws(SQLiteError) -> SQLiteRows {
        let places = table.columns.map { _ in "?" }.joined(separator: ", ")
        return try SQLiteRows(
            "INSERT INTO \(Self.quoted(table.name)) VALUES (\(places))",
            columnCount: table.columns.count,
            of: self
        )
    }

    /// Runs a statement that gives no rows, such as one that makes a view.
    ///
    /// - Throws: ``SQLiteError``.
    package func execute(_ statement: String) throws(SQLiteError) {
        try check(unsafe sqlite3_exec(database, statement, nil, nil, nil))
    }

    /// Completes and closes the file.
    ///
    /// - Throws: ``SQLiteError`` when the disk is full; the caller removes the file.
    package func finish() throws(SQLiteError) {
        try execute("COMMIT")
        let code = unsafe sqlite3_close(database)
        try check(code)
        unsafe database = nil
    }

    /// A name as SQL takes it, whatever it holds.
    package static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw error(code) }
    }

    func error(_ code: Int32) -> SQLiteError {
        var reason = "error \(code)"
        if let text = unsafe database == nil ? sqlite3_errstr(code) : sqlite3_errmsg(database) {
            reason = unsafe String(cString: text)
        }
        return SQLiteError(code: code, reason: reason, path: path)
    }

    func prepare(_ statement: String) throws(SQLiteError) -> OpaquePointer {
        var prepared: OpaquePointer?
        try check(unsafe sqlite3_prepare_v2(database, statement, -1, &prepared, nil))
        guard let prepared = unsafe prepared else { throw error(SQLITE_ERROR) }
        return unsafe prepared
    }
}
