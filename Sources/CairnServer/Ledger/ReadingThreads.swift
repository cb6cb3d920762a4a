internal import NIOPosix

/// Threads for work that waits for the disk or computes for long, so that those that serve connections do not.
final class ReadingThreads: Sendable {
    private let pool: NIOThreadPool

    /// Starts threads.
    init(count: Int) {
        pool = NIOThreadPool(numberOfThreads: count)
        pool.start()
    }

    /// Runs a body on one of the threads.
    ///
    /// - Throws: What the body throws; ``Problem/shuttingDown`` when the threads are stopped.
    func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        do {
            return try await pool.runIfActive(body)
        } catch is CancellationError {
            throw Problem.shuttingDown
        } catch is NIOThreadPoolError.ThreadPoolInactive {
            throw Problem.shuttingDown
        }
    }

    /// Ends the threads when their work is done.
    func stop() async { try? await pool.shutdownGracefully() }
}
