/// Bytes that are not one strict RFC 8259 text; the caller shows the offset and what was expected there.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Zero-based offset of the first byte at fault.
    package let offset: Int
    /// What may stand there, in words.
    package let expected: String

    /// Makes the error.
    package init(offset: Int, expected: String) {
        self.offset = offset
        self.expected = expected
    }

    /// `byte 17: expected …`.
    package var description: String { "byte \(offset): expected \(expected)" }
}
