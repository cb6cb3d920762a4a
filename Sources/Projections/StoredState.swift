import EventLog
import EventModel
import Zstd

/// A part of a projection's state as it is kept in `views/` (see `Schemas/snapshot-format.md`).
///
/// It names all that it was made from: the form of the value, the projection and its definition, the ledger, the
/// range, and the root of the log up to the range's end. One that differs in any of them is not of this log
/// and is passed over.
struct StoredState {
    /// Raised when the layout of the value or of any state changes.
    static let formatVersion: UInt16 = 1

    private static let mark = Array("CRNp".utf8)
    private static let checksumOffset = 8
    private static let headerByteCount = 152
    // A part has at most some hundred thousand events, of less than a hundred bytes each.
    private static let longestByteCount = 1 << 30

    /// What a stored part must have been made from.
    struct Origin: Hashable, Sendable {
        /// See ``StoredState/definition(of:)``.
        let definition: SHA256Digest
        /// Digest of the ledger's id and moment of making.
        let ledger: SHA256Digest
        /// Positions of the events.
        let positions: Range<UInt64>
        /// RFC 9162 root over all events up to the end of the range.
        let root: SHA256Digest
    }

    /// Digest over the projection's id and version, and the event types that it reads.
    static func definition(of projection: (some Projection).Type) -> SHA256Digest {
        var writer = ByteWriter(reservingCapacity: 4_096)
        writer.append(projection.id)
        writer.append(UInt64(projection.version))
        for schema in projection.eventTypes {
            writer.append(schema.urn)
            writer.appendVariable(UInt64(schema.canonicalDefinition.count))
            writer.append(bytes: schema.canonicalDefinition)
        }
        return SHA256Digest.hash(writer.bytes)
    }

    /// Digest that names a ledger.
    static func digest(of ledger: LedgerManifest) -> SHA256Digest {
        var writer = ByteWriter(reservingCapacity: 256)
        writer.append(ledger.ledgerID)
        writer.append(ledger.createdAt.millisecondsSince1970)
        writer.append(UInt32(ledger.blockEvents))
        return SHA256Digest.hash(writer.bytes)
    }

    /// The value to store for a state.
    ///
    /// - Throws: ``ZstdError`` when there is no memory.
    static func encode(
        _ state: some StoredProjection,
        from origin: Origin
    ) throws(ZstdError) -> [UInt8] {
        var body = ByteWriter(reservingCapacity: 1 << 16)
        state.encode(to: &body, from: origin.positions.lowerBound)
        let compressed = try ZstdFrame.compress(body.bytes)
        var writer = ByteWriter(reservingCapacity: compressed.count + headerByteCount)
        writer.append(bytes: mark)
        writer.append(formatVersion)
        writer.append(UInt16(0))
        writer.append(UInt64(0))
        writer.append(bytes: origin.definition.bytes)
        writer.append(bytes: origin.ledger.bytes)
        writer.append(bytes: origin.root.bytes)
        writer.append(origin.positions.lowerBound)
        writer.append(origin.positions.upperBound)
        writer.append(UInt64(body.count))
        writer.append(UInt64(compressed.count))
        writer.append(UInt64(0))
        writer.append(bytes: compressed)
        writer.patch(checksum(of: writer.bytes.rawSpan), at: checksumOffset)
        return writer.bytes
    }

    private static func checksum(of value: RawSpan) -> UInt64 {
        let start = checksumOffset + 8
        let head = UInt64(value.littleEndian(UInt32.self, at: 4))
        return XXH64.hash(value.extracting(start..<value.byteCount), seed: head)
    }

    /// The state of a stored value; `nil` if it is damaged or was made from something else.
    static func decode<State: StoredProjection>(
        _ value: RawSpan,
        as _: State.Type,
        from origin: Origin,
        nameCount: UInt32
    ) -> State? {
        guard value.byteCount >= headerByteCount,
            value.copy(0..<4) == mark,
            value.littleEndian(UInt16.self, at: 4) == formatVersion,
            value.littleEndian(UInt16.self, at: 6) == 0,
            value.littleEndian(UInt64.self, at: checksumOffset) == checksum(of: value),
            value.copy(16..<48) == origin.definition.bytes,
            value.copy(48..<80) == origin.ledger.bytes,
            value.copy(80..<112) == origin.root.bytes,
            value.littleEndian(UInt64.self, at: 112) == origin.positions.lowerBound,
            value.littleEndian(UInt64.self, at: 120) == origin.positions.upperBound
        else { return nil }
        let byteCount = value.littleEndian(UInt64.self, at: 128)
        let compressedCount = value.littleEndian(UInt64.self, at: 136)
        guard byteCount <= UInt64(longestByteCount),
            compressedCount == UInt64(value.byteCount - headerByteCount)
        else { return nil }
        let body = try? ZstdFrame.decompress(
            value.extracting(headerByteCount..<value.byteCount),
            exactly: Int(byteCount)
        )
        guard let body else { return nil }
        var reader = ByteReader(body.rawSpan, part: State.id, position: origin.positions.lowerBound)
        let state = try? State(
            decoding: &reader,
            from: origin.positions.lowerBound,
            nameCount: nameCount
        )
        return reader.isAtEnd ? state : nil
    }
}
