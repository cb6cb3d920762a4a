import Gzip
import Zstd

/// Expands one compressed form; both libraries behind it work alike.
protocol StreamExpander: AnyObject {
    /// Expands a part of the input into `buffer`.
    func expand(_ input: RawSpan, into buffer: inout [UInt8]) throws(ImportError) -> ExpansionStep

    /// Whether a byte that comes next belongs to no frame and is to be passed over.
    func isPadding(_ byte: UInt8) -> Bool

    /// Confirms that the file ended where its form allows it.
    func finish() throws(ImportError)
}

/// How far one step of an expansion got.
struct ExpansionStep {
    /// Bytes taken from the input.
    let consumedByteCount: Int
    /// Bytes given to the buffer.
    let producedByteCount: Int
    /// Whether the output was filled, so that there may be more without more input.
    let hasMoreOutput: Bool

    /// Most bytes that one step gives.
    static let producedBytesMax = 1 << 20
}

/// Expands `.zst`.
final class ZstdExpander: StreamExpander {
    private let file: String
    private let reader: ZstdStreamReader

    init(file: String) throws(ImportError) {
        self.file = file
        do throws(ZstdError) {
            reader = try ZstdStreamReader()
        } catch {
            throw Self.fault(error, file: file)
        }
    }

    func expand(_ input: RawSpan, into buffer: inout [UInt8]) throws(ImportError) -> ExpansionStep {
        do throws(ZstdError) {
            let step = try reader.read(
                input,
                appendingTo: &buffer,
                atMost: ExpansionStep.producedBytesMax
            )
            return ExpansionStep(
                consumedByteCount: step.consumedByteCount,
                producedByteCount: step.producedByteCount,
                hasMoreOutput: step.hasMoreOutput
            )
        } catch {
            throw Self.fault(error, file: file)
        }
    }

    func finish() throws(ImportError) {
        do throws(ZstdError) {
            try reader.finish()
        } catch {
            throw Self.fault(error, file: file)
        }
    }

    func isPadding(_ byte: UInt8) -> Bool { false }

    private static func fault(_ error: ZstdError, file: String) -> ImportError {
        switch error {
        case .truncated: .cutShort(file: file, form: .zstd)
        case .unsupported: .unsupported(file: file, form: .zstd)
        default: .damaged(file: file, form: .zstd, reason: "\(error)")
        }
    }
}

/// Expands `.gz`; zero bytes behind a member, as tapes and block devices leave them, are passed over.
final class GzipExpander: StreamExpander {
    private let file: String
    private let reader: GzipStreamReader

    init(file: String) throws(ImportError) {
        self.file = file
        do throws(GzipError) {
            reader = try GzipStreamReader()
        } catch {
            throw Self.fault(error, file: file)
        }
    }

    func expand(_ input: RawSpan, into buffer: inout [UInt8]) throws(ImportError) -> ExpansionStep {
        do throws(GzipError) {
            let step = try reader.read(
                input,
                appendingTo: &buffer,
                atMost: ExpansionStep.producedBytesMax
            )
            return ExpansionStep(
                consumedByteCount: step.consumedByteCount,
                producedByteCount: step.producedByteCount,
                hasMoreOutput: step.hasMoreOutput
            )
        } catch {
            throw Self.fault(error, file: file)
        }
    }

    func finish() throws(ImportError) {
        do throws(GzipError) {
            try reader.finish()
        } catch {
            throw Self.fault(error, file: file)
        }
    }

    func isPadding(_ byte: UInt8) -> Bool { byte == 0 && reader.isAtMemberEnd }

    private static func fault(_ error: GzipError, file: String) -> ImportError {
        error == .truncated
            ? .cutShort(file: file, form: .gzip)
            : .damaged(file: file, form: .gzip, reason: "\(error)")
    }
}
