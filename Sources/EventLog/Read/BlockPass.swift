internal import EventModel
internal import LMDB

/// What one pass over blocks, on one thread, keeps from block to block.
final class BlockPass {
    /// The types of the ledger.
    let versions: TypeVersions
    private var passedByteCount = 0
    /// Where the hot value of the block before stands in the memory map.
    private var lastAddress: UInt = 0

    // Hot pages that were looked at stay mapped up to this many bytes of a pass; those behind are let go, so
    // that a long history does not fill the process's memory.
    private static let keptByteCount = 96 << 20
    private static let farthestByteCount: UInt = 16 << 20

    init(_ tables: LedgerTables) { versions = TypeVersions(tables) }

    /// Takes note that a block's values, lent by a transaction, have been read.
    func leave(hot: RawSpan, streams: RawSpan) {
        // Streams were looked at by the block's check, and hardly any fold needs them.
        MappedPages.release(streams)
        passedByteCount += hot.byteCount
        guard passedByteCount > Self.keptByteCount else { return }
        let address = MappedPages.address(of: hot)
        // Blocks are written one after the other, so that between two of them nearly always lie just their values.
        if lastAddress < address, address - lastAddress < Self.farthestByteCount {
            MappedPages.release(from: lastAddress, upTo: address)
        }
        MappedPages.release(hot)
        lastAddress = address
    }
}
