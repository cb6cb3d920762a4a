/// A value of a row.
package enum SQLiteValue: Hashable, Sendable {
    /// No value.
    case null
    /// Whole number.
    case integer(Int64)
    /// Text.
    case text(String)
    /// Bytes.
    case blob([UInt8])
}

/// The kind of values that a column is declared for; SQLite stores every value as it is given.
package enum SQLiteColumnType: String, Hashable, Sendable {
    /// Whole numbers.
    case integer = "INTEGER"
    /// Texts.
    case text = "TEXT"
}
