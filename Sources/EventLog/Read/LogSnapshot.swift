package import EventModel
internal import Evidence
internal import LMDB

/// The log as it was at one moment: the events of positions below ``eventCount``.
///
/// Valid inside ``EventLog/withSnapshot(_:)`` only, on its thread. Long reads move on to newer
/// states of the file underneath, so that they do not make it grow; what they show stays the same,
/// since recorded events never change.
package final class LogSnapshot {
    /// Number of events; positions are below it.
    package let eventCount: UInt64

    let parts: LogParts
    /// Damage because of which there may be events beyond ``eventCount``; see ``LogExtent/endDamage``.
    let endDamage: DamageError?
    private var transaction: ReadTransaction
    /// Number of events in sealed blocks, as ``transaction`` sees it; may rise when it is renewed.
    private(set) var sealedCount: UInt64
    /// Number of reads under way that use the transaction.
    private var useCount = 0

    init(_ parts: LogParts) throws(LogError) {
        self.parts = parts
        do throws(LMDBError) {
            transaction = try parts.store.environment.beginReading()
        } catch {
            throw LogError(error)
        }
        let extent = try parts.extent(in: transaction)
        eventCount = extent.eventCount
        sealedCount = extent.sealedCount
        endDamage = extent.endDamage
    }

    /// Number of events that the log holds by now.
    ///
    /// - Throws: ``LogError`` when the storage fails.
    func newestEventCount() throws(LogError) -> UInt64 {
        let transaction: ReadTransaction
        do throws(LMDBError) {
            transaction = try parts.store.environment.beginReading()
        } catch {
            throw LogError(error)
        }
        return try parts.extent(in: transaction).eventCount
    }

    /// The ledger's names, sources and types by ordinal.
    package var tables: LedgerTables { parts.tables }

    /// Recorded time of the newest event; `nil` if there is none.
    ///
    /// - Throws: As ``event(at:)``.
    package var lastRecordedAt: Instant? {
        get throws(LogError) { eventCount == 0 ? nil : try recordedAt(position: eventCount - 1) }
    }

    /// Recorded time of an event; the position must be below ``eventCount``, another one traps.
    ///
    /// - Throws: As ``event(at:)``.
    package func recordedAt(position: UInt64) throws(LogError) -> Instant {
        precondition(position < eventCount, "there is no event at position \(position)")
        guard position < sealedCount else {
            let tail = try tail()
            return tail.events[Int(position - tail.firstPosition)].recordedAt
        }
        let key = parts.blocks.key(holding: position)
        return try read { transaction throws(LogError) -> Instant in
            try parts.blocks.withBlock(key, in: transaction) { block throws(LogError) -> Instant in
                do throws(DamageError) {
                    return try block.recordedAt(row: Int(position - key))
                } catch {
                    throw LogError.damaged(error)
                }
            }
        }
    }

    /// Number of events recorded at or before an instant: what was known then.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: O(log *blocks*).
    package func eventCount(knownAt instant: Instant) throws(LogError) -> UInt64 {
        guard eventCount > sealedCount, let first = try tail().events.first,
            first.recordedAt <= instant
        else { return try sealedEventCount(knownAt: instant) }
        let tail = try tail()
        var low = 0
        var high = Int(eventCount - tail.firstPosition)
        while low < high {
            let middle = (low + high) / 2
            if tail.events[middle].recordedAt <= instant { low = middle + 1 } else { high = middle }
        }
        return tail.firstPosition + UInt64(low)
    }

    private func sealedEventCount(knownAt instant: Instant) throws(LogError) -> UInt64 {
        let size = parts.blocks.blockEvents
        var low: UInt64 = 0
        var high = sealedCount / size
        // The first block that does not lie wholly at or before the instant.
        while low < high {
            let middle = (low + high) / 2
            let summary = try read { transaction throws(LogError) -> BlockSummary in
                try parts.blocks.summary(ofBlock: middle * size, in: transaction)
            }
            if summary.recordedAt.upperBound <= instant { low = middle + 1 } else { high = middle }
        }
        let key = low * size
        guard key < sealedCount else { return min(sealedCount, eventCount) }
        let rows = try read { transaction throws(LogError) -> Int in
            try parts.blocks.withBlock(key, in: transaction) { block throws(LogError) -> Int in
                do throws(DamageError) {
                    return try block.eventCount(knownAt: instant)
                } catch {
                    throw LogError.damaged(error)
                }
            }
        }
        return min(key + UInt64(rows), eventCount)
    }

    /// Positions of the events below `count` that are voided or replaced among those, ascending.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: O(*v*) in the number of voids and corrections, which are read once.
    package func voidedPositions(upTo count: UInt64) throws(LogError) -> [UInt64] {
        try voidHistory().voidedPositions(upTo: min(count, eventCount))
    }

    /// Positions of the events that those in a range void or correct, ascending, each once.
    ///
    /// - Throws: As ``event(at:)``.
    package func voidTargets(
        ofEventsIn positions: Range<UInt64>
    ) throws(LogError) -> [UInt64] {
        try voidHistory().targets(ofEventsIn: positions.clamped(to: 0..<eventCount))
    }

    /// What the events of a range void and correct, by ascending position of those events.
    ///
    /// - Throws: As ``event(at:)``.
    package func voidRelations(
        ofEventsIn positions: Range<UInt64>
    ) throws(LogError) -> [VoidGraph.Relation] {
        try voidHistory().relations(ofEventsIn: positions.clamped(to: 0..<eventCount))
    }

    private func voidHistory() throws(LogError) -> VoidHistory {
        try read { transaction throws(LogError) -> VoidHistory in
            try parts.voids.history(of: parts, in: transaction)
        }
    }

    /// Checks that no event stands in a newer version of its type than a reader knows.
    ///
    /// - Throws: ``LogError/newerSchema(type:stored:known:)`` for the first of the schemas of which the ledger
    ///   has a newer version.
    package func checkVersions(of schemas: [EventSchema]) throws(LogError) {
        for schema in schemas {
            let stored = tables.typeOrdinals(type: schema.type).last.map { tables.schema(at: $0) }
            guard let stored, stored.version > schema.version else { continue }
            throw .newerSchema(type: schema.type, stored: stored.version, known: schema.version)
        }
    }
}

// MARK: - The transaction

extension LogSnapshot {
    private static let renewedAfterBlocks: UInt64 = 64

    /// Lends the transaction; it is not renewed meanwhile.
    func read<Result>(
        _ body: (borrowing ReadTransaction) throws(LogError) -> Result
    ) throws(LogError) -> Result {
        useCount += 1
        defer { useCount -= 1 }
        return try body(transaction)
    }

    /// Moves on to the file's newest state every 64 blocks, unless a read around this one uses it.
    func renewIfDue(after position: UInt64) throws(LogError) {
        let blockCount = position / parts.blocks.blockEvents
        guard blockCount % Self.renewedAfterBlocks == 0, useCount == 0 else { return }
        do throws(LMDBError) {
            try transaction.renew()
        } catch {
            throw LogError(error)
        }
        sealedCount = try parts.extent(in: transaction).sealedCount
    }

    /// The events behind the sealed blocks; may reach beyond ``eventCount``.
    func tail() throws(LogError) -> TailView {
        try read { transaction throws(LogError) -> TailView in
            try parts.tail.view(after: sealedCount, in: transaction)
        }
    }
}
