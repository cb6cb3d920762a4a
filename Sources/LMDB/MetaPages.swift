internal import Glibc

/// The two pages at the head of a data file, of which the newer one says what the file holds.
///
/// The engine takes the one with the greater transaction number and has no checksum over either: a flipped
/// bit there would silently bring an older state back, with acknowledged commits gone. But commits write the
/// two in turn, so that their numbers are neighbours, the even one first, and the newest commit is noted in
/// `writer.lock`; what is otherwise is damage. What stays undetected is the older number raised by exactly
/// two, which one bit of it can do.
///
/// - SeeAlso: `MDB_meta`, `mdb_env_pick_meta` and `mdb_env_write_meta` in `mdb.c` of LMDB 0.9.
enum MetaPages {
    // Behind the page's header of 16 bytes: magic, version, address, map size, two tables of 48 bytes (the
    // first word of the first one is the page size), last page, transaction number.
    private static let magicOffset = 16
    private static let magic: UInt64 = 0xBEEF_C0DE
    private static let pageSizeOffset = 40
    private static let lastPageOffset = 136
    private static let transactionOffset = 144
    private static let attemptCount = 1_000

    /// Checks the pages of an existing file; does nothing if there is none, or an empty one.
    ///
    /// - Parameters:
    ///   - path: The folder of the file.
    ///   - mapSizeBytes: Size of the map that is to hold the file.
    /// - Throws: ``LMDBError/corrupted`` if the pages cannot be those of one history;
    ///   ``LMDBError/mapResized`` if the file is sound but larger than the map.
    static func check(in path: String, mapSizeBytes: Int) throws(LMDBError) {
        // Read first: what is noted now can only be older than what the pages say afterwards.
        let notedCommit = WriterLock.notedCommit(in: path)
        let file: FileDescriptor
        do throws(LMDBError) {
            file = try FileDescriptor(
                opening: path + "/" + Environment.dataFileName,
                flags: O_RDONLY
            )
        } catch {
            // Missing or not readable: the engine says so itself.
            return
        }
        var isSound = false
        // A commit between the two reads makes sound pages look wrong; the next look sees them whole.
        for _ in 0..<attemptCount where !isSound {
            guard let pages = try read(file) else { return }
            let (first, second) = (pages.transactions.0, pages.transactions.1)
            let newer = max(first, second)
            isSound =
                (first == 0 && second == 0)
                || (newer - min(first, second) == 1 && newer & 1 == (second > first ? 1 : 0))
            guard isSound else {
                sched_yield()
                continue
            }
            guard newer >= notedCommit else { throw .corrupted }
            let last = first > second ? pages.lastPages.0 : pages.lastPages.1
            let (count, isBeyond) = last.addingReportingOverflow(1)
            let (bytes, overflow) = count.multipliedReportingOverflow(by: pages.pageSize)
            guard !isBeyond, !overflow, bytes <= 1 << 47 else { throw .corrupted }
            guard bytes <= UInt64(mapSizeBytes) else { throw .mapResized }
        }
        guard isSound else { throw .corrupted }
    }

    private struct Pages {
        let pageSize: UInt64
        let lastPages: (UInt64, UInt64)
        let transactions: (UInt64, UInt64)
    }

    /// Reads the two pages; `nil` for what is no data file, as the engine will say itself.
    private static func read(_ file: FileDescriptor) throws(LMDBError) -> Pages? {
        guard let head = try bytes(of: file, at: 0),
            number(in: head, at: magicOffset) & 0xFFFF_FFFF == magic
        else { return nil }
        let pageSize = number(in: head, at: pageSizeOffset) & 0xFFFF_FFFF
        guard (512...65_536).contains(pageSize), pageSize & (pageSize - 1) == 0 else {
            throw .corrupted
        }
        guard let other = try bytes(of: file, at: Int(pageSize)) else { throw .corrupted }
        return Pages(
            pageSize: pageSize,
            lastPages: (
                number(in: head, at: lastPageOffset), number(in: other, at: lastPageOffset)
            ),
            transactions: (
                number(in: head, at: transactionOffset), number(in: other, at: transactionOffset)
            )
        )
    }

    /// The head of a page; `nil` if the file ends before.
    private static func bytes(
        of file: FileDescriptor,
        at offset: Int
    ) throws(LMDBError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: transactionOffset + 8)
        let count = unsafe pread(file.number, &bytes, bytes.count, offset)
        guard count >= 0 else { throw .lastSystemError }
        return count == bytes.count ? bytes : nil
    }

    private static func number(in bytes: [UInt8], at offset: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }
}
