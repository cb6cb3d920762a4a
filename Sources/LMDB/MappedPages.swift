internal import Glibc

/// Pages of the memory map that a reader has passed.
package enum MappedPages {
    /// Takes the whole pages under a lent value out of this process's memory; they stay in the page cache, and
    /// reading them again maps them again.
    ///
    /// For long scans: without it every page that was ever looked at counts as the process's memory.
    ///
    /// - Parameter value: Bytes lent by a transaction; bytes of other origin must not be given.
    /// - Complexity: one system call, about 20 ns a page.
    /// - SeeAlso: `madvise(2)`, `MADV_DONTNEED` on a shared file mapping.
    package static func release(_ value: RawSpan) {
        let start = address(of: value)
        release(from: start, upTo: start + UInt(value.byteCount))
    }

    /// Where a value lent by a transaction stands in the memory map.
    package static func address(of value: RawSpan) -> UInt {
        unsafe value.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    }

    /// As ``release(_:)`` for all whole pages between two addresses, both of values that one environment lent.
    ///
    /// Looking at a page maps those around it too, which belong to other values: a pass that moves on gives back
    /// everything from one value to the next.
    package static func release(from start: UInt, upTo end: UInt) {
        let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))
        let first = (start + pageSize - 1) / pageSize * pageSize
        let last = end / pageSize * pageSize
        guard start > 0, first < last else { return }
        // Advice only: where the kernel does not take it, the pages stay.
        unsafe madvise(
            UnsafeMutableRawPointer(bitPattern: first),
            Int(last - first),
            MADV_DONTNEED
        )
    }
}
