package import EventModel
package import Evidence
internal import Dispatch
internal import LMDB
internal import Synchronization

/// A ledger's record: events are appended, read, followed and verified; nothing is ever changed.
///
/// One process opens a ledger for writing, any number for reading. All functions may be called from
/// any thread. The ledger's folder is described by ``LedgerFolder``, its stored bytes by
/// `Schemas/block-format.md`.
package final class EventLog: Sendable {
    /// Whether this log was opened to append or only to read.
    package let mode: LogMode
    /// The ledger's folder and what `cairn.json` says.
    package let folder: LedgerFolder
    /// The ledger's names, sources and types by ordinal.
    package let tables: LedgerTables

    /// Damage that was found in opening and passed over; empty unless the log was opened to salvage it.
    package let openingDamage: [DamageError]

    private struct Opened: Sendable {
        let parts: LogParts
        let thread: WriterThread?
    }

    // `nil` once closed.
    private let opened: Mutex<Opened?>
    /// When a writer was replaced last; held while one is.
    private let lastRestart = Mutex<UInt64?>(nil)

    /// Makes a new, empty ledger; open it with ``init(opening:mode:registry:options:clock:)``.
    ///
    /// - Parameters:
    ///   - path: Folder, new, empty or left behind by a creation that was cut off; its parent must
    ///     exist.
    ///   - options: ``LogOptions/isSynthetic`` and ``LogOptions/sealedBlockEvents`` are kept for
    ///     ever.
    ///   - clock: Gives the moment of making.
    ///   - ledgerID: Names the ledger in backups; 1–128 bytes.
    ///   - signingKey: Signs the ledger's checkpoints from the first on, and is written to `keys/`; its public half
    ///     is kept in `cairn.json`. Without one, the ledger has no checkpoints until a key is recorded
    ///     (``signingKeyChanged``).
    /// - Throws: ``LogError/unsuitableOption(_:)`` when the block size, the id or a missing parent rules
    ///   it out; ``LogError/alreadyExists(path:)`` when the folder holds something else: choose another;
    ///   ``LogError/readOnlyFolder(path:)`` when this user may not write it;
    ///   ``LogError/openInThisProcess(path:)`` and ``LogError/lockedByOtherProcess(path:processID:)`` when
    ///   another creation of the same ledger is under way: leave it to that one; ``LogError/full(_:)``
    ///   and ``LogError/storage(_:)`` when the disk or the engine fails: create it again, what was left
    ///   behind is taken over.
    package static func create(
        at path: String,
        options: LogOptions,
        clock: any LedgerClock,
        ledgerID: String,
        signingKey: SigningKey? = nil
    ) throws(LogError) {
        guard LedgerManifest.isBlockSize(options.sealedBlockEvents) else {
            throw .unsuitableOption("a block holds a power of two of events, up to 16384")
        }
        guard (1...128).contains(ledgerID.utf8.count) else {
            throw .unsuitableOption("a ledger id has 1 to 128 bytes")
        }
        let manifest = LedgerManifest(
            ledgerID: ledgerID,
            format: options.format,
            createdAt: clock.now(),
            isSynthetic: options.isSynthetic,
            blockEvents: options.sealedBlockEvents,
            key: signingKey?.verifierKey
        )
        let folder = try LedgerFolder(creating: path, manifest: manifest)
        let store = try open(folder, .writing, options, creating: true)
        // The log's writer lock keeps a second creation of the same folder out until this one is done.
        guard !folder.isFinished, try store.isEmpty() else { throw .alreadyExists(path: path) }
        try LedgerIdentityRow.write(manifest, to: store)
        if let signingKey { try SigningKeyFile.write(signingKey, in: folder) }
        try withExtendedLifetime(store) { () throws(LogError) in try folder.finish() }
    }

    /// Opens an existing ledger.
    ///
    /// - Parameters:
    ///   - path: The ledger's folder.
    ///   - mode: One process may open it for writing; readers do not disturb it.
    ///   - registry: Types that may be appended; the ledger's own types come from its stored
    ///     definitions where the registry lacks them.
    ///   - options: Sizes; those kept in `cairn.json` are taken from there.
    ///   - clock: Gives recorded times.
    ///   - salvaging: Opens a damaged log for its undamaged events: reading only, by position. What needs a
    ///     damaged row, page or value is refused as ``LogError/damaged(_:)``; nothing else may be asked of
    ///     such a log.
    /// - Throws: ``LogError``; no event was changed. Opening for writing writes the lock files even if it
    ///   fails afterwards; see each case for what to do. Damage of the pages that lead to blocks is thrown when
    ///   such a block is asked for, other damage that is met here at once.
    /// - Complexity: O(tail + names + pages of trees); blocks are not read.
    package init(
        opening path: String,
        mode: LogMode,
        registry: SchemaRegistry,
        options: LogOptions,
        clock: any LedgerClock,
        salvaging: Bool = false
    ) throws(LogError) {
        precondition(mode == .reading || !salvaging, "a damaged log is not written")
        let folder = try LedgerFolder(opening: path)
        // Opening for writing would make a new, empty log in the place of the lost one.
        guard !FolderFiles.isHidden(folder.dataFilePath) else {
            throw .storage(.accessDenied)
        }
        guard FolderFiles.exists(folder.dataFilePath) else {
            throw .damaged(
                DamageError(part: "log", position: 0, detail: "its file data.mdb is missing")
            )
        }
        // The engine would begin a new file where nothing is left of this one.
        guard FolderFiles.byteCount(of: folder.dataFilePath) > 0 else {
            throw .damaged(
                DamageError(part: "log", position: 0, detail: "its file data.mdb is empty")
            )
        }
        let store = try Self.open(folder, mode, options)
        let parts = LogParts(
            folder: folder,
            store: store,
            registry: registry,
            options: options,
            clock: clock,
            isSalvaging: salvaging
        )
        openingDamage = try parts.checkOpening()
        sealedBlockEvents = folder.manifest.blockEvents
        let thread = mode == .writing ? try WriterThread(parts) : nil
        self.mode = mode
        self.folder = folder
        tables = parts.tables
        opened = Mutex(Opened(parts: parts, thread: thread))
        do throws(LogError) {
            // Damage at the log's end and contradicting schemas show at once, also to readers.
            let first = try snapshot()
            if !options.ignoresCheckpoints { try KeptCheckpoints(of: folder).check(first) }
            // What a crash in the middle of an erasure left, or a copy brought back.
            if mode == .writing { try destroyErasedKeys() }
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    /// Ends the writer after the requests that wait, and lets go of the files.
    ///
    /// Blocks the calling thread until the writer has served what waits, so it must not be one that
    /// runs tasks; a log opened for reading has nothing to wait for. Later calls fail as closed. Reads
    /// that run keep the files open until they end.
    package func close() {
        let last = opened.withLock { opened in
            defer { opened = nil }
            return opened
        }
        last?.thread?.stop()
    }

    /// Records events durably; suspends until they are on the disk.
    ///
    /// What several callers append at the same time is committed together; each request stays all
    /// or nothing by itself.
    ///
    /// - Throws: ``AppendError``; nothing of the request was written, except that for a failure of the
    ///   storage (``AppendError/full``, ``AppendError/storage(_:)``) it is uncertain whether it was
    ///   written: reopen and repeat, duplicates are recognised.
    package func append(_ request: AppendRequest) async throws(AppendError) -> AppendReceipt {
        let queue = try appendQueue()
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<AppendReceipt, AppendError>, Never>) in
            let entry = AppendQueue.Entry(request: request) { continuation.resume(returning: $0) }
            queue.add(entry, waitsForRoom: false)
        }
        return try result.get()
    }

    /// Records events durably; blocks the calling thread, which must not be one that runs tasks.
    ///
    /// While too many events wait it blocks for room first, where ``append(_:)`` is refused.
    ///
    /// - Throws: As ``append(_:)``; ``AppendError/overloaded`` only when too many requests wait.
    package func appendAndWait(_ request: AppendRequest) throws(AppendError) -> AppendReceipt {
        let queue = try appendQueue()
        let reply = AppendReply()
        queue.add(AppendQueue.Entry(request: request) { reply.give($0) }, waitsForRoom: true)
        return try reply.wait().get()
    }

    /// Events of a sealed block of this ledger.
    package let sealedBlockEvents: Int

    /// Number of requests that wait for the writer, besides those of the commit at hand; 0 if the log
    /// is closed or only read.
    package var waitingRequestCount: Int { opened.withLock { $0?.thread?.queue.waitingCount ?? 0 } }

    /// What the writer has done since the log was opened; nothing if the log is closed or only read.
    package var commitStatistics: CommitStatistics {
        opened.withLock { $0?.parts.commits.current } ?? CommitStatistics()
    }

    /// Records events like ``append(_:)``; where an earlier commit failed, such as on a full disk, a new writer is made
    /// first, at most once a second.
    ///
    /// - Throws: As ``append(_:)``.
    package func appendRecovering(
        _ request: AppendRequest
    ) async throws(AppendError) -> AppendReceipt {
        do throws(AppendError) {
            return try await append(request)
        } catch {
            switch error {
            // A writer that could not be made anew is closed.
            case .poisoned, .closed: break
            default: throw error
            }
            guard await restartWriter() else { throw error }
        }
        return try await append(request)
    }

    /// Whether there is a writer again.
    private func restartWriter() async -> Bool {
        await withCheckedContinuation { continuation in
            // Blocks its thread, which must not be one that runs tasks.
            DispatchQueue.global().async { continuation.resume(returning: self.replaceWriter()) }
        }
    }

    /// Makes a new writer in the place of one that refuses everything; requests that wait are refused first.
    private func replaceWriter() -> Bool {
        lastRestart.withLock { last in
            guard let opened = opened.withLock({ $0 }), let thread = opened.thread else {
                return false
            }
            // Somebody else was first.
            guard thread.queue.isRefusing else { return true }
            let now = DispatchTime.now().uptimeNanoseconds
            guard last.map({ now - $0 >= Self.restartPauseNanoseconds }) ?? true else {
                return false
            }
            last = now
            thread.stop()
            do throws(LogError) {
                let new = try WriterThread(opened.parts)
                let isTaken = self.opened.withLock { current in
                    guard current != nil else { return false }
                    current = Opened(parts: opened.parts, thread: new)
                    return true
                }
                if !isTaken { new.stop() }
                return isTaken
            } catch {
                return false
            }
        }
    }

    private static let restartPauseNanoseconds: UInt64 = 1_000_000_000

    /// Copies one consistent state of the log's file into an empty folder; it is on the disk then.
    func copyData(toFolder folder: String) throws(LogError) {
        let parts = try openParts()
        do throws(LMDBError) {
            try parts.store.environment.copy(to: folder, compact: false)
        } catch {
            throw LogError(error)
        }
    }

    /// Sizes and readers of the log's file.
    ///
    /// - Throws: ``LogError``
    package func fileStatus() throws(LogError) -> LogFileStatus {
        let parts = try openParts()
        do throws(LMDBError) {
            return LogFileStatus(try parts.store.environment.info())
        } catch {
            throw LogError(error)
        }
    }

    /// Runs a body on one consistent state of the log.
    ///
    /// The snapshot shows the events that were committed when it began, and is not valid after the
    /// body.
    ///
    /// - Throws: What the body throws, or ``LogError``.
    package func withSnapshot<Result>(_ body: (LogSnapshot) throws -> Result) throws -> Result {
        let snapshot = try snapshot()
        return try body(snapshot)
    }

    /// Waits until the log holds more than `count` events, committed by whatever process.
    ///
    /// Blocks the calling thread, which must not be one that runs tasks.
    ///
    /// - Parameters:
    ///   - count: Number of events that the caller knows.
    ///   - timeoutMilliseconds: Longest wait.
    /// - Returns: Number of events now; not above `count` if the time ran out.
    /// - Throws: ``LogError/closed`` when the log is closed, also during the wait; another ``LogError``
    ///   when the log cannot be read.
    package func waitForEvents(
        beyond count: UInt64,
        timeoutMilliseconds: Int
    ) throws(LogError) -> UInt64 {
        let parts = try openParts()
        let deadline = DispatchTime.now() + .milliseconds(max(0, timeoutMilliseconds))
        while true {
            let now = try snapshot().eventCount
            let rest = Int(
                clamping: (Int64(clamping: deadline.uptimeNanoseconds)
                    - Int64(clamping: DispatchTime.now().uptimeNanoseconds)) / 1_000_000
            )
            guard now <= count, rest > 0 else { return now }
            // Commits of other processes announce nothing here, so the wait is cut into short ones.
            parts.progress.wait(milliseconds: min(rest, Self.pollMilliseconds))
        }
    }

    private static let pollMilliseconds = 25

    private func snapshot() throws(LogError) -> LogSnapshot { try LogSnapshot(try openParts()) }

    private func openParts() throws(LogError) -> LogParts {
        guard let parts = opened.withLock({ $0?.parts }) else { throw .closed }
        return parts
    }

    private func appendQueue() throws(AppendError) -> AppendQueue {
        guard let opened = opened.withLock({ $0 }) else { throw .closed }
        guard let thread = opened.thread else { throw .readOnly }
        return thread.queue
    }

    private static func open(
        _ folder: LedgerFolder,
        _ mode: LogMode,
        _ options: LogOptions,
        creating: Bool = false
    ) throws(LogError) -> LogStore {
        let environment: Environment
        do throws(EnvironmentOpenError) {
            environment = try Environment(
                opening: folder.logPath,
                options: EnvironmentOptions(
                    mapSizeBytes: options.mapSizeBytes,
                    readerCountMax: options.readerCountMax,
                    readOnly: mode == .reading,
                    tablesWithoutRemovals: LogStore.tablesWithoutRemovals
                )
            )
        } catch {
            throw LogError(error, path: folder.path)
        }
        do throws(LogError) {
            return try LogStore(environment, creating: creating)
        } catch {
            if case .storage(let failure) = error { throw LogError(failure, path: folder.path) }
            throw error
        }
    }
}

/// Hands one result from the writer's thread to a waiting one.
private final class AppendReply: Sendable {
    private let isGiven = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<AppendReceipt, AppendError>>(.failure(.closed))

    func give(_ result: Result<AppendReceipt, AppendError>) {
        self.result.withLock { $0 = result }
        isGiven.signal()
    }

    func wait() -> Result<AppendReceipt, AppendError> {
        isGiven.wait()
        return result.withLock { $0 }
    }
}
