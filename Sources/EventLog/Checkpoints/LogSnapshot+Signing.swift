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

    /// Signs a checkpoint over all events of the snapshot and keeps it; gives the kept one where there is one.
    ///
    /// - Throws: ``LogError/signingKey(path:_:)``; ``LogError/forked(path:checkpointSize:)`` when the log does not
    ///   extend what was signed last, which must never be signed over; otherwise as ``event(at:)`` and
    ///   ``KeptCheckpoints/keep(_:)``.
    /// - Complexity: as ``rootHash(of:)``, for two sizes.
    package func signCheckpoint() throws(LogError) -> SignedCheckpoint {
        if let newest = try newestCheckpoint() {
            let size = newest.checkpoint.treeSize
            guard try rootHash(of: size) == newest.checkpoint.rootHash else {
                throw .forked(path: parts.folder.path, checkpointSize: size)
            }
            if size == eventCount { return newest }
        }
        let key = try SigningKeyFile.read(
            try signingKey(ofTreeSize: eventCount),
            in: parts.folder
        )
        let signed = SignedCheckpoint(
            treeSize: eventCount,
            rootHash: try rootHash(of: eventCount),
            by: key
        )
        try KeptCheckpoints(of: parts.folder).keep(signed)
        return signed
    }
}
