import Foundation

/// Reads a file or standard input piece by piece; `.zst` and `.gz` are recognised by their first
/// bytes, whatever the name says.
package final class FileSource: ByteSource {
    /// The path, or `-` for standard input.
    package let name: String
    /// Size of the file on disk in bytes; `nil` for standard input.
    package let storedByteCount: Int?
    /// Bytes taken from the file so far, before expansion; for progress.
    package private(set) var readByteCount = 0

    private let file: FileHandle
    private let expansion: ExpansionLimit
    private var hasBegun = false
    private var expander: (any StreamExpander)?
    private var piece = Data()
    private var pieceOffset = 0
    private var expandedByteCount = 0
    private var hasMoreOutput = false

    private static let pieceBytes = 1 << 18

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: ``ImportError/cannotOpen(file:reason:)`` with the system's reason.
    package init(path: String, expansion: ExpansionLimit = .standard) throws(ImportError) {
        self.name = path
        self.expansion = expansion
        guard path != "-" else {
            file = FileHandle.standardInput
            storedByteCount = nil
            return
        }
        do {
            file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            storedByteCount = (attributes[.size] as? NSNumber)?.intValue
        } catch {
            throw .cannotOpen(file: path, reason: SystemReason.text(of: error))
        }
    }

    /// Adds the next piece, expanded; see ``ByteSource/read(into:)``.
    package func read(into buffer: inout [UInt8]) throws(ImportError) -> Bool {
        if !hasBegun {
            hasBegun = true
            try loadPiece()
            expander = try recognisedExpander()
        }
        guard let expander else {
            if pieceOffset == piece.count { try loadPiece() }
            buffer.append(contentsOf: piece[pieceOffset...])
            let isAtEnd = pieceOffset == piece.count
            pieceOffset = piece.count
            return !isAtEnd
        }
        let before = buffer.count
        while buffer.count == before {
            guard try expand(with: expander, into: &buffer) else { return false }
        }
        return true
    }

    private func loadPiece() throws(ImportError) {
        do {
            piece = try file.read(upToCount: Self.pieceBytes) ?? Data()
        } catch {
            throw .cannotRead(file: name, reason: SystemReason.text(of: error))
        }
        pieceOffset = 0
        readByteCount += piece.count
    }

    private func recognisedExpander() throws(ImportError) -> (any StreamExpander)? {
        if piece.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return try ZstdExpander(file: name) }
        if piece.starts(with: [0x1F, 0x8B]) { return try GzipExpander(file: name) }
        return nil
    }

    /// Expands some more of the file; `false` at its sound end.
    private func expand(
        with expander: any StreamExpander,
        into buffer: inout [UInt8]
    ) throws(ImportError) -> Bool {
        if pieceOffset == piece.count, !hasMoreOutput {
            try loadPiece()
            guard !piece.isEmpty else {
                try expander.finish()
                return false
            }
        }
        let rest = piece.bytes.extracting(pieceOffset..<piece.count)
        let step = try expander.expand(rest, into: &buffer)
        pieceOffset += step.consumedByteCount
        hasMoreOutput = step.hasMoreOutput
        expandedByteCount += step.producedByteCount
        guard expansion.allows(expandedByteCount, from: readByteCount) else {
            throw .expandsTooMuch(
                file: name,
                readBytes: readByteCount,
                expandedBytes: expandedByteCount
            )
        }
        return true
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
