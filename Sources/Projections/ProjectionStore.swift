package import EventLog
import EventModel
import Synchronization

/// The states of projections at any cut of a log: kept in memory while it lives, and in `views/` for ever.
///
/// The log is cut in parts of a number of sealed blocks. The state of each part is computed once, kept in
/// `views/` where that can be written, and read from there by every later process; what is missing, damaged or
/// foreign is computed and replaced. A question costs the parts that this process has not read yet, then one
/// look through the index at its cut. See ``StoredProjection`` for why a part is true for every cut.
///
/// May be used from any thread.
package final class ProjectionStore: Sendable {
    /// Sealed blocks of a part where nothing else is asked for: 262,144 events in blocks of the usual size.
    ///
    /// A question folds the blocks behind the last whole part, and a part costs some tens of kilobytes: with 16
    /// blocks both are small.
    package static let usualBlocksOfPart = 16

    let log: EventLog
    let folder: StateFolder?
    let threads: Int
    private let blocksOfPart: Int
    private let known = Mutex<[String: any Sendable]>([:])
    let replacedDamage = Atomic(false)

    /// Whether the file of `views/` was damaged and has been made anew.
    package var hasReplacedDamagedFile: Bool { replacedDamage.load(ordering: .relaxed) }

    /// How states are kept.
    package enum Keeping: Sendable {
        /// In `views/`, in a file that may grow to so many bytes.
        case onDisk(mapSizeBytes: Int)
        /// In memory alone.
        case inMemory
    }

    /// Makes a store for an open log.
    ///
    /// - Parameters:
    ///   - log: The log; the store does not close it.
    ///   - keeping: Where states are kept.
    ///   - threads: Number of threads that compute missing parts; at least 1.
    ///   - blocksOfPart: Sealed blocks of a part, a power of two.
    package init(
        of log: EventLog,
        keeping: Keeping,
        threads: Int = 1,
        blocksOfPart: Int = ProjectionStore.usualBlocksOfPart
    ) {
        precondition(threads >= 1, "somebody has to fold")
        precondition(blocksOfPart > 0 && blocksOfPart & (blocksOfPart - 1) == 0, "a power of two")
        self.log = log
        self.blocksOfPart = blocksOfPart
        self.threads = threads
        switch keeping {
        case .onDisk(let mapSizeBytes):
            folder = StateFolder(path: log.folder.viewsPath, mapSizeBytes: mapSizeBytes)
        case .inMemory: folder = nil
        }
    }

    /// What a projection says at a cut.
    package struct View<State: StoredProjection>: Sendable {
        /// All facts that the cut may see, and perhaps more.
        package let index: State.Index
        /// Which of them count.
        package let cut: Cut
        /// The state behind the last part that the cut sees whole; empty unless ``StoredProjection/keepsSums``.
        package let rest: State

        /// Joins what the store found.
        init(index: State.Index, cut: Cut, rest: State) {
            self.index = index
            self.cut = cut
            self.rest = rest
        }

        /// What a state says that was folded from nothing but the events that count.
        ///
        /// - Parameters:
        ///   - state: Folded without what is voided or left out.
        ///   - names: The names of the same ledger.
        package init(folded state: State, names: LedgerTables) {
            let whole = StatePart(positions: 0..<UInt64.max, state: state)
            self.init(index: State.index([whole], names: names), cut: .everything, rest: State())
        }
    }

    /// What is known of a projection.
    private struct Known<State: StoredProjection>: Sendable {
        /// The whole parts from the first event on.
        var parts: [StatePart<State>] = []
        /// Over ``parts`` and what follows them up to ``end``.
        var index: State.Index
        var end: UInt64
        /// The newest rest that was asked for.
        var rest: StatePart<State>
    }

    /// The state of a projection as of the first `count` events.
    ///
    /// - Parameters:
    ///   - _: The projection.
    ///   - snapshot: A state of the store's log.
    ///   - count: Number of events to see; more than there are means all.
    /// - Returns: Index and cut.
    /// - Throws: ``LogError`` when a block is damaged, the storage of the log fails, or the ledger holds a newer
    ///   version of a type than the projection reads. Never because of what is or is not in `views/`.
    /// - Complexity: the first time O(facts + events that no stored part covers); then O(voided events), and
    ///   for projections that keep sums one pass over the blocks behind the last whole part.
    package func view<State: StoredProjection>(
        of _: State.Type,
        in snapshot: LogSnapshot,
        upTo count: UInt64
    ) throws -> View<State> {
        let count = min(count, snapshot.eventCount)
        var current: Known<State>
        if let found = known.withLock({ $0[State.id] as? Known<State> }), found.end >= count {
            current = found
        } else {
            try snapshot.checkVersions(of: State.eventTypes)
            let found = known.withLock { $0[State.id] as? Known<State> }
            current = try extended(found?.parts ?? [], in: snapshot)
            remember(current)
        }
        let cut = Cut(
            count: count,
            voided: PositionSet(try snapshot.voidedPositions(upTo: count))
        )
        guard State.keepsSums, count < current.end else {
            return View(index: current.index, cut: cut, rest: State())
        }
        let length = length(in: snapshot)
        let start = min(count / length, UInt64(current.parts.count)) * length
        if current.rest.positions != start..<count {
            let rest: State = try Self.fold(start..<count, in: snapshot)
            current.rest = StatePart(positions: start..<count, state: rest)
            remember(current)
        }
        return View(index: current.index, cut: cut, rest: current.rest.state)
    }

    private func remember<State: StoredProjection>(_ new: Known<State>) {
        known.withLock { known in
            // Another thread may have come further meanwhile.
            if let old = known[State.id] as? Known<State>, old.end > new.end { return }
            known[State.id] = new
        }
    }

    private func length(in snapshot: LogSnapshot) -> UInt64 {
        UInt64(blocksOfPart) * snapshot.blockEvents
    }

    /// Reads and computes what is missing behind the parts that are known, up to the end of a snapshot.
    private func extended<State: StoredProjection>(
        _ before: [StatePart<State>],
        in snapshot: LogSnapshot
    ) throws -> Known<State> {
        let end = snapshot.eventCount
        let origins = try origins(of: State.self, in: snapshot)
        var parts = before
        var missing: [Int] = []
        var found = [State?](repeating: nil, count: origins.count)
        if parts.count < origins.count {
            found = readStates(State.self, origins, from: parts.count)
            missing = (parts.count..<origins.count).filter { found[$0] == nil }
            // Whoever wrote the states had checked the blocks whose roots they name.
            if let last = found.lastIndex(where: { $0 != nil }) {
                try snapshot.vouchForBlocks(below: origins[last].positions.upperBound)
            }
            let computed: [State] = try compute(missing.map { origins[$0].positions }, snapshot)
            for (place, state) in zip(missing, computed) { found[place] = state }
            for place in parts.count..<origins.count {
                guard let state = found[place] else { preconditionFailure("read or computed") }
                parts.append(StatePart(positions: origins[place].positions, state: state))
            }
            keep(missing.map { (origins[$0], found[$0] ?? State()) })
        }
        let start = parts.last?.positions.upperBound ?? 0
        let rest: State = try Self.fold(start..<end, in: snapshot)
        let whole = parts + [StatePart(positions: start..<end, state: rest)]
        return Known(
            parts: parts,
            index: State.index(whole, names: snapshot.tables),
            end: end,
            rest: StatePart(positions: 0..<0, state: State())
        )
    }

    /// What the whole parts of a snapshot must have been made from.
    func origins(
        of projection: (some StoredProjection).Type,
        in snapshot: LogSnapshot
    ) throws -> [StoredState.Origin] {
        let length = length(in: snapshot)
        let definition = StoredState.definition(of: projection)
        let ledger = StoredState.digest(of: log.folder.manifest)
        let roots = try snapshot.claimedRoots(
            everyBlocks: blocksOfPart,
            upTo: snapshot.eventCount
        )
        return roots.enumerated().map { place, root in
            let start = UInt64(place) * length
            return StoredState.Origin(
                definition: definition,
                ledger: ledger,
                positions: start..<(start + length),
                root: root
            )
        }
    }

    private func readStates<State: StoredProjection>(
        _: State.Type,
        _ origins: [StoredState.Origin],
        from first: Int
    ) -> [State?] {
        var states = [State?](repeating: nil, count: origins.count)
        guard let folder else { return states }
        let nameCount = log.tables.nameCount
        var place = first
        folder.read(State.id, starts: origins[first...].map(\.positions.lowerBound)) { _, value in
            if let value {
                states[place] = StoredState.decode(
                    value,
                    as: State.self,
                    from: origins[place],
                    nameCount: nameCount
                )
            }
            place += 1
            return true
        }
        return states
    }

    func compute<State: StoredProjection>(
        _ ranges: [Range<UInt64>],
        _ snapshot: LogSnapshot
    ) throws -> [State] {
        let pieceCount = max(1, min(threads, ranges.count))
        let pieces = try ParallelWork.run(pieceCount, in: log, snapshot) {
            piece,
            snapshot -> [State] in
            let first = ranges.count * piece / pieceCount
            let end = ranges.count * (piece + 1) / pieceCount
            return try ranges[first..<end].map { try Self.fold($0, in: snapshot) }
        }
        return pieces.flatMap { $0 }
    }

    /// Folds every event of a range, and notes what those of the range void or correct.
    private static func fold<State: StoredProjection>(
        _ positions: Range<UInt64>,
        in snapshot: LogSnapshot
    ) throws -> State {
        var state = try State.folded(positions, in: snapshot)
        guard State.keepsSums else { return state }
        var targets = try snapshot.voidTargets(ofEventsIn: positions)[...]
        while let first = targets.first {
            let block = first / snapshot.blockEvents
            let same = targets.prefix { $0 / snapshot.blockEvents == block }
            targets = targets.dropFirst(same.count)
            try snapshot.withBlock(holding: first, selecting: .only(Array(same))) { block in
                try state.foldTargets(block)
            }
        }
        return state
    }

    /// Keeps computed parts on the disk, if that can be done; a later process computes what is not kept.
    private func keep<State: StoredProjection>(_ states: [(StoredState.Origin, State)]) {
        guard let folder else { return }
        let entries = states.compactMap { origin, state -> StateFolder.Entry? in
            guard let value = try? StoredState.encode(state, from: origin) else { return nil }
            return StateFolder.Entry(
                projection: State.id,
                start: origin.positions.lowerBound,
                value: value
            )
        }
        if folder.write(entries) == .keptAnew { replacedDamage.store(true, ordering: .relaxed) }
    }
}
