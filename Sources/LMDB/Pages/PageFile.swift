internal import Glibc

/// The pages of a data file, read without the memory map: a disk that fails is an error here and no signal.
struct PageFile {
    let descriptor: Int32
    /// Bytes of a page.
    let pageSize: Int
    /// Whole pages that the file has.
    let pageCount: UInt64

    /// Looks at an open data file.
    init(descriptor: Int32, pageSize: Int) throws(LMDBError) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .lastSystemError }
        self.descriptor = descriptor
        self.pageSize = pageSize
        pageCount = UInt64(status.st_size) / UInt64(pageSize)
    }

    /// The bytes of a page.
    func page(_ number: UInt64) throws(PageFault) -> [UInt8] { try bytes(of: number, pageSize) }

    /// The first bytes of a page.
    func bytes(of number: UInt64, _ count: Int) throws(PageFault) -> [UInt8] {
        guard number < pageCount else { throw .beyondEnd }
        let (descriptor, offset) = (descriptor, off_t(number) * off_t(pageSize))
        var readCount = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat {
                readCount = unsafe pread(descriptor, buffer.baseAddress, count, offset)
            } while readCount < 0 && errno == EINTR
            initialized = max(0, readCount)
        }
        guard readCount == count else { throw readCount < 0 ? .unreadable : .beyondEnd }
        return bytes
    }
}

extension [UInt8] {
    /// A number at an offset, in the machine's byte order, as the engine stores it.
    func stored<Number: FixedWidthInteger & BitwiseCopyable>(
        _: Number.Type,
        at offset: Int
    ) -> Number {
        unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self)
    }
}
