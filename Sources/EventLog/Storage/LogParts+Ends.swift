internal import LMDB

extension LogParts {
    /// Checks what is checked once, when the log is opened.
    ///
    /// - Returns: Damage that is passed over where the log is read for what damage leaves.
    /// - Throws: ``LogError``, also for damage unless it is passed over.
    func checkOpening() throws(LogError) -> [DamageError] {
        var passedOver = store.environment.pageDamage.map { DamageError($0) }
        func check(_ body: () throws(LogError) -> Void) throws(LogError) {
            do throws(LogError) {
                try body()
            } catch {
                guard isSalvaging, case .damaged(let damage) = error else { throw error }
                passedOver.append(damage)
            }
        }
        try check { () throws(LogError) in try LedgerIdentityRow.check(folder, in: store) }
        try check { () throws(LogError) in
            try store.environment.reading { transaction throws(LogError) in
                try checkEnds(in: transaction)
            }
        }
        passedOver += tables.gaps?.damages ?? []
        if isSalvaging, !passedOver.isEmpty { noteDamagedEnds() }
        return passedOver
    }

    /// Checks that the tables agree where the log ends: no block lacks one of its values, and the heads of the
    /// sources count as many events as there are.
    ///
    /// A page of an older moment can lack the newest rows and be sound in itself.
    ///
    /// - Throws: ``LogError/damaged(_:)`` naming the first position that is missing.
    /// - Complexity: O(sources).
    func checkEnds(
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) {
        let extent = try extent(in: transaction)
        for table in [store.streams, store.cold] {
            let count: UInt64
            do throws(LogError) {
                count = try blocks.sealedCount(in: transaction, by: table)
            } catch {
                // Whoever asks for what the damaged page hides is told; not everybody does.
                guard case .damaged(let damage) = error, damage.detail == DamageError.hiddenDetail
                else { throw error }
                continue
            }
            guard count != extent.sealedCount else { continue }
            throw .damaged(
                DamageError(
                    part: count < extent.sealedCount ? table.name : store.hot.name,
                    position: min(count, extent.sealedCount),
                    detail: "the value is missing"
                )
            )
        }
        let counted = try countedBySources(in: transaction)
        guard counted == extent.eventCount else {
            throw .damaged(otherCount(counted: counted, found: extent.eventCount))
        }
    }

    /// Where a damaged log ends: as far as the tables say that can be believed.
    func salvagedExtent(
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> LogExtent {
        var damage: DamageError?
        func ifSound(_ body: () throws(LogError) -> UInt64) throws(LogError) -> UInt64? {
            do throws(LogError) {
                return try body()
            } catch {
                guard case .damaged(let met) = error else { throw error }
                damage = damage ?? met
                return nil
            }
        }
        var ends: [UInt64] = []
        for table in [store.hot, store.streams, store.cold] {
            let end = try ifSound { () throws(LogError) -> UInt64 in
                try blocks.sealedCount(in: transaction, by: table)
            }
            if let end { ends.append(end) }
        }
        guard let least = ends.min() else {
            throw damage.map { .damaged($0) } ?? .storage(.corrupted)
        }
        let counted = try ifSound { () throws(LogError) -> UInt64 in
            try countedBySources(in: transaction)
        }
        // A damaged key can lie anywhere, so the tables are believed no further than the sources count.
        let sealed =
            ends.allSatisfy { $0 == least }
            ? least : ends.filter { $0 <= counted ?? least }.max() ?? least
        let inTail = try ifSound { () throws(LogError) -> UInt64 in
            try tail.eventCount(after: sealed, in: transaction)
        }
        // Two that say the same are right.
        if let counted, counted == inTail {
            return LogExtent(sealedCount: sealed, eventCount: counted)
        }
        let found = max(sealed, inTail ?? 0)
        return LogExtent(
            sealedCount: sealed,
            eventCount: max(found, counted ?? 0),
            endDamage: damage ?? otherCount(counted: counted ?? 0, found: found)
        )
    }

    /// What is said of the side that has fewer events.
    private func otherCount(counted: UInt64, found: UInt64) -> DamageError {
        DamageError(
            part: counted < found ? store.sources.name : store.tail.name,
            position: counted < found ? 0 : found,
            detail: "the sources count other events than are there"
        )
    }

    private func countedBySources(
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> UInt64 {
        try storedTables.heads(from: 0, in: transaction).reduce(0) { sum, head in
            let (result, overflow) = sum.addingReportingOverflow(head.eventCount)
            return overflow ? .max : result
        }
    }
}
