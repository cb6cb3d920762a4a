internal import Glibc

/// A thread of the operating system that runs one body, for example the writer of a ledger.
///
/// A write transaction belongs to a thread and its commit waits for the disk, so it must not run
/// on the threads that tasks share.
// SAFETY: the thread's number never changes after `init`; joining is left to one caller.
package final class DedicatedThread: @unchecked Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let thread: pthread_t

    /// Starts the thread.
    ///
    /// - Parameter body: Runs once on the new thread.
    /// - Throws: The code of `errno`, such as `EAGAIN` when a limit on threads is reached.
    package init(_ body: @escaping @Sendable () -> Void) throws(LMDBError) {
        let passed = unsafe Unmanaged.passRetained(Body(body))
        var started = pthread_t()
        let code = unsafe pthread_create(
            &started,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            passed.toOpaque()
        )
        guard code == 0 else {
            unsafe passed.release()
            throw LMDBError(code: code)
        }
        thread = started
    }

    /// Waits until the body has returned; call it exactly once, from another thread.
    package func join() { _ = pthread_join(thread, nil) }
}
