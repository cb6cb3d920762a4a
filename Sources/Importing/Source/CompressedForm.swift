import Foundation

/// The compressed forms that an import recognises by their first bytes.
package enum CompressedForm: String, Hashable, Sendable, CaseIterable {
    /// Zstandard, `.zst`.
    case zstd
    /// gzip, `.gz`.
    case gzip

    /// Bytes that are needed to tell the forms apart; no sound compressed file is shorter.
    static let magicByteCount = 4

    /// The form that a file's first bytes show; `nil` if they show none.
    init?(firstBytes: Data) {
        let bytes = [UInt8](firstBytes.prefix(Self.magicByteCount))
        if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes == [0x28, 0xB5, 0x2F, 0xFD] || Self.beginsSkippableFrame(bytes) {
            self = .zstd
        } else {
            return nil
        }
    }

    /// The form that a file's name promises; `nil` if it promises none.
    init?(name: String) {
        guard let form = Self.allCases.first(where: { name.hasSuffix($0.suffix) }) else {
            return nil
        }
        self = form
    }

    private var suffix: String {
        switch self {
        case .zstd: ".zst"
        case .gzip: ".gz"
        }
    }

    /// Whether a frame of user data begins here, which decoders pass over: 0x184D2A50 to 0x184D2A5F,
    /// little-endian (RFC 8878, 3.1.2); parallel compressors put one in front.
    private static func beginsSkippableFrame(_ bytes: [UInt8]) -> Bool {
        bytes.count == magicByteCount && bytes[0] & 0xF0 == 0x50
            && bytes.dropFirst().elementsEqual([0x2A, 0x4D, 0x18])
    }
}
