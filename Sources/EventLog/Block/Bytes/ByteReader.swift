package import EventModel

/// Reads a stored value from front to back, checking every step, so that damage is an error and never a
/// trap.
///
/// After an error the reader's place is undefined; the caller gives up the whole value.
package struct ByteReader: ~Escapable {
    private let bytes: RawSpan
    private let part: String
    /// Position of the value, as errors name it.
    let position: UInt64
    /// Offset of the next byte.
    package private(set) var offset: Int

    /// Starts reading at `offset`; `part` and `position` name the value in errors.
    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan, at offset: Int = 0, part: String, position: UInt64) {
        self.bytes = bytes
        self.part = part
        self.position = position
        self.offset = offset
    }

    /// Whether every byte has been read.
    package var isAtEnd: Bool { offset >= bytes.byteCount }

    /// Number of bytes that have not been read.
    package var restByteCount: Int { max(0, bytes.byteCount - offset) }

    /// Reads bytes without copying them.
    ///
    /// - Throws: ``DamageError`` when the value ends early or the count is negative.
    @_lifetime(copy self)
    package mutating func span(byteCount: Int) throws(DamageError) -> RawSpan {
        guard byteCount >= 0, restByteCount >= byteCount else { throw damage("value ends early") }
        let part = bytes.extracting(offset..<(offset + byteCount))
        offset += byteCount
        return part
    }

    /// An error that names this value and offset.
    package func damage(_ detail: String) -> DamageError {
        DamageError(part: part, position: position, detail: "\(detail) at byte \(offset)")
    }

    /// Reads a little-endian integer.
    ///
    /// - Throws: ``DamageError`` when the value ends early.
    package mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _: Value.Type
    ) throws(DamageError) -> Value {
        let width = Value.bitWidth / 8
        guard offset >= 0, bytes.byteCount - offset >= width else {
            throw damage("value ends early")
        }
        defer { offset += width }
        return bytes.littleEndian(Value.self, at: offset)
    }

    /// Reads an unsigned integer of `width` bytes (0…8), little-endian.
    ///
    /// - Throws: ``DamageError`` when the value ends early or the width is not 0…8.
    package mutating func integer(width: Int) throws(DamageError) -> UInt64 {
        guard width >= 0, width <= 8, bytes.byteCount - offset >= width else {
            throw damage("value ends early")
        }
        var result: UInt64 = 0
        for index in 0..<width {
            result |= UInt64(bytes.littleEndian(UInt8.self, at: offset + index)) << (8 * index)
        }
        offset += width
        return result
    }

    /// Reads an unsigned LEB128 number.
    ///
    /// - Throws: ``DamageError`` when the value ends early or the number needs more than 64 bits.
    /// - Complexity: at most 10 bytes.
    package mutating func variable() throws(DamageError) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try integer(UInt8.self)
            guard shift < 63 || byte <= 1 else { throw damage("number over 64 bits") }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
    }

    /// Reads a LEB128 number that must lie below `limit`, which must not be negative.
    ///
    /// - Throws: As ``variable()``, and ``DamageError`` when the number is not below `limit`.
    package mutating func variable(below limit: Int) throws(DamageError) -> Int {
        let value = try variable()
        guard value < UInt64(limit) else { throw damage("number \(value) is not below \(limit)") }
        return Int(value)
    }

    /// Reads a zigzag LEB128 number.
    ///
    /// - Throws: As ``variable()``.
    package mutating func signed() throws(DamageError) -> Int64 {
        let value = try variable()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Reads `count` bytes.
    ///
    /// - Throws: ``DamageError`` when the value ends early or the count is negative.
    package mutating func take(_ count: Int) throws(DamageError) -> [UInt8] {
        guard count >= 0, bytes.byteCount - offset >= count else {
            throw damage("value ends early")
        }
        defer { offset += count }
        return bytes.copy(offset..<(offset + count))
    }

    /// Reads a digest's 32 bytes.
    ///
    /// - Throws: ``DamageError`` when the value ends early.
    package mutating func digest() throws(DamageError) -> SHA256Digest {
        SHA256Digest(
            bigEndianWords: (
                try integer(UInt64.self).byteSwapped,
                try integer(UInt64.self).byteSwapped,
                try integer(UInt64.self).byteSwapped,
                try integer(UInt64.self).byteSwapped
            )
        )
    }

    /// Steps over `count` bytes.
    ///
    /// - Throws: As ``take(_:)``.
    package mutating func skip(_ count: Int) throws(DamageError) {
        guard count >= 0, bytes.byteCount - offset >= count else {
            throw damage("value ends early")
        }
        offset += count
    }

    /// Reads a string written with its length in front.
    ///
    /// - Throws: ``DamageError`` when the value ends early or the bytes are not UTF-8.
    package mutating func string() throws(DamageError) -> String {
        let count = try variable(below: bytes.byteCount - offset + 1)
        return try string(byteCount: count)
    }

    /// Reads a string of `byteCount` bytes of UTF-8.
    ///
    /// - Throws: ``DamageError`` when the value ends early, the count is negative, or the bytes are not UTF-8.
    package mutating func string(byteCount: Int) throws(DamageError) -> String {
        guard byteCount >= 0, bytes.byteCount - offset >= byteCount else {
            throw damage("value ends early")
        }
        let part = bytes.extracting(offset..<(offset + byteCount))
        guard let text = part.text() else { throw damage("text is not UTF-8") }
        offset += byteCount
        return text
    }
}
