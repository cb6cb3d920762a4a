package import Evidence

extension LogSnapshot {
    /// The newest checkpoint that was kept, if it is over this snapshot's events or fewer.
    ///
    /// - Throws: ``LogError/damaged(_:)`` when its file is.
    package func newestCheckpoint() throws(LogError) -> SignedCheckpoint? {
        let kept = KeptCheckpoints(of: parts.folder)
        guard let size = try kept.sizes.last(where: { $0 <= eventCount }) else { return nil }
        return try kept.checkpoint(ofSize: size)
    }

    /// Signs a checkpoint over the snapshot's events, or its first ones, and keeps it; gives the kept one where there
    /// is one.
    ///
    /// - Parameter treeSize: Number of events, at most ``eventCount``, else it traps; `nil` takes all.
    /// - Returns: A checkpoint whose root is the log's.
    /// - Throws: ``LogError/signingKey(path:_:)``, also where the first events name another key than is held now;
    ///   ``LogError/forked(path:checkpointSize:)`` when the log does not extend what was signed last, which must never
    ///   be signed over; otherwise as ``event(at:)`` and ``KeptCheckpoints/keep(_:)``.
    /// - Complexity: as ``rootHash(of:)``, for two sizes.
    package func signCheckpoint(
        ofTreeSize treeSize: UInt64? = nil
    ) throws(LogError) -> SignedCheckpoint {
        let treeSize = treeSize ?? eventCount
        precondition(treeSize <= eventCount, "the log holds \(eventCount) events")
        let kept = KeptCheckpoints(of: parts.folder)
        func checkExtends(_ signed: SignedCheckpoint) throws(LogError) {
            let size = signed.checkpoint.treeSize
            guard try rootHash(of: size) == signed.checkpoint.rootHash else {
                throw .forked(path: parts.folder.path, checkpointSize: size)
            }
        }
        if let newest = try newestCheckpoint() { try checkExtends(newest) }
        if try kept.sizes.contains(treeSize) {
            let known = try kept.checkpoint(ofSize: treeSize)
            try checkExtends(known)
            return known
        }
        let key = try SigningKeyFile.read(
            try signingKey(ofTreeSize: treeSize),
            in: parts.folder
        )
        return try kept.keep(
            SignedCheckpoint(
                treeSize: treeSize,
                rootHash: try rootHash(of: treeSize),
                by: key
            )
        )
    }
}
