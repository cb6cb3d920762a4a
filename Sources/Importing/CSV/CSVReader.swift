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
        /// The record's bytes as they stood in the file, without the last line end.
        package let bytes: [UInt8]
        /// What is wrong with its form; then ``fields`` is empty.
        package let fault: Fault?
    }

    /// What can be wrong with a record's form.
    package enum Fault: Hashable, Sendable {
        /// A quoted field is not closed, or text follows its closing quote; index of the field.
        case quoting(field: Int)
        /// Bytes that are not UTF-8; index of the field.
        case encoding(field: Int)
        /// The record has more bytes than the limit.
        case tooLong(byteCount: Int)
    }

    private let lines: LineReader
    private let delimiter: UInt8

    /// Reads records from lines; `delimiter` is one ASCII character other than a quote.
    package init(_ lines: LineReader, delimiter: UInt8 = 0x2C) {
        precondition(delimiter < 0x80 && delimiter != Self.quote, "an ASCII delimiter")
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

    private static let quote: UInt8 = 0x22

    private func record(startingWith first: LineReader.Line) throws(ImportError) -> Record {
        var bytes = Array(lines.buffer[first.range])
        var quotes = Self.quoteCount(bytes[...])
        // An odd count of quotes means that a quoted field goes on in the next line.
        while !quotes.isMultiple(of: 2), bytes.count <= lines.limitBytes {
            guard let line = try lines.next() else { break }
            bytes.append(0x0A)
            bytes.append(contentsOf: lines.buffer[line.range])
            quotes += Self.quoteCount(lines.buffer[line.range])
            if line.isTooLong || bytes.count > lines.limitBytes {
                let fault = Fault.tooLong(byteCount: bytes.count + line.byteCount)
                return Record(line: first.number, fields: [], bytes: [], fault: fault)
            }
        }
        if bytes.last == 0x0D { bytes.removeLast() }
        do throws(Fault) {
            let fields = try Self.fields(of: bytes, delimiter: delimiter)
            return Record(line: first.number, fields: fields, bytes: bytes, fault: nil)
        } catch {
            return Record(line: first.number, fields: [], bytes: bytes, fault: error)
        }
    }

    private static func quoteCount(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $1 == quote ? $0 + 1 : $0 }
    }

    private static func fields(
        of bytes: [UInt8],
        delimiter: UInt8
    ) throws(Fault) -> [String] {
        var fields: [String] = []
        var index = 0
        while true {
            var value: [UInt8] = []
            if index < bytes.count, bytes[index] == quote {
                index = try quotedField(of: bytes, from: index + 1, into: &value, at: fields.count)
                guard index == bytes.count || bytes[index] == delimiter else {
                    throw .quoting(field: fields.count)
                }
            } else {
                let end = bytes[index...].firstIndex(of: delimiter) ?? bytes.count
                value.append(contentsOf: bytes[index..<end])
                index = end
            }
            guard let text = String(validating: value, as: UTF8.self) else {
                throw .encoding(field: fields.count)
            }
            fields.append(text)
            guard index < bytes.count else { return fields }
            index += 1
        }
    }

    /// Reads to the closing quote; gives the index behind it.
    private static func quotedField(
        of bytes: [UInt8],
        from start: Int,
        into value: inout [UInt8],
        at field: Int
    ) throws(Fault) -> Int {
        var index = start
        while index < bytes.count {
            if bytes[index] != quote {
                value.append(bytes[index])
                index += 1
            } else if index + 1 < bytes.count, bytes[index + 1] == quote {
                value.append(quote)
                index += 2
            } else {
                return index + 1
            }
        }
        throw .quoting(field: field)
    }
}

extension CSVReader.Fault: Error {}
