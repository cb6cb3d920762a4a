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
    private static let version: UInt32 = 1
    private static let attemptCount = 64
    private static let quickAttemptCount = 16

    /// Checks the pages of an existing file; does nothing if there is none, or an empty one.
    ///
    /// - Parameters:
    ///   - path: The folder of the file.
    ///   - mapSizeBytes: Size of the map that is to hold the file.
    /// - Throws: ``EnvironmentOpenError/damaged(_:)`` if the pages cannot be those of one history;
    ///   ``LMDBError/mapResized`` if the file is sound but larger than the map.
    static func check(in path: String, mapSizeBytes: Int) throws(EnvironmentOpenError) {
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
        var fault: PageFault?
        var fitsMap = true
        // A commit between two reads makes sound pages look wrong; the next look sees them whole.
        for attempt in 0..<attemptCount {
            do throws(PageFault) {
                guard let pages = try read(file) else { return }
                guard areNeighbours(pages) else { throw .badMetaPages }
                guard note.map({ $0.admits(pages) }) ?? true else { throw .olderState }
                fitsMap = try fits(pages.newest, of: file, mapSizeBytes)
                fault = nil
                break
            } catch {
                fault = error
            }
            if attempt < quickAttemptCount { sched_yield() } else { usleep(100) }
        }
        if let fault { throw .damaged([PageDamage(.head, page: 0, fault)]) }
        guard fitsMap else { throw .engine(.mapResized) }
    }

    /// Whether the map can hold all pages of a state.
    ///
    /// - Throws: ``PageFault/badLastPage`` if the file has no more than the map can hold, as pages that were
    ///   never written are few.
    private static func fits(
        _ newest: MetaPage,
        of file: FileDescriptor,
        _ mapSizeBytes: Int
    ) throws(PageFault) -> Bool {
        let (count, isBeyond) = newest.lastPage.addingReportingOverflow(1)
        let (bytes, overflow) = count.multipliedReportingOverflow(by: UInt64(newest.pageSize))
        guard isBeyond || overflow || bytes > UInt64(mapSizeBytes) else { return true }
        var status = stat()
        guard unsafe fstat(file.number, &status) == 0 else { throw .unreadable }
        guard status.st_size > mapSizeBytes, !isBeyond, !overflow else { throw .badLastPage }
        return false
    }

    private static func areNeighbours(_ pages: MetaPair) -> Bool {
        let (newer, older) = (pages.newest.transaction, pages.other.transaction)
        guard newer != older else { return newer == 0 }
        return newer - older == 1 && newer & 1 == pages.newestPlace
    }

    /// Reads the two pages of an open data file; `nil` for what is no data file, as the engine will say itself.
    static func read(_ file: FileDescriptor) throws(PageFault) -> MetaPair? {
        guard let first = try page(of: file.number, at: 0) else { return nil }
        // Where the size stands is damaged as likely as anything else; the other page knows it, too.
        let size = isPageSize(first.pageSize) ? Int(first.pageSize) : usualPageSize
        let second = try page(of: file.number, at: size)
        guard first.magic == magic || second?.magic == magic else { return nil }
        guard let second else { throw .beyondEnd }
        for page in [first, second] {
            guard page.isMetaPage, page.magic == magic, page.version == version,
                page.pageSize == UInt32(size)
            else { throw .badMetaPages }
        }
        return MetaPair(first: first, second: second)
    }

    private static let usualPageSize = 4_096

    private static func isPageSize(_ size: UInt32) -> Bool {
        (512...65_536).contains(size) && size & (size - 1) == 0
    }

    /// The state that a file's pages describe, for a note of it; `nil` if they cannot be read.
    static func read(descriptor: Int32, pageSize: Int) -> MetaPair? {
        guard let first = try? page(of: descriptor, at: 0),
            let second = try? page(of: descriptor, at: pageSize)
        else { return nil }
        return MetaPair(first: first, second: second)
    }

    /// The page at an offset; `nil` if the file ends before.
    private static func page(of descriptor: Int32, at offset: Int) throws(PageFault) -> MetaPage? {
        var bytes = [UInt8](repeating: 0, count: MetaPage.byteCount)
        let count = unsafe pread(descriptor, &bytes, bytes.count, offset)
        guard count >= 0 else { throw .unreadable }
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
