/// The sixteen bytes in front of every stored value: what it is, its format version and its checksum.
///
/// ```
///  0        4         6        8                16
///  | magic  | version | zero   | XXH64 of 16…end | body …
/// ```
/// The checksum is seeded with the value's key (first position) and its version, so that a value stored under
/// a wrong key or read as another version is found out too. All integers are little-endian.
package enum ValueFrame {
    /// The kinds of value and the four bytes that mark them.
    package enum Kind: String, Sendable, CaseIterable {
        /// Hot columns of a block.
        case hot = "CRNh"
        /// Stream dictionary, keys and sources of a block.
        case streams = "CRNs"
        /// Compressed rest of a block.
        case cold = "CRNc"
        /// The events of one commit that no block holds yet.
        case tail = "CRNt"

        /// The database's name, as errors print it.
        package var partName: String {
            switch self {
            case .hot: "hot"
            case .streams: "streams"
            case .cold: "cold"
            case .tail: "tail"
            }
        }
    }

    /// Offset of the body.
    package static let headerByteCount = 16

    /// Starts a value; ``seal(_:key:)`` completes it.
    package static func open(
        _ kind: Kind,
        _ format: StoredFormat,
        reservingCapacity capacity: Int
    ) -> ByteWriter {
        var writer = ByteWriter(reservingCapacity: capacity)
        writer.append(bytes: kind.rawValue.utf8)
        writer.append(format.rawValue)
        writer.append(UInt16(0))
        writer.append(UInt64(0))
        return writer
    }

    /// Completes a value with its checksum and gives its bytes.
    package static func seal(_ writer: consuming ByteWriter, key: UInt64) -> [UInt8] {
        let checksum = XXH64.hash(
            writer.bytes.rawSpan.extracting(headerByteCount..<writer.count),
            seed: seed(key, format(of: writer.bytes.rawSpan))
        )
        writer.patch(checksum, at: 8)
        return writer.bytes
    }

    private static func seed(_ key: UInt64, _ format: StoredFormat) -> UInt64 {
        key ^ (UInt64(format.rawValue) - 1) << 56
    }

    /// The checksum that stands in a value's header.
    package static func storedChecksum(_ value: RawSpan) -> UInt64 {
        value.byteCount >= headerByteCount ? value.littleEndian(UInt64.self, at: 8) : 0
    }

    /// The version of a value that was checked before.
    package static func format(of value: RawSpan) -> StoredFormat {
        StoredFormat(rawValue: value.littleEndian(UInt16.self, at: 4)) ?? .newest
    }

    /// Checks mark, version and checksum.
    ///
    /// - Throws: ``DamageError`` that says which of them does not hold.
    /// - Complexity: one pass over the value.
    package static func check(_ value: RawSpan, is kind: Kind, key: UInt64) throws(DamageError) {
        func damage(_ detail: String) -> DamageError {
            DamageError(part: kind.partName, position: key, detail: detail)
        }
        guard value.byteCount >= headerByteCount else {
            throw damage("only \(value.byteCount) bytes, no room for its header")
        }
        for (index, byte) in kind.rawValue.utf8.enumerated()
        where value.littleEndian(UInt8.self, at: index) != byte {
            throw damage("it does not start with \(kind.rawValue)")
        }
        let version = value.littleEndian(UInt16.self, at: 4)
        guard StoredFormat(rawValue: version) != nil else {
            let newest = StoredFormat.newest.rawValue
            throw damage("format version \(version); this build reads 1 to \(newest)")
        }
        guard value.littleEndian(UInt16.self, at: 6) == 0 else {
            throw damage("its reserved bytes are not zero")
        }
        let body = value.extracting(headerByteCount..<value.byteCount)
        guard XXH64.hash(body, seed: seed(key, format(of: value))) == storedChecksum(value) else {
            throw damage("its checksum does not match its bytes")
        }
    }
}
