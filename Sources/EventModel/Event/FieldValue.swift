/// The value of one data field in the form in which it is stored.
///
/// The schema's ``FieldKind`` says what an integer or text means: a date is its days since 1970-01-01, a
/// month its months since 1970-01, a choice its index in the schema's list, a boolean 0 or 1; a list or
/// an object is its RFC 8785 text.
package enum FieldValue: Hashable, Sendable {
    /// An optional field that the producer left out.
    case absent
    /// Integer, boolean, date, month or choice.
    case integer(Int64)
    /// String, or the canonical JSON text of a list or object.
    case text(String)
}
