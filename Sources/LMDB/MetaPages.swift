internal import Glibc

/// The two pages at the head of a data file, of which the newer one says what the file holds.
///
/// The engine takes the one with the greater transaction number and has no checksum over either: a flipped
/// bit there would silently bring an older state back, with acknowledged commits gone. But commits write the
/// two in turn, so that their numbers are neighbours, the even one first; and the newest commit is noted in
/// `writer.lock` with a hash of what both pages say, so that neither an older state nor an older page that was
/// made to look like the newest one passes for it. What is otherwise is damage. Where there is no note, as in
/// a copy of the data file alone, one of the two numbers raised or lowered by exactly two stays undetected.
///
/// - SeeAlso: `MDB_meta`, `mdb_env_pick_meta` and `mdb_env_write_meta` in `mdb.c` of LMDB 0.9.
enum MetaPages {
    private static let magic: UInt32 = 0xBEEF_C0DE
    private static let attemptCount = 64
    private static let quickAttemptCount = 16

    /// Checks the pages of an existing file; does nothing if there is none, or an empty one.
    ///
    /// - Parameters:
    ///   - path: The folder of the file.
    ///   - mapSizeBytes: Size of the map that is to hold the file.
    /// - Throws: ``LMDBError/corrupted`` if the pages cannot be those of one history;
    ///   ``LMDBError/mapResized`` if the file is sound but larger than the map.
    static func check(in path: String, mapSizeBytes: Int) throws(LMDBError) {
        // Read first: what is noted now can only be older than what the pages say afterwards.
        let note = CommitNote(in: path)
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
        // A commit between two reads makes sound pages look wrong; the next look sees them whole.
        for attempt in 0..<attemptCount {
            guard let pages = try read(file) else { return }
            guard areNeighbours(pages), note.map({ $0.admits(pages) }) ?? true else {
                if attempt < quickAttemptCount { sched_yield() } else { usleep(100) }
                continue
            }
            return try checkSize(of: pages.newest, in: file, mapSizeBytes)
        }
        throw .corrupted
    }

    private static func areNeighbours(_ pages: MetaPair) -> Bool {
        let (newer, older) = (pages.newest.transaction, pages.other.transaction)
        guard newer != older else { return newer == 0 }
        return newer - older == 1 && newer & 1 == pages.newestPlace
    }

    private static func checkSize(
        of newest: MetaPage,
        in file: FileDescriptor,
        _ mapSizeBytes: Int
    ) throws(LMDBError) {
        var status = stat()
        guard unsafe fstat(file.number, &status) == 0 else { throw .lastSystemError }
        let (count, isBeyond) = newest.lastPage.addingReportingOverflow(1)
        let (bytes, overflow) = count.multipliedReportingOverflow(by: UInt64(newest.pageSize))
        guard !isBeyond, !overflow, bytes <= 1 << 47 else { throw .corrupted }
        // Pages that were never written are few; a file that is much shorter was never that long.
        guard bytes <= UInt64(mapSizeBytes) else {
            throw status.st_size > mapSizeBytes ? .mapResized : .corrupted
        }
    }

    /// Reads the two pages of an open data file; `nil` for what is no data file, as the engine will say itself.
    ///
    /// - Throws: ``LMDBError/corrupted`` if they cannot be read as two such pages.
    static func read(_ file: FileDescriptor) throws(LMDBError) -> MetaPair? {
        guard let head = try page(of: file.number, at: 0), head.magic == magic else { return nil }
        let size = head.pageSize
        guard (512...65_536).contains(size), size & (size - 1) == 0,
            let second = try page(of: file.number, at: Int(size)), second.pageSize == size
        else { throw .corrupted }
        return MetaPair(first: head, second: second)
    }

    /// The state that a file's pages describe, for a note of it; `nil` if they cannot be read.
    static func read(descriptor: Int32, pageSize: Int) -> MetaPair? {
        guard let first = try? page(of: descriptor, at: 0),
            let second = try? page(of: descriptor, at: pageSize)
        else { return nil }
        return MetaPair(first: first, second: second)
    }

    /// The page at an offset; `nil` if the file ends before.
    private static func page(of descriptor: Int32, at offset: Int) throws(LMDBError) -> MetaPage? {
        var bytes = [UInt8](repeating: 0, count: MetaPage.byteCount)
        let count = unsafe pread(descriptor, &bytes, bytes.count, offset)
        guard count >= 0 else { throw .lastSystemError }
        return count == bytes.count ? MetaPage(bytes) : nil
    }
}

/// The two meta pages of a file.
struct MetaPair: Hashable {
    let first: MetaPage
    let second: MetaPage

    /// 0 or 1: which of them the engine goes by.
    var newestPlace: UInt64 { second.transaction > first.transaction ? 1 : 0 }
    var newest: MetaPage { newestPlace == 1 ? second : first }
    var other: MetaPage { newestPlace == 1 ? first : second }
}
