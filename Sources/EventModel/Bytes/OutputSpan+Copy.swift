/// Copying whole runs of bytes into memory that was reserved for them.
extension OutputSpan where Element == UInt8 {
    /// Appends a run of bytes; traps if it does not fit.
    @inline(__always)
    package mutating func append(copying run: Span<UInt8>) {
        let count = run.count
        precondition(count <= freeCapacity, "the reserved memory holds what is written")
        unsafe run.withUnsafeBytes { source in
            unsafe withUnsafeMutableBufferPointer { target, filled in
                unsafe Self.copy(source, to: UnsafeMutableRawBufferPointer(target), at: filled)
                filled += count
            }
        }
    }

    /// Appends the UTF-8 of a literal; traps if it does not fit.
    @inline(__always)
    package mutating func append(literal: StaticString) {
        let count = literal.utf8CodeUnitCount
        precondition(count <= freeCapacity, "the reserved memory holds what is written")
        unsafe withUnsafeMutableBufferPointer { target, filled in
            let source = unsafe UnsafeRawBufferPointer(start: literal.utf8Start, count: count)
            unsafe Self.copy(source, to: UnsafeMutableRawBufferPointer(target), at: filled)
            filled += count
        }
    }

    /// Copies bytes to a place where they fit: short runs, which are nearly all, without a call.
    @inline(__always)
    private static func copy(
        _ source: UnsafeRawBufferPointer,
        to target: UnsafeMutableRawBufferPointer,
        at place: Int
    ) {
        let count = source.count
        switch count {
        case 8...32:
            var index = 0
            while index < count - 8 {
                let word = unsafe source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                unsafe target.storeBytes(of: word, toByteOffset: place + index, as: UInt64.self)
                index += 8
            }
            // The last word overlaps the one before it.
            let word = unsafe source.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            unsafe target.storeBytes(of: word, toByteOffset: place + count - 8, as: UInt64.self)
        case 0..<8:
            for index in 0..<count { unsafe target[place + index] = unsafe source[index] }
        default:
            unsafe UnsafeMutableRawBufferPointer(rebasing: target[place..<(place + count)])
                .copyMemory(from: source)
        }
    }
}
