package import EventLog
import Synchronization
import Zstd

extension ProjectionStore {
    /// How kept states compare with those computed anew.
    package struct Comparison: Hashable, Sendable {
        /// Parts of the log.
        package var partCount = 0
        /// Parts of which the kept state has the same bytes.
        package var sameCount = 0
        /// Parts of which another state, or a damaged one, is kept.
        package var differentCount = 0
        /// Parts of which none is kept.
        package var missingCount = 0

        /// Makes a comparison of nothing.
        package init() {}
    }

    /// Computes all parts of a projection's state from the log, compares them with those that are kept and, if
    /// asked to, keeps them instead.
    ///
    /// Readers see the old states until the new ones are complete.
    ///
    /// - Parameters:
    ///   - _: The projection.
    ///   - snapshot: A state of the store's log.
    ///   - replaces: Whether the computed states are kept.
    /// - Returns: How those that were kept before compare.
    /// - Throws: ``LogError`` when the log cannot be read; ``StatesNotKept`` when they are to be kept and cannot
    ///   be: the folder is read-only, or another process is writing it.
    /// - Complexity: O(events).
    package func rebuild<State: StoredProjection>(
        _: State.Type,
        in snapshot: LogSnapshot,
        replaces: Bool
    ) throws -> Comparison {
        try snapshot.checkVersions(of: State.eventTypes)
        let origins = try origins(of: State.self, in: snapshot)
        let states: [State] = try compute(origins.map(\.positions), snapshot)
        let values = try zip(states, origins).map { state, origin in
            do throws(ZstdError) {
                return try StoredState.encode(state, from: origin)
            } catch {
                throw StatesNotKept()
            }
        }
        guard let folder else { throw StatesNotKept() }
        var comparison = Comparison()
        comparison.partCount = values.count
        comparison.missingCount = values.count
        var place = 0
        folder.read(State.id, starts: origins.map(\.positions.lowerBound)) { _, stored in
            if let stored {
                comparison.missingCount -= 1
                let isSame = stored.copy(0..<stored.byteCount) == values[place]
                if isSame { comparison.sameCount += 1 } else { comparison.differentCount += 1 }
            }
            place += 1
            return true
        }
        guard replaces else { return comparison }
        let entries = zip(values, origins).map { value, origin in
            StateFolder.Entry(
                projection: State.id,
                start: origin.positions.lowerBound,
                value: value
            )
        }
        switch folder.write(entries) {
        case .kept: break
        case .keptAnew: replacedDamage.store(true, ordering: .relaxed)
        case .notKept: throw StatesNotKept()
        }
        return comparison
    }
}

/// States could not be kept: `views/` cannot be written, or another process is writing it.
package struct StatesNotKept: Error, Hashable, Sendable {}
