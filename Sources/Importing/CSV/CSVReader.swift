/// Reads CSV as RFC 4180 has it, record by record, over a ``LineReader``.
///
/// A field that starts with a quote may hold delimiters and line breaks; `""` in it is one quote.
/// Bytes must be UTF-8. Records of another count of fields than the head are given as they are; the
/// caller decides.
package final class CSVReader {
    /// One record.
    package struct Record: Sendable {
        /// Number of its first line, from 1.
        package let line: Int
        /// Fields without their quotes.
        package let fields: [String]
        /// The record's bytes as they stood in the file, without the last line end; empty if too long.
        package let bytes: [UInt8]
        /// What is wrong with its form; then ``fields`` is empty.
        package let fault: Fault?
    }

    private let lines: LineReader
    private let delimiter: UInt8

    /// Reads records from lines; `delimiter` is one ASCII character other than a quote.
    package init(_ lines: LineReader, delimiter: UInt8 = 0x2C) {
        precondition(delimiter < 0x80 && delimiter != 0x22, "an ASCII delimiter")
        self.lines = lines
        self.delimiter = delimiter
    }

    /// Gives the next record; `nil` at the end.
    ///
    /// Empty lines between records are passed over.
    ///
    /// - Throws: ``ImportError`` of the source.
    package func next() throws(ImportError) -> Record? {
        while let line = try lines.next() {
            if line.isTooLong {
                let fault = Fault.tooLong(byteCount: line.byteCount)
                return Record(line: line.number, fields: [], bytes: [], fault: fault)
            }
            if lines.content(of: line).isEmpty { continue }
            return try record(startingWith: line)
        }
        return nil
    }

    private func record(startingWith first: LineReader.Line) throws(ImportError) -> Record {
        var bytes = Array(lines.buffer[first.range])
        var parser = CSVRecordParser(delimiter: delimiter)
        parser.take(bytes[...])
        while parser.isOpen {
            guard let line = try lines.next() else {
                parser.finish()
                break
            }
            guard !line.isTooLong, bytes.count + 1 + line.byteCount <= lines.limitBytes else {
                return try passOverRest(of: parser, from: line, first, byteCount: bytes.count + 1)
            }
            bytes.append(0x0A)
            bytes.append(contentsOf: lines.buffer[line.range])
            parser.take(lines.buffer[line.range])
        }
        if bytes.last == 0x0D { bytes.removeLast() }
        return Record(
            line: first.number,
            fields: parser.fault == nil ? parser.fields : [],
            bytes: bytes,
            fault: parser.fault
        )
    }

    /// Passes over a record that is over the limit without keeping it, to the line in which its quote
    /// closes: what stands in the quotes must not be taken for rows.
    private func passOverRest(
        of parser: consuming CSVRecordParser,
        from line: LineReader.Line,
        _ first: LineReader.Line,
        byteCount: Int
    ) throws(ImportError) -> Record {
        parser.forget()
        var byteCount = byteCount
        var next: LineReader.Line? = line
        while let line = next, parser.isOpen {
            byteCount += line.byteCount + 1
            // The search ends at a line too long to be held: nothing is known of its quotes.
            if line.isTooLong { break }
            parser.take(lines.buffer[line.range])
            next = parser.isOpen ? try lines.next() : nil
        }
        let fault = Fault.tooLong(byteCount: byteCount - 1)
        return Record(line: first.number, fields: [], bytes: [], fault: fault)
    }
}
