package import EventModel

/// What a verification of the whole log found.
package struct VerifyReport: Sendable {
    /// Number of events that were to be checked.
    package let eventCount: UInt64
    /// Number of sealed blocks that were checked.
    package let blockCount: UInt64
    /// Everything that does not hold, in the order in which it was found; empty if the log is sound.
    package let problems: [DamageError]
    /// Merkle root recomputed from the events; `nil` if some could not be read.
    package let rootHash: SHA256Digest?

    /// Whether every value that the log wrote is what was written.
    ///
    /// The engine's free pages are not looked at: nothing reads them.
    package var isSound: Bool { problems.isEmpty }
}

extension LogSnapshot {
    /// Checks everything: every checksum, every event decoded, digests and Merkle roots recomputed from
    /// the events, zone maps, dictionaries, names, heads of sources, voids.
    ///
    /// Damage is reported, not thrown: one damaged block does not hide another.
    ///
    /// - Parameters:
    ///   - threadCount: Threads that share the sealed blocks, the calling one included; the report is the same
    ///     for any number.
    ///   - progress: Called after each block, in order, with the numbers of checked events and of all events.
    /// - Returns: What was found.
    /// - Throws: ``LogError`` only if the storage engine itself fails.
    /// - Complexity: decodes every event; memory for a few blocks and the tail, and for all names, all
    ///   sources, every void and correction, and 32 bytes per block for its Merkle root.
    package func verify(
        threadCount: Int = 2,
        progress: (_ checked: UInt64, _ all: UInt64) -> Void = { _, _ in }
    ) throws(LogError) -> VerifyReport {
        var verifier = LogVerifier(self)
        return try verifier.run(threadCount: threadCount, progress)
    }
}
