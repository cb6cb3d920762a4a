internal import EventModel
internal import Evidence
internal import LMDB

/// What the check of one sealed block found, for whoever joins the blocks in their order.
struct BlockFindings: Sendable {
    /// The block's events; without any if they could not be read.
    var tally = EventTally()
    /// Merkle root over the events; `nil` if they could not be read.
    var root: SHA256Digest?
    /// What does not hold, in the order in which it was found.
    var problems: [DamageError] = []
    /// What ended the check before its end.
    var failure: LogError?
}

/// Checks sealed blocks one by one on one thread.
struct BlockVerifier {
    private let snapshot: LogSnapshot
    private let decoder = FrameDecoder()
    private var writer = RecordedWriter()
    private let claimed: ClaimedTargets

    init(_ snapshot: LogSnapshot, _ claimed: ClaimedTargets) {
        self.snapshot = snapshot
        self.claimed = claimed
    }

    /// Checks a block of which every value is read.
    mutating func findings(ofBlock key: UInt64) -> BlockFindings {
        var findings = BlockFindings()
        do throws(LogError) {
            try check(key, &findings)
        } catch {
            findings.failure = error
        }
        return findings
    }

    private mutating func check(
        _ key: UInt64,
        _ findings: inout BlockFindings
    ) throws(LogError) {
        let (snapshot, decoder, claimed) = (snapshot, decoder, claimed)
        let parts = snapshot.parts
        let size = Int(parts.blocks.blockEvents)
        try snapshot.read { transaction throws(LogError) in
            let summary = try parts.blocks.summary(ofBlock: key, in: transaction)
            try parts.blocks.withContents(
                ofBlock: key,
                decoder: decoder,
                in: transaction
            ) { contents throws(LogError) in
                try LogError.catchingDamage { () throws(DamageError) in
                    var check = try BlockCheck(contents.streams, key: key, tables: contents.tables)
                    let (tally, digests) = try contents.tally(upTo: size, claimed, &writer) {
                        events,
                        indices in check.take(events, indices)
                    }
                    findings.tally = tally
                    let times = findings.tally.recordedTimes
                    let roots = BlockRoots(
                        leaves: MerkleTree.leafHashes(ofEntries: digests.count, from: key) {
                            (times[$0], digests[$0])
                        }
                    )
                    findings.root = roots.whole
                    func note(_ detail: String) {
                        findings.problems.append(
                            DamageError(part: "hot", position: key, detail: detail)
                        )
                    }
                    if roots.whole != summary.merkleRoot {
                        note("its Merkle root is not that of its events")
                    }
                    let stored = contents.block.groupRoots
                    if !stored.isEmpty, stored != roots.groups {
                        note("a Merkle root of 128 of its events is not theirs")
                    }
                    findings.problems += check.problems(with: summary, recordedTimes: times)
                    let columns = check.problems(with: contents.block)
                    findings.problems +=
                        try columns
                        + check.problems(
                            with: contents.streams,
                            isOrderly: contents.hasOrderlySubjects
                        )
                }
            }
        }
    }
}

extension BlockContents {
    /// Reads the first events: what a verification keeps of them, and their digests.
    ///
    /// - Throws: ``DamageError`` when one of them cannot be read.
    /// - Complexity: each frame is handed over once it is decoded.
    func tally(
        upTo count: Int,
        _ claimed: ClaimedTargets,
        _ writer: inout RecordedWriter,
        _ look: (borrowing RecordedEvents, Range<Int>) -> Void
    ) throws(DamageError) -> (EventTally, [SHA256Digest]) {
        guard eventCount >= count else {
            throw DamageError(
                part: "cold",
                position: block.firstPosition,
                detail: "there is no row \(eventCount)"
            )
        }
        var digests: [SHA256Digest] = []
        var tally = EventTally()
        for frame in 0..<frameCount {
            let rows = rows(ofFrame: frame)
            guard rows.lowerBound < count else { break }
            let events = try events(inFrame: frame)
            let indices = 0..<(min(rows.upperBound, count) - rows.lowerBound)
            writer.note(events)
            writer.appendDigests(of: events, indices, to: &digests)
            tally.take(events, indices, claimed: claimed)
            look(events, indices)
        }
        return (tally, digests)
    }
}
