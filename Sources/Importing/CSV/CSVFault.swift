extension CSVReader {
    /// What can be wrong with a record's form.
    package enum Fault: Error, Hashable, Sendable {
        /// A quoted field is not closed at the end of the file; index of the field.
        case unclosed(field: Int, lineCount: Int)
        /// Text follows a closing quote, or a quote stands inside a field without quotes; index of the
        /// field.
        case quoting(field: Int, lineCount: Int)
        /// Bytes that are not UTF-8; index of the field.
        case encoding(field: Int)
        /// The record has more bytes than the limit.
        case tooLong(byteCount: Int)
    }
}

extension CSVReader.Fault {
    /// Index of the field at fault; `nil` if it is the record as a whole.
    package var field: Int? {
        switch self {
        case .unclosed(let field, _), .quoting(let field, _), .encoding(let field): field
        case .tooLong: nil
        }
    }

    /// What was found, in words.
    package var found: String {
        switch self {
        case .unclosed(_, let lineCount):
            "a quote that is not closed to the end of the file, \(Self.lines(lineCount))"
        case .quoting(_, 1):
            "text behind a closing quote, or a quote in a cell that does not begin with one"
        case .quoting(_, let lineCount):
            "text behind the quote that closes a cell of \(Self.lines(lineCount))"
        case .encoding: "bytes that are not UTF-8"
        case .tooLong(let byteCount): "a record of \(byteCount) bytes or more"
        }
    }

    /// What would be accepted, in words.
    package func accepted(limitBytes: Int) -> String {
        switch self {
        case .unclosed, .quoting: "a cell in quotes, with quotes in it doubled"
        case .encoding:
            "UTF-8; convert the file first, such as with iconv -f GB18030 -t UTF-8 (or -f UTF-16)"
        case .tooLong: "a record of at most \(limitBytes) bytes"
        }
    }

    private static func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }
}
