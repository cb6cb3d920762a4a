internal import CZlib

/// The library's working memory for one stream, at an address that never changes.
///
/// zlib keeps a pointer back to its `z_stream` and refuses to work after a move.
@safe final class DeflateState {
    /// 32 KiB, the largest window of the format.
    private static let windowBits: Int32 = 15
    /// Added to the window bits to ask for the gzip container instead of zlib's own.
    private static let gzipContainer: Int32 = 16
    private static let memoryLevelDefault: Int32 = 8

    let stream: UnsafeMutablePointer<z_stream>
    private let isReading: Bool

    /// Prepares to decompress.
    init(reading: Void) throws(GzipError) {
        unsafe stream = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        isReading = true
        let code = unsafe inflateInit2_(
            stream,
            DeflateState.windowBits + DeflateState.gzipContainer,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard code == Z_OK else { throw DeflateState.error(of: code) }
    }

    /// Prepares to compress.
    init(writingAt level: Int32) throws(GzipError) {
        unsafe stream = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        isReading = false
        let code = unsafe deflateInit2_(
            stream,
            level,
            Z_DEFLATED,
            DeflateState.windowBits + DeflateState.gzipContainer,
            DeflateState.memoryLevelDefault,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard code == Z_OK else { throw DeflateState.error(of: code) }
    }

    deinit {
        // Ending a stream whose beginning failed is refused by the library and does no harm.
        if isReading { unsafe inflateEnd(stream) } else { unsafe deflateEnd(stream) }
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Lets the library work on a piece of input and a piece of room for output.
    ///
    /// - Parameters:
    ///   - input: Next bytes; only its first 2^32 - 1 are offered.
    ///   - output: Gets the result at its end.
    ///   - roomCount: Most bytes appended, 1 to 2^32 - 1.
    ///   - work: `inflate` or `deflate`.
    /// - Returns: Bytes taken, bytes given, and the library's code.
    func step(
        _ input: RawSpan,
        appendingTo output: inout [UInt8],
        roomCount: Int,
        _ work: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> (takenCount: Int, givenCount: Int, code: Int32) {
        unsafe input.withUnsafeBytes { source in
            let offeredCount = min(source.count, Int(UInt32.max))
            // The library does not write to its input; its C type only lacks the const.
            unsafe stream.pointee.next_in = UnsafeMutablePointer(
                mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self)
            )
            unsafe stream.pointee.avail_in = UInt32(offeredCount)
            var code = Z_OK
            var givenCount = 0
            let piece = unsafe [UInt8](
                unsafeUninitializedCapacity: roomCount
            ) { target, writtenCount in
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = UInt32(roomCount)
                code = unsafe work(stream)
                givenCount = unsafe roomCount - Int(stream.pointee.avail_out)
                writtenCount = givenCount
            }
            output.append(contentsOf: piece)
            let takenCount = unsafe offeredCount - Int(stream.pointee.avail_in)
            // The pieces are gone after this call, so the library must not point at them.
            unsafe stream.pointee.next_in = nil
            unsafe stream.pointee.avail_in = 0
            unsafe stream.pointee.next_out = nil
            unsafe stream.pointee.avail_out = 0
            return (takenCount, givenCount, code)
        }
    }

    /// Begins the next member of the same stream.
    func beginNextMember() throws(GzipError) {
        let code = unsafe inflateReset(stream)
        guard code == Z_OK else { throw DeflateState.error(of: code) }
    }

    /// True if the library's last complaint was about a checksum or length at the end of a member.
    var complainsAboutChecksum: Bool {
        guard let text = unsafe stream.pointee.msg else { return false }
        let message = unsafe String(cString: text)
        return message == "incorrect data check" || message == "incorrect length check"
    }

    static func error(of code: Int32) -> GzipError {
        switch code {
        case Z_DATA_ERROR, Z_NEED_DICT: .corrupt
        case Z_MEM_ERROR: .outOfMemory
        default: .library(code: code)
        }
    }
}
