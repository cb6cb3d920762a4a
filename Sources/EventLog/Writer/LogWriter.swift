internal import Dispatch
internal import EventModel
internal import Evidence
internal import LMDB
internal import Zstd

/// The one writer of a log: checks requests, groups them into commits, seals blocks.
///
/// Lives on the writer's thread only (see ``WriterThread``). Its state runs ahead of the disk by
/// the requests accepted for the commit at hand; when that commit fails, the state is of no more
/// use and the writer refuses everything.
final class LogWriter {
    let parts: LogParts
    /// Number of events in sealed blocks.
    var sealedCount: UInt64
    /// Number of events on the disk.
    private var committedCount: UInt64
    /// Events behind the sealed blocks: committed ones, then those accepted for the commit at hand.
    private(set) var recent: InternedEvents
    /// Recorded time of the newest event.
    var lastRecordedAt: Instant?
    /// Heads of all sources by ordinal.
    var sources: [SourceHead]
    /// Names of ``sources``, in the same order.
    private(set) var sourceTable = TextTable()
    var changedSources: Set<Int> = []
    var interner: Interner
    var recentReferences = ReferenceMap()
    var streamCounts = StreamCounts()
    /// Read from the disk when the first void or correction arrives.
    var voidGraph: VoidGraph?
    var newRelations: [VoidGraph.Relation] = []
    private var isPoisoned = false
    private var commitCount = 0
    /// Commits from one look for dead readers to the next.
    static let commitsBetweenReaderChecks = 256

    /// Reads where the log stands.
    init(_ parts: LogParts) throws(LogError) {
        self.parts = parts
        let transaction: ReadTransaction
        do throws(LMDBError) {
            transaction = try parts.store.environment.beginReading()
        } catch {
            throw LogError(error)
        }
        let extent = try parts.extent(in: transaction)
        let view = try parts.tail.view(after: extent.sealedCount, in: transaction)
        sealedCount = extent.sealedCount
        committedCount = extent.eventCount
        recent = view.events
        if !view.events.isEmpty {
            lastRecordedAt = view.events[view.events.count - 1].recordedAt
        } else if extent.sealedCount > 0 {
            let key = extent.sealedCount - parts.blocks.blockEvents
            lastRecordedAt = try parts.blocks.summary(ofBlock: key, in: transaction)
                .recordedAt.upperBound
        }
        sources = try parts.storedTables.heads(from: 0, in: transaction)
        for head in sources { _ = sourceTable.insert(head.name.utf8Span.span) }
        interner = Interner(tables: parts.tables, registry: parts.storedTables.registry)
    }

    /// Number of events, those accepted for the commit at hand included.
    var eventCount: UInt64 { sealedCount + UInt64(recent.count) }

    /// Serves the queue until it is closed.
    func serve(_ queue: AppendQueue) {
        while let entries = queue.take() {
            guard !entries.isEmpty else { continue }
            do throws(AppendError) {
                let results = try commit(entries)
                for (entry, result) in zip(entries, results) { entry.complete(result) }
            } catch {
                if isPoisoned { queue.close(refusing: .poisoned) }
                for entry in entries { entry.complete(.failure(error)) }
            }
        }
    }

    /// Checks requests one after the other and commits those that are accepted, all in one
    /// transaction.
    ///
    /// - Throws: What made the commit fail; then it is uncertain whether the requests were written, and
    ///   the writer refuses everything as ``AppendError/poisoned``.
    func commit(
        _ entries: [AppendQueue.Entry]
    ) throws(AppendError) -> [Result<AppendReceipt, AppendError>] {
        guard !isPoisoned else { throw .poisoned }
        let start = DispatchTime.now()
        let countBefore = committedCount
        do throws(LMDBError) {
            var transaction = try parts.store.environment.beginWriting()
            // Left set whenever this function is left early from here: the state then runs ahead of
            // the disk.
            isPoisoned = true
            var results: [Result<AppendReceipt, AppendError>] = []
            results.reserveCapacity(entries.count)
            for entry in entries {
                do throws(AppendError) {
                    results.append(.success(try append(entry.request, in: transaction)))
                } catch {
                    results.append(.failure(error))
                }
            }
            if eventCount > committedCount {
                try write(to: &transaction)
                try transaction.commit()
                publish()
            }
            isPoisoned = false
            parts.commits.note(
                requests: entries.count,
                events: Int(committedCount - countBefore),
                since: start
            )
            return results
        } catch {
            parts.commits.noteFailure()
            throw AppendError(error)
        }
    }

    private func append(
        _ request: AppendRequest,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> AppendReceipt {
        let check = RequestCheck(request, self)
        try check.run(in: transaction)
        if request.isTrial {
            check.withdraw()
            return AppendReceipt(outcomes: check.outcomes, eventCount: eventCount)
        }
        return accept(check)
    }

    /// Takes an accepted request's events over into the commit at hand.
    private func accept(_ check: RequestCheck) -> AppendReceipt {
        let request = check.request
        let names = request.sources
        let events = request.events
        for index in check.newSources {
            let name = names.text(at: index)
            _ = sourceTable.insert(name)
            let text = String(copyingUTF8: name)
            var head = SourceHead(name: text)
            head.firstPosition = eventCount
            sources.append(head)
            interner.additions.sources.append(text)
        }
        intern(check.accepted, of: request, sources: check.sources)
        for state in check.sources where state.acceptedCount > 0 {
            guard let ordinal = state.ordinal else { continue }
            sources[ordinal].eventCount += state.acceptedCount
            let greatest = events.id(at: state.greatest)
            if sources[ordinal].hasIDsBelow(greatest) {
                sources[ordinal].greatestID = Array(copying: greatest)
            }
            changedSources.insert(ordinal)
        }
        if let last = check.accepted.last {
            lastRecordedAt = Instant(millisecondsSince1970: last.recordedAt)
        }
        newRelations += check.relations
        return AppendReceipt(outcomes: check.outcomes, eventCount: eventCount)
    }

    /// Appends accepted events to the recent ones, with ordinals instead of the batch's indices.
    private func intern(
        _ accepted: [RequestCheck.Accepted],
        of request: AppendRequest,
        sources: [RequestCheck.SourceState]
    ) {
        let unknown = InternedEvent.noName
        var names = [UInt32](repeating: unknown, count: request.names.count)
        let texts = request.names
        let events = request.events
        var types: [UInt16?] = Array(repeating: nil, count: request.schemas.count)
        for event in accepted {
            let record = events.records[event.index]
            let schema = Int(record.schema)
            if types[schema] == nil {
                let ordinal = interner.ordinal(of: request.schemas[schema])
                types[schema] = ordinal
                recent.note(request.schemas[schema], ordinal: ordinal)
            }
            for place in record.firstValue..<(record.firstValue + Int(record.valueCount))
            where events.values[place].kind == .name {
                let name = Int(events.values[place].bits)
                guard names[name] == unknown else { continue }
                names[name] = interner.ordinal(ofName: texts.text(at: name))
            }
            let type = types[schema] ?? 0
            let source = UInt32(sources[Int(record.source)].ordinal ?? 0)
            recent.append(
                event.index,
                of: events,
                adjust: { copy in
                    copy.schema = type
                    copy.source = source
                    copy.recordedAt = event.recordedAt
                },
                name: { names[Int($0)] }
            )
        }
    }

    private func write(to transaction: inout WriteTransaction) throws(LMDBError) {
        let oldSealedCount = sealedCount
        while recent.count >= parts.blockEvents { try sealBlock(&transaction) }
        if sealedCount > oldSealedCount {
            _ = try transaction.deleteAll(
                from: oldSealedCount,
                upTo: sealedCount,
                in: parts.store.tail
            )
        }
        let firstNew = max(committedCount, sealedCount)
        if firstNew < eventCount {
            let range = Int(firstNew - sealedCount)..<recent.count
            let value = TailBatch.encode(
                firstPosition: firstNew,
                events: recent,
                range: range,
                format: parts.format
            )
            try transaction.append(value, for: firstNew, in: parts.store.tail)
        }
        try parts.storedTables.write(interner.additions, to: &transaction)
        for ordinal in changedSources.sorted() {
            let row = sources[ordinal].row(ordinal: UInt32(ordinal))
            try transaction.put(row, for: UInt32(ordinal), in: parts.store.sources)
        }
        var rest = newRelations[...]
        while let killer = rest.first?.killer {
            let own = Array(rest.prefix { $0.killer == killer })
            rest = rest.dropFirst(own.count)
            try transaction.append(
                VoidRow.encode(own, of: killer),
                for: killer,
                in: parts.store.voids
            )
        }
    }

    /// Moves the first recent events into a sealed block.
    private func sealBlock(_ transaction: inout WriteTransaction) throws(LMDBError) {
        let count = parts.blockEvents
        let leaves = MerkleTree.leafHashes(ofEntries: count, from: sealedCount) { offset in
            let record = recent.packed.records[offset]
            return (record.recordedAt, record.digest)
        }
        let block: EncodedBlock
        do throws(ZstdError) {
            block = try BlockEncoder.encode(
                firstPosition: sealedCount,
                events: recent,
                count: count,
                roots: BlockRoots(leaves: leaves),
                format: parts.format
            )
        } catch {
            throw .outOfMemory
        }
        try transaction.append(block.hot, for: sealedCount, in: parts.store.hot)
        try transaction.append(block.streams, for: sealedCount, in: parts.store.streams)
        try transaction.append(block.cold, for: sealedCount, in: parts.store.cold)
        streamCounts.seal(recent.packed, count)
        recent.removeFirst(count)
        sealedCount += UInt64(count)
        recentReferences = ReferenceMap()
    }

    private func publish() {
        interner.publish()
        let firstNew = max(committedCount, sealedCount)
        parts.tail.advance(
            to: sealedCount,
            adding: recent,
            range: Int(firstNew - sealedCount)..<recent.count,
            at: firstNew
        )
        committedCount = eventCount
        changedSources = []
        newRelations = []
        parts.progress.announce()
        commitCount += 1
        if commitCount % Self.commitsBetweenReaderChecks == 0 { forgetDeadReaders() }
    }

    /// Gives back the pages that readers in killed processes still hold.
    ///
    /// The engine looks for them only when its reader slots run out; until then the file would grow
    /// with every commit.
    private func forgetDeadReaders() {
        do throws(LMDBError) {
            _ = try parts.store.environment.clearDeadReaders()
        } catch {
            // The commit is on the disk whatever this finds; the next look comes.
        }
    }
}
