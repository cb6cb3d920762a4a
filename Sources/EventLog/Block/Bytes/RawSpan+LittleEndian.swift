extension RawSpan {
    /// Reads a little-endian integer at any byte offset; traps outside the span, so callers check first.
    ///
    /// Public, as are the columns, because only public code is compiled into the loops of other targets.
    @inlinable @inline(__always)
    public func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
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

    /// The bytes as text; `nil` if they are not UTF-8.
    package func text() -> String? {
        unsafe withUnsafeBytes { bytes in
            // Nearly all text is ASCII, which needs no look at its meaning.
            var all: UInt8 = 0
            for index in 0..<bytes.count { all |= unsafe bytes[index] }
            if all < 0x80 { return unsafe String(decoding: bytes, as: UTF8.self) }
            return unsafe String(validating: bytes, as: UTF8.self)
        }
    }
}

extension [UInt8] {
    /// The array's bytes as a raw span, valid while the array is.
    package var rawSpan: RawSpan {
        @_lifetime(borrow self)
        borrowing get { unsafe span.bytes }
    }
}
