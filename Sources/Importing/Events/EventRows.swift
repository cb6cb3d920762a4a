package import EventModel

/// Rows of some source that become events one by one: lines of NDJSON, records of CSV, divisions of
/// a list.
package protocol EventRows: AnyObject {
    /// What people call the source.
    var name: String { get }

    /// What refused rows need above them to be read again, such as the head of a CSV file; else empty.
    var head: [UInt8] { get }

    /// Reads the next row, whose event goes into the batch if it gives one; `nil` at the end.
    ///
    /// - Throws: ``ImportError`` when the source itself fails; a row that is merely wrong is given
    ///   with its refusal.
    func next(into batch: inout EventBatch) throws(ImportError) -> EventRow?
}

extension EventRows {
    /// Rows stand on their own.
    package var head: [UInt8] { [] }
}

/// One row that was read: its event went into the batch, unless it was refused.
package struct EventRow: Sendable {
    /// Line in the source, from 1.
    package let line: Int
    /// Why the row gives no event.
    package let refusal: Refusal?
    /// The row as it stood in the source, if the reader was told to keep it; empty if it is too long.
    package let text: [UInt8]
    /// Bytes of the row in the source, as a measure of the memory that its event takes.
    package let byteCount: Int

    /// Makes a row.
    package init(
        line: Int,
        refusal: Refusal?,
        text: [UInt8] = [],
        byteCount: Int = 0
    ) {
        self.line = line
        self.refusal = refusal
        self.text = text
        self.byteCount = byteCount
    }
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
