import Foundation

/// One reading of a compressed file from its beginning to its end, expanded.
final class ExpansionPass {
    private let stored: StoredBytes
    private let expander: any StreamExpander
    private let limit: ExpansionLimit
    private var piece = Data()
    private var pieceOffset = 0
    private var expandedByteCount = 0
    private var hasMoreOutput = false

    /// Prepares to read what is stored, which stands at its beginning.
    init(
        _ stored: StoredBytes,
        form: CompressedForm,
        limit: ExpansionLimit
    ) throws(ImportError) {
        self.stored = stored
        self.limit = limit
        expander =
            switch form {
            case .zstd: try ZstdExpander(file: stored.name)
            case .gzip: try GzipExpander(file: stored.name)
            }
    }

    /// Adds the next expanded piece; `false` at the sound end.
    func read(into buffer: inout [UInt8]) throws(ImportError) -> Bool {
        let before = buffer.count
        while buffer.count == before {
            if pieceOffset == piece.count, !hasMoreOutput {
                piece = try stored.next()
                pieceOffset = 0
                guard !piece.isEmpty else {
                    try expander.finish()
                    return false
                }
            }
            try expand(into: &buffer)
        }
        return true
    }

    /// Reads to the end and throws the content away: passes only if the file is sound as a whole.
    func check() throws(ImportError) {
        var content: [UInt8] = []
        while try read(into: &content) { content.removeAll(keepingCapacity: true) }
    }

    private func expand(into buffer: inout [UInt8]) throws(ImportError) {
        while pieceOffset < piece.count, expander.isPadding(piece[pieceOffset]) { pieceOffset += 1 }
        guard pieceOffset < piece.count || hasMoreOutput else { return }
        let rest = piece.bytes.extracting(pieceOffset..<piece.count)
        let step = try expander.expand(rest, into: &buffer)
        pieceOffset += step.consumedByteCount
        hasMoreOutput = step.hasMoreOutput
        expandedByteCount += step.producedByteCount
        guard limit.allows(expandedByteCount, from: stored.readByteCount) else {
            throw .expandsTooMuch(
                file: stored.name,
                readBytes: stored.readByteCount,
                expandedBytes: expandedByteCount
            )
        }
    }
}

/// How far a compressed file may expand before it is taken for one made to exhaust its reader.
package struct ExpansionLimit: Hashable, Sendable {
    /// Bytes that any file may expand to.
    package let freeBytes: Int
    /// Beyond that, at most so many times the bytes read.
    package let factor: Int

    /// Makes a limit.
    package init(freeBytes: Int, factor: Int) {
        self.freeBytes = freeBytes
        self.factor = factor
    }

    /// 256 MiB, then a thousandfold: logs of events shrink to a hundredth at most.
    package static let standard = ExpansionLimit(freeBytes: 256 << 20, factor: 1000)

    func allows(_ expanded: Int, from read: Int) -> Bool {
        expanded <= freeBytes || expanded / factor <= read
    }
}
