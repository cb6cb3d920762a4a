internal import CLMDB

extension Environment {
    /// Walks over all trees of the newest state.
    ///
    /// - Parameters:
    ///   - environment: The engine's.
    ///   - readsValueHeads: Names the tables whose long values' heads are to be read, too.
    /// - Returns: What was found.
    /// - Throws: ``LMDBError`` when no transaction can be begun, or the file cannot be looked at.
    static func checkPages(
        of environment: OpaquePointer,
        readsValueHeads: @escaping (String) -> Bool
    ) throws(LMDBError) -> PageFindings {
        var findings = PageFindings()
        // What a writer does meanwhile does not disturb a reader; but a verdict of damage is worth a second look.
        for _ in 0..<2 {
            findings = try unsafe checkPagesOnce(
                of: environment,
                readsValueHeads: readsValueHeads
            )
            if findings.damages.isEmpty { break }
        }
        return findings
    }

    private static func checkPagesOnce(
        of environment: OpaquePointer,
        readsValueHeads: @escaping (String) -> Bool
    ) throws(LMDBError) -> PageFindings {
        var begun: OpaquePointer?
        try check(unsafe mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &begun))
        guard let transaction = unsafe begun else { throw .badTransaction }
        // While it is open, no page of its state is used again.
        defer { unsafe mdb_txn_abort(transaction) }
        var descriptor: Int32 = -1
        try check(unsafe mdb_env_get_fd(environment, &descriptor))
        var counts = MDB_stat()
        try check(unsafe mdb_env_stat(environment, &counts))
        let file = try PageFile(descriptor: descriptor, pageSize: Int(counts.ms_psize))
        for _ in 0..<1_000 {
            let number = UInt64(unsafe mdb_txn_id(transaction))
            let meta: [MetaPage]
            do throws(PageFault) {
                // Twice, so that a page that is being written is not taken for one that was.
                meta = try [0, 1].map { _ throws(PageFault) in
                    MetaPage(try file.bytes(of: number & 1, MetaPage.byteCount))
                }
            } catch {
                throw .corrupted
            }
            if meta[0] == meta[1], meta[0].transaction == number {
                return PageCheck.run(file, meta[0], readsValueHeads: readsValueHeads)
            }
            // The writer came two commits further meanwhile.
            unsafe mdb_txn_reset(transaction)
            try check(unsafe mdb_txn_renew(transaction))
        }
        throw .corrupted
    }

    /// Walks over all trees again, heads of long values included.
    ///
    /// What opening found stays in ``pageDamage``; this finds what happened since, too.
    ///
    /// - Returns: What does not hold; empty for a sound file.
    /// - Throws: ``LMDBError`` when no transaction can be begun, or the file cannot be looked at.
    /// - Complexity: O(pages of trees + long values), read from the file, not through the map.
    package func verifyPages() throws(LMDBError) -> [PageDamage] {
        try unsafe Self.checkPages(of: pointer) { _ in true }.damages
    }
}
