internal import Dispatch
internal import LMDB
internal import Synchronization

/// The thread on which a log's writer lives, from opening to closing.
///
/// LMDB's write lock belongs to a thread and a commit waits for the disk, so all writing happens on
/// a thread of its own and never on those that run tasks.
final class WriterThread: Sendable {
    let queue: AppendQueue
    private let thread: DedicatedThread
    private let isStopped = Mutex(false)

    /// Starts the thread; the writer is made on it and never leaves it.
    ///
    /// - Throws: What made the writer fail to read the log's end; the thread is gone then.
    init(_ parts: LogParts) throws(LogError) {
        let queue = AppendQueue(options: parts.options)
        self.queue = queue
        // The thread's closure may outlive its run for a moment; the box is what holds the log
        // open.
        let box = PartsBox(parts)
        let opening = WriterOpening()
        do throws(LMDBError) {
            thread = try DedicatedThread { Self.run(box, queue, opening) }
        } catch {
            throw LogError(error)
        }
        if let failure = opening.wait() {
            thread.join()
            isStopped.withLock { $0 = true }
            throw failure
        }
    }

    /// Serves what waits, then ends the thread; returns when it has let go of the log's files.
    func stop() {
        let isFirst = isStopped.withLock { isStopped in
            defer { isStopped = true }
            return !isStopped
        }
        guard isFirst else { return }
        queue.close(refusing: .closed)
        thread.join()
    }

    @inline(never)
    private static func run(_ box: PartsBox, _ queue: AppendQueue, _ opening: WriterOpening) {
        guard let parts = box.take() else { return }
        do throws(LogError) {
            let writer = try LogWriter(parts)
            opening.finish(nil)
            writer.serve(queue)
        } catch {
            opening.finish(error)
        }
    }
}

/// Holds what the writer works on until its thread takes it.
private final class PartsBox: Sendable {
    private let parts: Mutex<LogParts?>

    init(_ parts: LogParts) { self.parts = Mutex(parts) }

    func take() -> LogParts? {
        parts.withLock { parts in
            defer { parts = nil }
            return parts
        }
    }
}

/// Tells the opener whether the writer is ready.
private final class WriterOpening: Sendable {
    private let isDone = DispatchSemaphore(value: 0)
    private let failure = Mutex<LogError?>(nil)

    func finish(_ error: LogError?) {
        failure.withLock { $0 = error }
        isDone.signal()
    }

    func wait() -> LogError? {
        isDone.wait()
        return failure.withLock { $0 }
    }
}
