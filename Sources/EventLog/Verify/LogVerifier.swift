internal import EventModel
internal import Evidence
internal import LMDB

/// One verification under way; see ``LogSnapshot/verify(progress:)``.
struct LogVerifier {
    private let snapshot: LogSnapshot
    private let parts: LogParts
    private var problems: [DamageError] = []
    /// Damage that was told; some of it is met in more than one place.
    private var known: Set<DamageError> = []
    private var roots: [SHA256Digest] = []
    private var lastRecordedAt = Instant.distantPast
    /// Whether pages were found that hide values.
    private var hasHiddenValues = false
    /// Whether every event so far could be read.
    private var isComplete = true
    private var heads: [SourceHead] = []
    /// The voiding and correcting events met.
    private var killers: [EventTally.Killer] = []
    /// Where the table of voids says that their targets stand, and the names of the events there.
    private var claimed = ClaimedTargets([])
    private var claimedNames: [UInt64: EventReference] = [:]
    /// Positions of ``claimedNames`` by killer.
    private var claims: [UInt64: [UInt64]] = [:]

    init(_ snapshot: LogSnapshot) {
        self.snapshot = snapshot
        parts = snapshot.parts
    }

    mutating func run(
        threadCount: Int,
        _ progress: (UInt64, UInt64) -> Void
    ) throws(LogError) -> VerifyReport {
        // What was found sound before is read again from the file.
        parts.blocks.forgetChecks()
        parts.lookups.removeAll()
        parts.tail.removeAll()
        parts.roots.removeAll()
        parts.voids.removeAll()
        parts.references.removeAll()
        try checkPages()
        try checkIdentity()
        try checkTables()
        readClaims()
        let size = parts.blocks.blockEvents
        let sealed = min(snapshot.sealedCount, snapshot.eventCount) / size * size
        try checkBlocks(below: sealed, threadCount: threadCount, progress)
        try collecting { verifier throws(LogError) in try verifier.checkTail(from: sealed) }
        if let damage = snapshot.endDamage {
            add(damage)
            isComplete = false
        }
        if isComplete {
            try collecting { verifier throws(LogError) in try verifier.checkHeads() }
            try collecting { verifier throws(LogError) in try verifier.checkVoids() }
        }
        progress(snapshot.eventCount, snapshot.eventCount)
        return VerifyReport(
            eventCount: snapshot.eventCount,
            blockCount: sealed / size,
            problems: problems,
            rootHash: isComplete ? MerkleTree.root(of: roots) : nil
        )
    }

    /// Notes damage and goes on; other failures end the verification.
    ///
    /// - Parameters:
    ///   - hidesEvents: Whether the damage keeps events from being read.
    ///   - body: Checks something.
    /// - Throws: What the body throws, but for damage.
    private mutating func collecting(
        hidesEvents: Bool = true,
        _ body: (inout LogVerifier) throws(LogError) -> Void
    ) throws(LogError) {
        do throws(LogError) {
            try body(&self)
        } catch {
            guard case .damaged(let damage) = error else { throw error }
            add(damage)
            if hidesEvents { isComplete = false }
        }
    }

    /// Adds damage; a value that a damaged page hides is told by that page already.
    private mutating func add(_ damage: DamageError) {
        guard damage.detail != DamageError.hiddenDetail || !hasHiddenValues else { return }
        if known.insert(damage).inserted { problems.append(damage) }
    }

    private mutating func note(_ part: String, _ position: UInt64, _ detail: String) {
        add(DamageError(part: part, position: position, detail: detail))
    }

    // MARK: Tables

    /// Checks the pages that lead to values.
    private mutating func checkPages() throws(LogError) {
        let environment = parts.store.environment
        var damages = environment.pageDamage
        do throws(LMDBError) {
            for damage in try environment.verifyPages() where !damages.contains(damage) {
                damages.append(damage)
            }
        } catch {
            throw LogError(error)
        }
        for damage in damages { add(DamageError(damage)) }
        hasHiddenValues = problems.contains { $0.page?.hidesValues ?? false }
    }

    /// Checks the log's own note of what it is, and whether its tables agree where it ends.
    private mutating func checkIdentity() throws(LogError) {
        try collecting(hidesEvents: false) { verifier throws(LogError) in
            try LedgerIdentityRow.check(verifier.parts.folder, in: verifier.parts.store)
        }
        try collecting(hidesEvents: false) { verifier throws(LogError) in
            let parts = verifier.parts
            try verifier.snapshot.read { transaction throws(LogError) in
                try parts.checkEnds(in: transaction)
            }
        }
    }

    private mutating func checkTables() throws(LogError) {
        try collecting { verifier throws(LogError) in
            let parts = verifier.parts
            let stored = LedgerTables()
            try verifier.snapshot.read { transaction throws(LogError) in
                do throws(LogError) {
                    try parts.storedTables.refresh(stored, from: transaction)
                } catch {
                    guard case .damaged = error else { throw error }
                    try parts.storedTables.salvage(stored, from: transaction)
                }
            }
            let gaps = stored.gaps
            for damage in gaps?.damages ?? [] { verifier.add(damage) }
            let known = parts.tables
            for ordinal in 0..<min(stored.nameCount, known.nameCount)
            where gaps?.names[ordinal] == nil && known.gaps?.names[ordinal] == nil {
                let name = stored.name(at: ordinal)
                if !known.name(at: ordinal).hasSameBytes(as: name)
                    || stored.nameOrdinal(of: name) != ordinal
                {
                    verifier.note(
                        "names",
                        UInt64(ordinal),
                        "the name stands there twice or changed"
                    )
                }
            }
        }
    }

    private mutating func checkHeads() throws(LogError) {
        let parts = parts
        let stored = try snapshot.read { transaction throws(LogError) -> [SourceHead] in
            try parts.storedTables.heads(from: 0, in: transaction)
        }
        // A commit during a long verification moves heads on; then only less than was met is wrong.
        let isCurrent = try currentEventCount() == snapshot.eventCount
        if isCurrent {
            for ordinal in heads.count..<max(heads.count, stored.count) {
                note("sources", UInt64(ordinal), "none of its events is in the log")
            }
        }
        for (ordinal, head) in heads.enumerated() {
            guard ordinal < stored.count else {
                note("sources", UInt64(ordinal), "the row is missing")
                continue
            }
            let other = stored[ordinal]
            let isSame =
                other.eventCount == head.eventCount
                && other.greatestID == head.greatestID
            let isBehind =
                other.eventCount < head.eventCount
                || other.hasIDsBelow(head.greatestID.span)
            if isCurrent ? !isSame : isBehind {
                note(
                    "sources",
                    UInt64(ordinal),
                    "its count or greatest id is not that of its events"
                )
            }
        }
    }

    private func currentEventCount() throws(LogError) -> UInt64 {
        let parts = parts
        return try snapshot.read { transaction throws(LogError) -> UInt64 in
            try parts.extent(in: transaction).eventCount
        }
    }

    // MARK: Events

    /// Checks the sealed blocks; whatever the threads, findings are joined in the order of the blocks.
    private mutating func checkBlocks(
        below sealed: UInt64,
        threadCount: Int,
        _ progress: (UInt64, UInt64) -> Void
    ) throws(LogError) {
        let size = parts.blocks.blockEvents
        let queue = BlockFindingsQueue(upTo: sealed, step: size, claimed)
        let helpers = queue.startHelpers(min(threadCount, Int(sealed / size)) - 1, parts)
        defer {
            queue.stop()
            for helper in helpers { helper.join() }
        }
        var own = BlockVerifier(snapshot, claimed)
        for key in stride(from: 0, to: sealed, by: Int(size)) {
            let found = queue.findings(ofBlock: key, helping: &own)
            try collecting { verifier throws(LogError) in
                verifier.take(found.tally, from: key, root: found.root)
                for problem in found.problems { verifier.add(problem) }
                if let failure = found.failure { throw failure }
            }
            progress(key + size, snapshot.eventCount)
            try snapshot.renewIfDue(after: key + size)
        }
    }

    private mutating func checkTail(from start: UInt64) throws(LogError) {
        guard start < snapshot.eventCount else { return }
        let size = Int(parts.blocks.blockEvents)
        let tail = try snapshot.tail()
        var writer = RecordedWriter()
        guard tail.firstPosition == start else {
            // The tail was sealed during the verification, at a cut that lies inside blocks now.
            return try checkSealedTail(from: start)
        }
        let count = min(Int(snapshot.eventCount - start), tail.events.count)
        let events = tail.recordedEvents()
        var digests: [SHA256Digest] = []
        writer.note(events)
        writer.appendDigests(of: events, 0..<count, to: &digests)
        for (index, digest) in digests.enumerated()
        where tail.events[index].digest != digest {
            note("tail", start + UInt64(index), "its digest is not that of its event")
        }
        for first in stride(from: 0, to: count, by: size) {
            let range = first..<min(first + size, count)
            var tally = EventTally()
            tally.take(events, range, claimed: claimed)
            let position = start + UInt64(first)
            take(
                tally,
                from: position,
                root: Self.root(tally, from: position) { tail.events[first + $0].digest }
            )
        }
    }

    private mutating func checkSealedTail(from start: UInt64) throws(LogError) {
        let (parts, claimed) = (parts, claimed)
        var writer = RecordedWriter()
        let size = Int(parts.blocks.blockEvents)
        let count = Int(snapshot.eventCount - start)
        for first in stride(from: 0, to: count, by: size) {
            let key = start + UInt64(first)
            let (tally, digests) = try snapshot.read {
                transaction throws(LogError) -> (EventTally, [SHA256Digest]) in
                try parts.blocks.withContents(
                    ofBlock: key,
                    decoder: FrameDecoder(),
                    in: transaction
                ) { contents throws(LogError) -> (EventTally, [SHA256Digest]) in
                    try LogError.catchingDamage { () throws(DamageError) in
                        try contents.tally(
                            upTo: min(size, count - first),
                            claimed,
                            &writer
                        ) { _, _ in }
                    }
                }
            }
            take(
                tally,
                from: key,
                root: Self.root(tally, from: key) { digests[$0] }
            )
        }
    }

    private static func root(
        _ tally: EventTally,
        from first: UInt64,
        digest: (Int) -> SHA256Digest
    ) -> SHA256Digest {
        let times = tally.recordedTimes
        return MerkleTree.root(
            of: MerkleTree.leafHashes(ofEntries: times.count, from: first) {
                (times[$0], digest($0))
            }
        )
    }

    /// Counts events in; `root` is theirs, or `nil` if they could not be read.
    private mutating func take(_ tally: EventTally, from first: UInt64, root: SHA256Digest?) {
        for (index, time) in tally.recordedTimes.enumerated() {
            let recordedAt = Instant(millisecondsSince1970: time)
            if recordedAt < lastRecordedAt {
                note(
                    "hot",
                    first + UInt64(index),
                    "its recorded time is before that of the event before it"
                )
            }
            lastRecordedAt = max(lastRecordedAt, recordedAt)
        }
        for source in tally.sources {
            while heads.count <= Int(source.ordinal) {
                heads.append(SourceHead(name: parts.tables.source(at: UInt32(heads.count))))
            }
            let ordinal = Int(source.ordinal)
            heads[ordinal].eventCount += source.eventCount
            if heads[ordinal].hasIDsBelow(source.greatestID.span) {
                heads[ordinal].greatestID = source.greatestID
            }
        }
        killers += tally.killers
        claimedNames.merge(tally.targets) { known, _ in known }
        if let root { roots.append(root) }
    }

    // MARK: Voids

    /// Reads what the table of voids claims; damage of it comes up in ``checkVoids()``.
    private mutating func readClaims() {
        let (parts, count) = (parts, snapshot.eventCount)
        do throws(LogError) {
            let relations = try snapshot.read {
                transaction throws(LogError) -> [VoidGraph.Relation] in
                try parts.relations(upTo: count, in: transaction)
            }
            claimed = ClaimedTargets(relations)
            for relation in relations {
                claims[relation.killer, default: []].append(relation.target)
            }
        } catch {
            claimed = ClaimedTargets([])
        }
    }

    private mutating func checkVoids() throws(LogError) {
        let parts = parts
        let count = snapshot.eventCount
        let stored = try snapshot.read { transaction throws(LogError) -> [VoidGraph.Relation] in
            try parts.relations(upTo: count, in: transaction)
        }
        var expected: [VoidGraph.Relation] = []
        var graph = VoidGraph()
        for killer in killers {
            let corrected = try target(of: killer.corrects, below: killer.position)
            let voided = try target(of: killer.voids, below: killer.position)
            if let corrected {
                expected.append(
                    VoidGraph.Relation(
                        killer: killer.position,
                        target: corrected,
                        kind: .correction
                    )
                )
            }
            if let voided {
                expected.append(
                    VoidGraph.Relation(killer: killer.position, target: voided, kind: .void)
                )
            }
            do throws(VoidGraph.Obstacle) {
                try graph.add(killer: killer.position, correcting: corrected, voiding: voided)
            } catch {
                note("voids", killer.position, "it voids or corrects what was voided already")
            }
        }
        for relation in Set(expected).symmetricDifference(stored).sorted(by: {
            $0.killer < $1.killer
        }) {
            note("voids", relation.killer, "its row is not what the event says")
        }
    }

    private mutating func target(
        of reference: EventReference?,
        below position: UInt64
    ) throws(LogError) -> UInt64? {
        guard let reference else { return nil }
        let claim = claims[position]?.first { claimedNames[$0] == reference }
        if let claim, claim < position { return claim }
        // Thousands of them, in neighbourhoods: worth keeping the ids of decoded blocks.
        let extent = LogExtent(sealedCount: snapshot.sealedCount, eventCount: snapshot.eventCount)
        let found = try snapshot.read { transaction throws(LogError) -> UInt64? in
            try parts.position(of: reference, extent: extent, in: transaction)
        }
        if let found, found < position { return found }
        note("voids", position, "it names \(reference), which is not recorded before it")
        return nil
    }
}
