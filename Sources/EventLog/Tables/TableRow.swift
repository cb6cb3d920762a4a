internal import LMDB

/// The small rows of `names`, `sources`, `types`, `voids` and `meta`: a checksum, then the body.
///
/// The checksum is XXH64 over the body, seeded with the row's key and its table's number,
/// little-endian.
enum TableRow {
    /// The tables with such rows.
    enum Part: UInt64 {
        case names = 1
        case sources = 2
        case types = 3
        case voids = 4
        case meta = 5

        /// The table's name, as errors print it.
        var name: String {
            switch self {
            case .names: "names"
            case .sources: "sources"
            case .types: "types"
            case .voids: "voids"
            case .meta: "meta"
            }
        }
    }

    private static let headerByteCount = 8

    /// Encodes a row.
    static func encode(_ part: Part, key: UInt64, _ body: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 64)
        writer.append(UInt64(0))
        body(&writer)
        let row = writer.bytes
        let content = row.rawSpan.extracting(headerByteCount..<row.count)
        writer.patch(XXH64.hash(content, seed: seed(part, key)), at: 0)
        return writer.bytes
    }

    /// Checks a row and reads its body, which must be read to its end.
    static func decode<Body>(
        _ part: Part,
        key: UInt64,
        _ row: RawSpan,
        _ body: (inout ByteReader) throws(DamageError) -> Body
    ) throws(DamageError) -> Body {
        guard row.byteCount >= headerByteCount else {
            throw DamageError(part: part.name, position: key, detail: "row cut short")
        }
        let content = row.extracting(headerByteCount..<row.byteCount)
        guard
            XXH64.hash(content, seed: seed(part, key)) == row.littleEndian(UInt64.self, at: 0)
        else {
            throw DamageError(
                part: part.name,
                position: key,
                detail: "its checksum does not match its bytes"
            )
        }
        var reader = ByteReader(row, at: headerByteCount, part: part.name, position: key)
        let result = try body(&reader)
        guard reader.isAtEnd else { throw reader.damage("bytes are left over") }
        return result
    }

    private static func seed(_ part: Part, _ key: UInt64) -> UInt64 { key ^ part.rawValue << 56 }
}
