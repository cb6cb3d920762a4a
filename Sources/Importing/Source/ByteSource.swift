/// Somewhere bytes come from, in pieces, so that no file is ever held whole.
package protocol ByteSource: AnyObject {
    /// What people call it: the file's path, or `-` for standard input.
    var name: String { get }

    /// Adds the next piece to the end of `buffer`.
    ///
    /// - Returns: `false` when nothing follows; then `buffer` is unchanged.
    /// - Throws: ``ImportError`` when the file cannot be read, is cut short, or expands without end.
    func read(into buffer: inout [UInt8]) throws(ImportError) -> Bool
}

/// Bytes that are in memory already; for tests and for events given on the command line.
package final class BytesInMemory: ByteSource {
    /// The name given.
    package let name: String
    private var rest: ArraySlice<UInt8>
    private let pieceBytes: Int

    /// Serves `bytes` in pieces of at most `pieceBytes`.
    package init(_ bytes: [UInt8], name: String, pieceBytes: Int = 65_536) {
        precondition(pieceBytes > 0, "pieces hold at least a byte")
        self.name = name
        self.rest = bytes[...]
        self.pieceBytes = pieceBytes
    }

    /// Adds the next piece; never fails.
    ///
    /// - Throws: Nothing: the bytes are in memory.
    package func read(into buffer: inout [UInt8]) throws(ImportError) -> Bool {
        guard !rest.isEmpty else { return false }
        buffer.append(contentsOf: rest.prefix(pieceBytes))
        rest = rest.dropFirst(pieceBytes)
        return true
    }
}
