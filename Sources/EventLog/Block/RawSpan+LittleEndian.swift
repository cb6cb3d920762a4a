extension RawSpan {
    /// Reads a little-endian integer at any byte offset; traps outside the span, so callers check first.
    @inline(__always)
    package func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _: Value.Type,
        at offset: Int
    ) -> Value {
        unsafe Value(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    /// Copies a range of bytes.
    package func copy(_ range: Range<Int>) -> [UInt8] {
        let part = extracting(range)
        return unsafe [UInt8](unsafeUninitializedCapacity: part.byteCount) { buffer, count in
            unsafe part.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
            }
            count = part.byteCount
        }
    }

    /// Orders the bytes of a range against another sequence of bytes: negative, zero or positive.
    package func compare(_ range: Range<Int>, with other: RawSpan) -> Int {
        let shared = Swift.min(range.count, other.byteCount)
        for index in 0..<shared {
            let mine = littleEndian(UInt8.self, at: range.lowerBound + index)
            let theirs = other.littleEndian(UInt8.self, at: index)
            if mine != theirs { return Int(mine) - Int(theirs) }
        }
        return range.count - other.byteCount
    }
}

extension [UInt8] {
    /// The array's bytes as a raw span, valid while the array is.
    package var rawSpan: RawSpan {
        @_lifetime(borrow self)
        borrowing get { unsafe span.bytes }
    }
}
