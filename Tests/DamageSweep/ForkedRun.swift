import Foundation
import Glibc

/// How one command ended.
struct ForkedRun {
    /// Exit status; `nil` if a signal ended it.
    let status: Int32?
    /// The signal that ended it.
    let signal: Int32?
    let output: [UInt8]
    let errors: [UInt8]

    var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// Runs one action in a child of its own.
    static func run(_ action: StepAction, _ streams: String) -> ForkedRun {
        let end = inChild(streams) { _ in _exit(action.perform()) }
        return ForkedRun(
            status: end.status,
            signal: end.signal,
            output: FileBytes.read(streams + "/out"),
            errors: FileBytes.read(streams + "/err")
        )
    }

    /// Runs a body in a child whose standard streams are files; the body gets a file to report in.
    ///
    /// This process has one thread, so that its child is whole.
    static func inChild(
        _ streams: String,
        _ body: (Int32) -> Void
    ) -> (status: Int32?, signal: Int32?) {
        let child = fork()
        precondition(child >= 0, "no child can be made")
        if child == 0 {
            for (name, number) in [("out", STDOUT_FILENO), ("err", STDERR_FILENO)] {
                let file = unsafe open(
                    "\(streams)/\(name)",
                    O_RDWR | O_CREAT | O_TRUNC | O_APPEND,
                    0o644
                )
                dup2(file, number)
                close(file)
            }
            let report = unsafe open("\(streams)/report", O_WRONLY | O_CREAT | O_APPEND, 0o644)
            // Whatever damage leads to, it ends.
            limit(Int32(RLIMIT_CPU.rawValue), 20)
            limit(Int32(RLIMIT_DATA.rawValue), 4 << 30)
            limit(Int32(RLIMIT_CORE.rawValue), 0)
            alarm(120)
            onThreadOfItsOwn { body(report) }
        }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return (signal == 0 ? status >> 8 & 0xFF : nil, signal == 0 ? nil : signal)
    }

    // SAFETY: the thread that hands it over does nothing any more.
    private struct Handed: @unchecked Sendable {
        let body: () -> Void
    }

    /// Runs a body on a new thread and ends the process.
    ///
    /// The runtime remembers the number of each thread, and the first thread of a forked process has its parent's: where
    /// it and another wait for one initialisation, both would spin for ever.
    private static func onThreadOfItsOwn(_ body: () -> Void) -> Never {
        withoutActuallyEscaping(body) { body in
            let handed = Handed(body: body)
            let thread = Thread {
                handed.body()
                _exit(0)
            }
            thread.stackSize = 64 << 20
            thread.start()
            while true { pause() }
        }
    }

    private static func limit(_ resource: Int32, _ value: UInt) {
        var limits = rlimit(rlim_cur: value, rlim_max: value)
        unsafe setrlimit(__rlimit_resource_t(UInt32(resource)), &limits)
    }
}
