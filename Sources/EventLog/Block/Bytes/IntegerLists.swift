extension ByteWriter {
    /// Appends a list of integers: its length (LEB128), then each in little-endian order.
    package mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(list: [Value]) {
        appendVariable(UInt64(list.count))
        #if _endian(little)
            unsafe list.withUnsafeBytes { unsafe append(bytes: $0) }
        #else
            for value in list { append(value) }
        #endif
    }
}

extension ByteReader {
    /// Reads what ``ByteWriter/append(list:)`` wrote.
    ///
    /// - Throws: ``DamageError`` when the value ends early.
    /// - Complexity: one copy.
    package mutating func list<Value: FixedWidthInteger & BitwiseCopyable>(
        of _: Value.Type
    ) throws(DamageError) -> [Value] {
        let width = Value.bitWidth / 8
        let count = try variable()
        guard count <= UInt64(restByteCount / width) else { throw damage("value ends early") }
        let span = try span(byteCount: Int(count) * width)
        return unsafe [Value](unsafeUninitializedCapacity: Int(count)) { buffer, written in
            #if _endian(little)
                unsafe span.withUnsafeBytes { bytes in
                    unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
                }
            #else
                for index in 0..<Int(count) {
                    unsafe buffer.initializeElement(
                        at: index,
                        to: span.littleEndian(Value.self, at: index * width)
                    )
                }
            #endif
            written = Int(count)
        }
    }
}
