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
        unsafe value.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))
            let first = (UInt(bitPattern: start) + pageSize - 1) / pageSize * pageSize
            let end = (UInt(bitPattern: start) + UInt(bytes.count)) / pageSize * pageSize
            guard first < end else { return }
            // Advice only: where the kernel does not take it, the pages stay.
            unsafe madvise(
                UnsafeMutableRawPointer(bitPattern: first),
                Int(end - first),
                MADV_DONTNEED
            )
        }
    }
}
