internal import CSQLite

/// Adds rows to one table by a statement that is prepared once.
///
/// Let go of it before its file is finished.
@safe package final class SQLiteRows {
    private let file: SQLiteFile
    private let statement: OpaquePointer
    private let columnCount: Int

    init(_ statement: String, columnCount: Int, of file: SQLiteFile) throws(SQLiteError) {
        self.file = file
        self.columnCount = columnCount
        unsafe self.statement = unsafe try file.prepare(statement)
    }

    deinit { unsafe sqlite3_finalize(statement) }

    /// Adds a row.
    ///
    /// - Parameter values: One for each column of the table.
    /// - Throws: ``SQLiteError`` when the disk is full.
    package func append(_ values: [SQLiteValue]) throws(SQLiteError) {
        precondition(values.count == columnCount, "a row has \(columnCount) values")
        for (index, value) in values.enumerated() {
            try file.check(bind(value, at: Int32(index + 1)))
        }
        let code = unsafe sqlite3_step(statement)
        guard code == SQLITE_DONE else { throw file.error(code) }
        try file.check(unsafe sqlite3_reset(statement))
    }

    private func bind(_ value: SQLiteValue, at place: Int32) -> Int32 {
        // Tells the library to take a copy (SQLITE_TRANSIENT, a macro that Swift does not see).
        let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return unsafe sqlite3_bind_null(statement, place)
        case .integer(let number): return unsafe sqlite3_bind_int64(statement, place, number)
        case .text(let text):
            // With a count, so that a text may hold a zero.
            var copy = text
            return copy.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    unsafe sqlite3_bind_text64(
                        statement,
                        place,
                        characters.baseAddress,
                        UInt64(characters.count),
                        copies,
                        UInt8(SQLITE_UTF8)
                    )
                }
            }
        case .blob(let bytes):
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe sqlite3_bind_blob64(
                    statement,
                    place,
                    bytes.baseAddress,
                    UInt64(bytes.count),
                    copies
                )
            }
        }
    }
}
