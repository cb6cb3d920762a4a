internal import CTextScan

/// Looking through JSON strings sixteen bytes at a time.
extension Span where Element == UInt8 {
    /// Which of the sixteen bytes from an offset on end a JSON string or are unusual in it, the first byte
    /// lowest; they must all lie inside the span.
    @inline(__always)
    func textBits(at offset: Int) -> (interruptions: UInt32, unusual: UInt32) {
        precondition(offset >= 0 && offset <= count &- 16, "sixteen bytes inside the span")
        let bits = unsafe withUnsafeBufferPointer { bytes in
            // The count is at least sixteen, so that there is an address.
            unsafe cairn_scan_text(bytes.baseAddress.unsafelyUnwrapped + offset)
        }
        return (bits.interruptions, bits.unusual)
    }
}
