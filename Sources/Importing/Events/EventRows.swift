package import EventModel

/// Rows of some source that become events one by one: lines of NDJSON, records of CSV, divisions of
/// a list.
package protocol EventRows: AnyObject {
    /// What people call the source.
    var name: String { get }

    /// What refused rows need above them to be read again, such as the head of a CSV file; else empty.
    var head: [UInt8] { get }

    /// Takes the next rows, unread by the door; `nil` at the end.
    ///
    /// - Parameters:
    ///   - rowCount: Rows to take at most; at least one.
    ///   - byteCount: Bytes after which no further row is taken.
    /// - Returns: Rows that may be read on any thread, while the next ones are taken.
    /// - Throws: ``ImportError`` when the source itself fails; a row that is merely wrong is refused when it is
    ///   read.
    func take(rowCount: Int, byteCount: Int) throws(ImportError) -> (any UnreadRows)?
}

/// Rows of a source that wait for the door.
package protocol UnreadRows: Sendable {
    /// Number of rows.
    var count: Int { get }

    /// Reads the rows into a batch, in their order.
    func read(into batch: inout ImportBatch)
}

extension EventRows {
    /// Rows stand on their own.
    package var head: [UInt8] { [] }
}

/// A row that was refused, with all that a clerk needs to mend it.
package struct RowProblem: Hashable, Sendable {
    /// The file, `-` for standard input.
    package let file: String
    /// Line in the file, from 1.
    package let line: Int
    /// Why: name, field, what was found, what would be accepted.
    package let refusal: Refusal

    /// Makes a problem.
    package init(file: String, line: Int, refusal: Refusal) {
        self.file = file
        self.line = line
        self.refusal = refusal
    }
}

extension EventReader {
    /// Reads an event into a batch; gives the refusal if it is refused.
    func refusal(of bytes: Span<UInt8>, into batch: inout EventBatch) -> Refusal? {
        do throws(Refusal) {
            try read(bytes, into: &batch)
            return nil
        } catch {
            return error
        }
    }
}
