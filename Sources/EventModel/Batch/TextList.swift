/// Texts by index in one buffer, for whoever writes them again and again.
package struct TextList: Sendable {
    private struct Entry {
        let start: UInt32
        let count: UInt32
        let isPlain: Bool
    }

    private var entries: [Entry] = []
    private var bytes: [UInt8] = []

    /// Makes an empty list.
    package init() {}

    /// Number of texts.
    package var count: Int { entries.count }

    /// Appends a text.
    package mutating func append(_ text: Span<UInt8>) {
        entries.append(
            Entry(
                start: UInt32(bytes.count),
                count: UInt32(text.count),
                isPlain: JSONSize.isPlain(text)
            )
        )
        bytes.append(addingCapacity: text.count) { $0.append(copying: text) }
    }

    /// The text of an index.
    @_lifetime(borrow self)
    @inline(__always)
    package func text(at index: Int) -> Span<UInt8> {
        let entry = entries[index]
        let start = Int(entry.start)
        return bytes.span.extracting(start..<(start + Int(entry.count)))
    }

    /// Number of bytes of the text of an index.
    @inline(__always)
    func byteCount(at index: Int) -> Int { Int(entries[index].count) }

    /// Whether a JSON string shows the text as it is.
    @inline(__always)
    func isPlain(at index: Int) -> Bool { entries[index].isPlain }
}
