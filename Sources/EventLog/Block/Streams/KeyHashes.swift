import EventModel

/// The strings of a key column as hashes: for grouping very many rows without a string.
///
/// Equal strings have equal hashes in every block; equal hashes may stand for different strings.
package struct KeyHashes: Sendable {
    /// XXH64 of each distinct string, by code.
    package let hashes: [UInt64]
    /// Per row the index into ``hashes``, or −1 where the row has no value.
    package let codes: [Int32]

    /// Nothing in any row.
    static func none(rowCount: Int) -> KeyHashes {
        KeyHashes(hashes: [], codes: [Int32](repeating: -1, count: rowCount))
    }
}

extension BlockStreams {
    /// The hashes of a key column of a partition; `blockRows` gives the rows of the block that its rows are.
    func keyHashes(
        partition: Int,
        field: Int,
        rowCount: Int,
        blockRows: () -> [Int]
    ) throws(DamageError) -> KeyHashes {
        let descriptor = try keyDescriptor(partition: partition, field: field, rowCount: rowCount)
        switch descriptor.encoding {
        case .absent, .offset, .runs, .steps: return .none(rowCount: rowCount)
        case .subject:
            let hashes = try hashes(at: subjectsOffset, count: streamCount, isOfKeys: true)
            var all: [Int32] = []
            decodeCodes(0..<eventCount, into: &all)
            let codes = blockRows().map { row in
                hashes[Int(all[row])] == nil ? Int32(-1) : all[row]
            }
            return KeyHashes(hashes: hashes.map { $0 ?? 0 }, codes: codes)
        case .dictionary:
            let hashes = try hashes(
                at: descriptor.dictionaryOffset,
                count: descriptor.dictionaryCount,
                isOfKeys: false
            )
            let presence = IntegerColumn(value, descriptor)
            var codes = [Int32](repeating: -1, count: rowCount)
            for row in 0..<rowCount where presence.isPresent(row) {
                let code = ColumnCode.load(
                    in: value,
                    at: descriptor.dataOffset,
                    width: descriptor.width,
                    row: row
                )
                guard code < hashes.count else {
                    throw damage("a row names no entry of its dictionary")
                }
                codes[row] = Int32(truncatingIfNeeded: code)
            }
            return KeyHashes(hashes: hashes.map { $0 ?? 0 }, codes: codes)
        }
    }

    /// Hashes of a dictionary's entries; of subjects only what stands behind their first `/`, `nil` without one.
    private func hashes(
        at offset: Int,
        count: Int,
        isOfKeys: Bool
    ) throws(DamageError) -> [UInt64?] {
        var pool = BytePool()
        let decoded = try FrontCodedDictionary.decode(
            in: value,
            at: offset,
            count: count,
            part: "streams",
            position: position,
            into: &pool
        )
        return decoded.places.map { place in
            let text = unsafe pool.span(place).bytes
            guard isOfKeys else { return XXH64.hash(text) }
            for index in 0..<text.byteCount
            where text.littleEndian(UInt8.self, at: index) == UInt8(ascii: "/") {
                return XXH64.hash(text.extracting((index + 1)..<text.byteCount))
            }
            return nil
        }
    }

    private func damage(_ detail: String) -> DamageError {
        DamageError(part: "streams", position: position, detail: detail)
    }
}
