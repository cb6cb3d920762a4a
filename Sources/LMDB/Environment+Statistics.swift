internal import CLMDB
internal import Glibc

/// Size and shape of one table.
package struct TableStatistics: Hashable, Sendable {
    /// Number of entries.
    package let entryCount: UInt64
    /// Height of the tree; 0 if it is empty.
    package let depth: UInt32
    /// Pages that lead to other pages.
    package let branchPageCount: UInt64
    /// Pages that hold entries.
    package let leafPageCount: UInt64
    /// Pages that hold values too large for a leaf page.
    package let overflowPageCount: UInt64

    /// All pages of the table.
    package var pageCount: UInt64 { branchPageCount + leafPageCount + overflowPageCount }

    init(_ counts: MDB_stat) {
        // Damaged ones may look negative.
        entryCount = UInt64(truncatingIfNeeded: counts.ms_entries)
        depth = counts.ms_depth
        branchPageCount = UInt64(truncatingIfNeeded: counts.ms_branch_pages)
        leafPageCount = UInt64(truncatingIfNeeded: counts.ms_leaf_pages)
        overflowPageCount = UInt64(truncatingIfNeeded: counts.ms_overflow_pages)
    }
}

/// Size and use of an environment at one moment.
package struct EnvironmentInfo: Hashable, Sendable {
    /// Upper bound of the file, in bytes.
    package let mapSizeBytes: UInt64
    /// Bytes of one page.
    package let pageSizeBytes: UInt32
    /// Number of the last page that was ever used; counts from 0.
    package let lastPage: UInt64
    /// Number of the newest commit.
    package let lastTransactionID: UInt64
    /// Reader slots of all processes together.
    package let readerCountMax: UInt32
    /// Reader slots that were ever in use at the same time since the first process opened it.
    package let usedReaderCount: UInt32
    /// Length of the data file, in bytes.
    package let fileSizeBytes: UInt64
    /// Bytes of the data file that take space on the disk; less than its length if it is sparse.
    package let allocatedBytes: UInt64
}

extension Environment {
    /// Reads size and use.
    ///
    /// - Throws: ``LMDBError`` if the file's length cannot be read.
    /// - Complexity: O(1).
    /// - SeeAlso: `mdb_env_info`, `mdb_env_stat` in `lmdb.h`.
    package func info() throws(LMDBError) -> EnvironmentInfo {
        var info = unsafe MDB_envinfo()
        try check(unsafe mdb_env_info(pointer, &info))
        var counts = MDB_stat()
        try check(unsafe mdb_env_stat(pointer, &counts))
        // By path and not by opening: closing the file would drop the engine's locks.
        var status = stat()
        guard unsafe fstatat(folderDescriptor, Environment.dataFileName, &status, 0) == 0 else {
            throw .lastSystemError
        }
        return unsafe EnvironmentInfo(
            mapSizeBytes: UInt64(info.me_mapsize),
            pageSizeBytes: counts.ms_psize,
            lastPage: UInt64(clamping: info.me_last_pgno),
            lastTransactionID: UInt64(clamping: info.me_last_txnid),
            readerCountMax: info.me_maxreaders,
            usedReaderCount: info.me_numreaders,
            fileSizeBytes: UInt64(clamping: status.st_size),
            allocatedBytes: UInt64(clamping: status.st_blocks) * 512
        )
    }

    /// Counts the pages inside the file that the next commits may use again.
    ///
    /// - Throws: ``LMDBError/corrupted`` if the list of free pages is damaged.
    /// - Complexity: O(commits whose pages are still free).
    package func freePageCount() throws(LMDBError) -> UInt64 {
        guard !findings.hasFreePageFaults else { throw .corrupted }
        let transaction = try beginReading()
        var opened: OpaquePointer?
        // Table 0 is the engine's own list: commit number → count, then page numbers.
        try check(unsafe mdb_cursor_open(transaction.handle.pointer, 0, &opened))
        guard let cursor = unsafe opened else { throw .badTransaction }
        defer { unsafe mdb_cursor_close(cursor) }
        var key = unsafe MDB_val()
        var value = unsafe MDB_val()
        var count: UInt64 = 0
        while true {
            let code = unsafe mdb_cursor_get(cursor, &key, &value, MDB_NEXT)
            if code == MDB_NOTFOUND { return count }
            try check(code)
            guard unsafe value.mv_size >= MemoryLayout<UInt>.size else { throw .corrupted }
            let pages = unsafe value.buffer.loadUnaligned(as: UInt.self)
            let (sum, overflow) = count.addingReportingOverflow(UInt64(pages))
            guard !overflow else { throw .corrupted }
            count = sum
        }
    }

    /// Clears reader slots of processes that died; done at opening, too.
    ///
    /// - Returns: Number of cleared slots.
    /// - Throws: ``LMDBError`` when the lock file's mutex cannot be taken; nothing is lost, call it again later.
    /// - Complexity: O(reader slots).
    /// - SeeAlso: `mdb_reader_check` in `lmdb.h`.
    package func clearDeadReaders() throws(LMDBError) -> Int {
        guard !readsWithoutLockFile else { return 0 }
        var clearedCount: Int32 = 0
        try check(unsafe mdb_reader_check(pointer, &clearedCount))
        return Int(clearedCount)
    }

    /// Longest key in bytes: 511 in the engine as it is packaged.
    package var keyByteCountMax: Int { Int(unsafe mdb_env_get_maxkeysize(pointer)) }

    /// Flushes everything to the disk, also what ``EnvironmentOptions/noMetaSync`` left out.
    ///
    /// - Throws: ``LMDBError/readOnlyMedium`` if opened for reading only; ``LMDBError/inputOutput``
    ///   when the device fails.
    /// - SeeAlso: `mdb_env_sync` in `lmdb.h`.
    package func sync() throws(LMDBError) {
        guard !options.readOnly else { throw .readOnlyMedium }
        try check(unsafe mdb_env_sync(pointer, 1))
    }
}
