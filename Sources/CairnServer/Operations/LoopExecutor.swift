internal import NIOCore
internal import NIOPosix

/// Runs the tasks of a service on the threads that serve its connections, instead of on a pool of their own.
///
/// A request then changes threads only where it waits for the disk, which about doubles the short ones a second. What
/// reads the log or a long body goes to ``ReadingThreads``.
final class LoopExecutor: TaskExecutor {
    static let shared = LoopExecutor()

    private let group = MultiThreadedEventLoopGroup.singleton

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // SAFETY: the executor lives as long as the program, and each job is run once.
        // The loop is this thread's, if it is one's.
        group.any().execute {
            unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}
