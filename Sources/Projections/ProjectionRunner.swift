package import EventLog

/// Folds projections over the log.
package enum ProjectionRunner {
    /// Folds the events below a position that are not voided among them.
    ///
    /// A void reaches back: the fold leaves out what is voided as known at the cut, so the state is that of
    /// a log that never held it.
    ///
    /// - Parameters:
    ///   - _: The projection to build.
    ///   - snapshot: The state of the log to read.
    ///   - count: Number of events to see; see ``LogSnapshot/eventCount(knownAt:)``.
    /// - Returns: The folded state.
    /// - Throws: ``LogError`` when a block is damaged, the storage fails, or the ledger holds a newer version
    ///   of a type than the projection reads.
    /// - Complexity: O(*count*), a few bytes read per event.
    package static func fold<Folded: Projection>(
        _: Folded.Type,
        in snapshot: LogSnapshot,
        upTo count: UInt64
    ) throws -> Folded {
        try snapshot.checkVersions(of: Folded.eventTypes)
        let voided = try snapshot.voidedPositions(upTo: count)
        var state = Folded()
        try snapshot.forEachBlock(upTo: count, excluding: voided) { block in
            try state.fold(block)
        }
        return state
    }
}
