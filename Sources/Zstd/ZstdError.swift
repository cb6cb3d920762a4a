internal import CZstd

/// Why bytes could not be compressed or decompressed.
package enum ZstdError: Error, Hashable, Sendable {
    /// The content would be larger than allowed. Refuse the input, or allow more.
    case outputTooLarge(limitBytes: Int)
    /// The content is sound but has another size than the caller knows it to have.
    case sizeMismatch(expectedBytes: Int, actualBytes: Int)
    /// The input ends in the middle of a frame, or is empty. Get the rest of it.
    case truncated
    /// A frame's own checksum does not match its content. Get the input again.
    case checksumMismatch
    /// The bytes are no zstd frames, or are damaged. Get the input again.
    case corrupt
    /// The frame needs a larger window, or a dictionary, than is allowed here.
    case unsupported
    /// The compression level is not one of the library's.
    case invalidLevel(Int32)
    /// Memory ran out.
    case outOfMemory
    /// Any other code of the library; see `zstd_errors.h`.
    case library(code: UInt32)

    /// Reads the library's code out of a size that a call returned.
    init(result: Int, limitBytes: Int) {
        let code = ZSTD_getErrorCode(result)
        self =
            switch code {
            case ZSTD_error_dstSize_tooSmall: .outputTooLarge(limitBytes: limitBytes)
            case ZSTD_error_srcSize_wrong: .truncated
            case ZSTD_error_checksum_wrong: .checksumMismatch
            case ZSTD_error_prefix_unknown, ZSTD_error_corruption_detected,
                ZSTD_error_literals_headerWrong, ZSTD_error_tableLog_tooLarge,
                ZSTD_error_maxSymbolValue_tooLarge, ZSTD_error_maxSymbolValue_tooSmall:
                .corrupt
            case ZSTD_error_version_unsupported, ZSTD_error_frameParameter_unsupported,
                ZSTD_error_frameParameter_windowTooLarge, ZSTD_error_dictionary_wrong,
                ZSTD_error_dictionary_corrupted:
                .unsupported
            case ZSTD_error_memory_allocation: .outOfMemory
            default: .library(code: code.rawValue)
            }
    }
}

extension ZstdError: CustomStringConvertible {
    /// What happened and what to do about it, in one sentence.
    package var description: String {
        switch self {
        case .outputTooLarge(let limitBytes): "the content is larger than \(limitBytes) bytes"
        case .sizeMismatch(let expectedBytes, let actualBytes):
            "the content has \(actualBytes) bytes and not \(expectedBytes)"
        case .truncated: "the zstd data ends too early; get the complete file"
        case .checksumMismatch: "the zstd data fails its checksum; get the file again"
        case .corrupt: "the bytes are no sound zstd data; get the file again"
        case .unsupported: "the zstd data needs a larger window or a dictionary"
        case .invalidLevel(let level): "\(level) is no zstd compression level"
        case .outOfMemory: "memory ran out"
        case .library(let code): "zstd error \(code)"
        }
    }
}

/// Turns the size that a call returned into a typed error if it stands for one.
func checkedSize(_ result: Int, limitBytes: Int = .max) throws(ZstdError) -> Int {
    guard ZSTD_isError(result) == 0 else {
        throw ZstdError(result: result, limitBytes: limitBytes)
    }
    return result
}
