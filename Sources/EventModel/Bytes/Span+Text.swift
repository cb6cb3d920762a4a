internal import CTextScan

/// Looking for the ends of lines and JSON strings many bytes at a time.
extension Span where Element == UInt8 {
    /// Index of the first such byte from an index on; `nil` if there is none.
    package func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        precondition(start >= 0, "an index of the span or its end")
        guard start < count else { return nil }
        let found = unsafe withUnsafeBufferPointer { bytes in
            unsafe cairn_first_byte(bytes.baseAddress.unsafelyUnwrapped, byte, start, count)
        }
        return found < count ? found : nil
    }

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

    /// How the text, which is well-formed UTF-8, is spelled in JSON.
    var spelling: TextSpelling {
        var interruptions: UInt64 = 0
        var unusual: UInt64 = 0
        if count >= 16 {
            var index = 0
            while index < count &- 16 {
                let bits = textBits(at: index)
                interruptions |= UInt64(bits.interruptions)
                unusual |= UInt64(bits.unusual)
                index &+= 16
            }
            let bits = textBits(at: count &- 16)
            interruptions |= UInt64(bits.interruptions)
            unusual |= UInt64(bits.unusual)
        } else if count >= 8 {
            let (first, last) = (word(at: 0), word(at: count &- 8))
            interruptions = ByteScan.interruptions(first) | ByteScan.interruptions(last)
            unusual = ByteScan.unusual(first) | ByteScan.unusual(last)
        } else {
            for index in 0..<count {
                if !JSONSize.isPlain(self[index]) { interruptions = 1 }
                if self[index] >= 0x7F { unusual = 1 }
            }
        }
        return interruptions != 0 ? .escaped : unusual != 0 ? .plain : .printable
    }
}

/// How a text is spelled in JSON.
enum TextSpelling {
    /// As it is, and it is printable ASCII.
    case printable
    /// As it is.
    case plain
    /// With escapes.
    case escaped
}
