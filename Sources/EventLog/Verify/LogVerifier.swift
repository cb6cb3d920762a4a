internal import EventModel
internal import Evidence
internal import LMDB

/// One verification under way; see ``LogSnapshot/verify(progress:)``.
struct LogVerifier {
    private let snapshot: LogSnapshot
    private let parts: LogParts
    private var problems: [DamageError] = []
    private var roots: [SHA256Digest] = []
    private var lastRecordedAt = Instant.distantPast
    /// Whether every event so far could be read.
    private var isComplete = true
    private var heads: [SourceHead] = []
    /// The voiding and correcting events met.
    private var killers: [(position: UInt64, corrects: EventReference?, voids: EventReference?)] =
        []

    init(_ snapshot: LogSnapshot) {
        self.snapshot = snapshot
        parts = snapshot.parts
    }

    mutating func run(_ progress: (UInt64, UInt64) -> Void) throws(LogError) -> VerifyReport {
        // What was found sound before is read again from the file.
        parts.blocks.forgetChecks()
        parts.lookups.removeAll()
        parts.tail.removeAll()
        parts.roots.removeAll()
        parts.voids.removeAll()
        parts.references.removeAll()
        try checkTables()
        let size = parts.blocks.blockEvents
        let sealed = min(snapshot.sealedCount, snapshot.eventCount) / size * size
        for key in stride(from: 0, to: sealed, by: Int(size)) {
            try collecting { verifier throws(LogError) in try verifier.checkBlock(key) }
            progress(key + size, snapshot.eventCount)
            try snapshot.renewIfDue(after: key + size)
        }
        try collecting { verifier throws(LogError) in try verifier.checkTail(from: sealed) }
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
    private mutating func collecting(
        _ body: (inout LogVerifier) throws(LogError) -> Void
    ) throws(LogError) {
        do throws(LogError) {
            try body(&self)
        } catch {
            guard case .damaged(let damage) = error else { throw error }
            problems.append(damage)
            isComplete = false
        }
    }

    private mutating func note(_ part: String, _ position: UInt64, _ detail: String) {
        problems.append(DamageError(part: part, position: position, detail: detail))
    }

    // MARK: Tables

    private mutating func checkTables() throws(LogError) {
        try collecting { verifier throws(LogError) in
            let parts = verifier.parts
            let stored = LedgerTables()
            try verifier.snapshot.read { transaction throws(LogError) in
                try parts.storedTables.refresh(stored, from: transaction)
            }
            let known = parts.tables
            for ordinal in 0..<stored.nameCount {
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

    private mutating func checkBlock(_ key: UInt64) throws(LogError) {
        let rows = Array(0..<Int(parts.blocks.blockEvents))
        let events = try snapshot.events(ofBlock: key, rows: rows)
        let parts = parts
        let summary = try snapshot.read { transaction throws(LogError) -> BlockSummary in
            try parts.blocks.summary(ofBlock: key, in: transaction)
        }
        let digests = events.map { EventWriter.digest(of: $0.event) }
        let root = take(events, digests)
        if root != summary.merkleRoot {
            note("hot", key, "its Merkle root is not that of its events")
        }
        let check = BlockCheck(key: key, events: events, tables: parts.tables)
        problems += check.problems(with: summary)
        problems += try snapshot.read { transaction throws(LogError) -> [DamageError] in
            let columns = try parts.blocks.withBlock(key, in: transaction) {
                block throws(LogError) -> [DamageError] in check.problems(with: block)
            }
            let streams = try parts.blocks.withStreams(ofBlock: key, in: transaction) {
                streams throws(DamageError) -> [DamageError] in try check.problems(with: streams)
            }
            return columns + streams
        }
    }

    private mutating func checkTail(from start: UInt64) throws(LogError) {
        guard start < snapshot.eventCount else { return }
        let size = Int(parts.blocks.blockEvents)
        let tail = try snapshot.tail()
        guard tail.firstPosition == start else {
            // The tail was sealed during the verification, at a cut that lies inside blocks now.
            let rows = Array(0..<Int(snapshot.eventCount - start))
            for first in stride(from: 0, to: rows.count, by: size) {
                let events = try snapshot.events(
                    ofBlock: start + UInt64(first),
                    rows: Array(0..<min(size, rows.count - first))
                )
                _ = take(events, events.map { EventWriter.digest(of: $0.event) })
            }
            return
        }
        let count = min(Int(snapshot.eventCount - start), tail.events.count)
        let events = (0..<count).map { tail.recorded(start + UInt64($0)) }
        let digests = (0..<count).map { tail.events[$0].digest }
        for (event, digest) in zip(events, digests)
        where EventWriter.digest(of: event.event) != digest {
            note("tail", event.position, "its digest is not that of its event")
        }
        for first in stride(from: 0, to: events.count, by: size) {
            let end = min(first + size, events.count)
            _ = take(Array(events[first..<end]), Array(digests[first..<end]))
        }
    }

    /// Counts events in, and gives the root over them.
    private mutating func take(
        _ events: [RecordedEvent],
        _ digests: [SHA256Digest]
    ) -> SHA256Digest {
        var leaves: [SHA256Digest] = []
        for (recorded, digest) in zip(events, digests) {
            let position = recorded.position
            if recorded.recordedAt < lastRecordedAt {
                note("hot", position, "its recorded time is before that of the event before it")
            }
            lastRecordedAt = max(lastRecordedAt, recorded.recordedAt)
            leaves.append(
                MerkleTree.leafHash(
                    position: position,
                    recordedAt: recorded.recordedAt,
                    digest: digest
                )
            )
            count(recorded.event)
            if recorded.event.corrects != nil || recorded.event.voidedReference != nil {
                killers.append(
                    (position, recorded.event.corrects, recorded.event.voidedReference)
                )
            }
        }
        let root = MerkleTree.root(of: leaves)
        roots.append(root)
        return root
    }

    private mutating func count(_ event: Event) {
        guard let ordinal = parts.tables.sourceOrdinal(of: event.source).map({ Int($0) }) else {
            return
        }
        while heads.count <= ordinal {
            heads.append(SourceHead(name: parts.tables.source(at: UInt32(heads.count))))
        }
        heads[ordinal].eventCount += 1
        if heads[ordinal].hasIDsBelow(event.id.utf8Span.span) {
            heads[ordinal].greatestID = Array(event.id.utf8)
        }
    }

    // MARK: Voids

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
