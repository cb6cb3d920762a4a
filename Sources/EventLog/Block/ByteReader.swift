/// Reads a stored value from front to back, checking every step, so that damage is an error and never a
/// trap.
package struct ByteReader: ~Escapable {
    private let bytes: RawSpan
    private let part: String
    private let position: UInt64
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

    /// An error that names this value and offset.
    package func damage(_ detail: String) -> DamageError {
        DamageError(part: part, position: position, detail: "\(detail) at byte \(offset)")
    }

    /// Reads a little-endian integer.
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

    /// Reads a LEB128 number that must lie below `limit`.
    package mutating func variable(below limit: Int) throws(DamageError) -> Int {
        let value = try variable()
        guard value < UInt64(limit) else { throw damage("number \(value) is not below \(limit)") }
        return Int(value)
    }

    /// Reads a zigzag LEB128 number.
    package mutating func signed() throws(DamageError) -> Int64 {
        let value = try variable()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Reads `count` bytes.
    package mutating func take(_ count: Int) throws(DamageError) -> [UInt8] {
        guard count >= 0, bytes.byteCount - offset >= count else {
            throw damage("value ends early")
        }
        defer { offset += count }
        return bytes.copy(offset..<(offset + count))
    }

    /// Reads a string written with its length in front.
    package mutating func string() throws(DamageError) -> String {
        let count = try variable(below: bytes.byteCount - offset + 1)
        return try string(byteCount: count)
    }

    /// Reads a string of `byteCount` bytes of UTF-8.
    package mutating func string(byteCount: Int) throws(DamageError) -> String {
        guard byteCount >= 0, bytes.byteCount - offset >= byteCount else {
            throw damage("value ends early")
        }
        let part = bytes.extracting(offset..<(offset + byteCount))
        guard
            let text = unsafe part.withUnsafeBytes({ unsafe String(validating: $0, as: UTF8.self) })
        else { throw damage("text is not UTF-8") }
        offset += byteCount
        return text
    }
}
