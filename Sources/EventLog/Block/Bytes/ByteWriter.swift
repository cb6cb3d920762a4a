import EventModel

/// Builds a stored value: little-endian integers, LEB128 lengths, bytes.
package struct ByteWriter: Sendable {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []

    /// Starts an empty value.
    package init(reservingCapacity capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Number of bytes written so far: the offset of what comes next.
    package var count: Int { bytes.count }

    /// Appends an integer in little-endian order.
    package mutating func append<Value: FixedWidthInteger>(_ value: Value) {
        var rest = value.littleEndian
        for _ in 0..<(Value.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest = rest >> (Value.bitWidth > 8 ? 8 : 0)
        }
    }

    /// Appends the low `width` bytes (0…8) of every value, little-endian.
    package mutating func append(_ values: [UInt64], width: Int) {
        guard width > 0, !values.isEmpty else { return }
        precondition(width <= 8, "codes have at most eight bytes")
        let byteCount = values.count * width
        // Eight bytes are stored at each place; the last ones reach into the room behind.
        bytes.append(addingCapacity: byteCount + 8) { output in
            unsafe output.withUnsafeMutableBufferPointer { buffer, filled in
                let target = UnsafeMutableRawBufferPointer(buffer)
                var offset = filled
                for value in values {
                    unsafe target.storeBytes(
                        of: value.littleEndian,
                        toByteOffset: offset,
                        as: UInt64.self
                    )
                    offset &+= width
                }
                filled += byteCount
            }
        }
    }

    /// Appends an unsigned LEB128 number of 1–10 bytes.
    package mutating func appendVariable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Appends a signed number as zigzag LEB128.
    package mutating func appendSigned(_ value: Int64) {
        appendVariable(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Appends bytes as they are.
    package mutating func append(bytes more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// Appends bytes as they are.
    package mutating func append(bytes more: Span<UInt8>) {
        bytes.append(addingCapacity: more.count) { $0.append(copying: more) }
    }

    /// Appends as many zero bytes.
    package mutating func append(zeros count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: count))
    }

    /// Appends a text's UTF-8 length (LEB128) and bytes.
    package mutating func append(_ text: String) { append(text: text.utf8Span.span) }

    /// Appends a text's length (LEB128) and bytes.
    package mutating func append(text: Span<UInt8>) {
        appendVariable(UInt64(text.count))
        append(bytes: text)
    }

    /// Overwrites four bytes written earlier with a little-endian integer.
    package mutating func patch(_ value: UInt32, at offset: Int) {
        for index in 0..<4 {
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
        }
    }

    /// Overwrites eight bytes written earlier with a little-endian integer.
    package mutating func patch(_ value: UInt64, at offset: Int) {
        for index in 0..<8 {
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
        }
    }

    /// Overwrites bytes written earlier.
    package mutating func patch(bytes replacement: [UInt8], at offset: Int) {
        bytes.replaceSubrange(offset..<(offset + replacement.count), with: replacement)
    }

    /// Forgets what was written and keeps the memory.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
