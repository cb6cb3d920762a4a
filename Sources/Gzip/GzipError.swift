internal import CZlib

/// Why bytes could not be compressed or decompressed.
package enum GzipError: Error, Hashable, Sendable {
    /// The content would be larger than allowed. Refuse the input, or allow more.
    case outputTooLarge(limitBytes: Int)
    /// The input ends in the middle of a member, or is empty. Get the rest of it.
    case truncated
    /// A member's CRC-32 or length does not match its content. Get the input again.
    case checksumMismatch
    /// The bytes are no gzip members, or are damaged. Get the input again.
    case corrupt
    /// The compression level is not 0 to 9.
    case invalidLevel(Int32)
    /// Memory ran out.
    case outOfMemory
    /// Any other code of the library; see `zlib.h`.
    case library(code: Int32)
}

extension GzipError: CustomStringConvertible {
    /// What happened and what to do about it, in one sentence.
    package var description: String {
        switch self {
        case .outputTooLarge(let limitBytes): "the content is larger than \(limitBytes) bytes"
        case .truncated: "the gzip data ends too early; get the complete file"
        case .checksumMismatch: "the gzip data fails its checksum; get the file again"
        case .corrupt: "the bytes are no sound gzip data; get the file again"
        case .invalidLevel(let level): "\(level) is no gzip compression level"
        case .outOfMemory: "memory ran out"
        case .library(let code): "zlib error \(code)"
        }
    }
}
