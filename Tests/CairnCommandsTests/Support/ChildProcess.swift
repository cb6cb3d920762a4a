import Foundation
import Glibc
import Synchronization

/// Held while descriptors are made and children started, so that no child inherits another's pipe.
private let starting = Mutex(())

/// A program started by a test, as the shell starts it.
struct ChildProcess {
    let processID: pid_t

    /// Where a child's standard streams lead.
    enum Stream {
        case nothing
        case file(String)
        case descriptor(Int32)
        case closed
    }

    struct CannotStart: Error { let code: Int32 }

    /// Starts a program; descriptors that are not named here are closed in it.
    ///
    /// With `memoryKiBMax` the kernel refuses it more private memory: what it had at its peak cannot be told
    /// from outside, since a new process starts with the peak of the one that made it.
    init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String],
        folder: String,
        memoryKiBMax: Int? = nil,
        input: Stream = .nothing,
        output: Stream,
        errors: Stream
    ) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe Self.add(input, as: 0, flags: O_RDONLY, to: &actions)
        let writing = O_WRONLY | O_CREAT | O_TRUNC
        unsafe Self.add(output, as: 1, flags: writing, to: &actions)
        unsafe Self.add(errors, as: 2, flags: writing, to: &actions)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // Signals that the test runner ignores or blocks are at their defaults in the child.
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        )
        // The shell changes the folder and becomes the program.
        let limit = memoryKiBMax.map { "ulimit -d \($0) && " } ?? ""
        let shell = ["/bin/sh", "-c", "cd \"$0\" && \(limit)exec \"$@\"", folder, program]
        let words = CStrings(shell + arguments)
        let settings = CStrings(environment.map { "\($0.key)=\($0.value)" })
        var child: pid_t = 0
        let code = starting.withLock { _ in
            unsafe posix_spawn(
                &child,
                "/bin/sh",
                &actions,
                &attributes,
                words.pointers,
                settings.pointers
            )
        }
        guard code == 0 else { throw CannotStart(code: code) }
        processID = child
    }

    private static func add(
        _ stream: Stream,
        as number: Int32,
        flags: Int32,
        to actions: inout posix_spawn_file_actions_t
    ) {
        switch stream {
        case .nothing:
            unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        case .file(let path):
            unsafe posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o644)
        case .descriptor(let other):
            unsafe posix_spawn_file_actions_adddup2(&actions, other, number)
        case .closed:
            unsafe posix_spawn_file_actions_addclose(&actions, number)
        }
    }

    /// How a child ended.
    struct End: Equatable {
        /// Exit status; `nil` if a signal ended it.
        let status: Int32?
        /// The signal that ended it.
        let signal: Int32?
    }

    /// Waits for the end.
    func wait() -> End {
        var status: Int32 = 0
        while unsafe waitpid(processID, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return End(
            status: signal == 0 ? (status >> 8) & 0xFF : nil,
            signal: signal == 0 ? nil : signal
        )
    }

    /// Sends a signal.
    func send(_ signal: Int32) { kill(processID, signal) }
}

/// A pipe whose ends no other child inherits.
struct ChildPipe {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        let isMade = starting.withLock { _ in
            guard unsafe pipe(&ends) == 0 else { return false }
            return ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
        }
        guard isMade else { throw ChildProcess.CannotStart(code: errno) }
        reading = ends[0]
        writing = ends[1]
    }

    /// Reads one line and leaves what follows in the pipe; `nil` when the writers are gone.
    func readLine() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = unsafe read(reading, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else {
                return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
            }
            if byte == 0x0A { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
    }

    func closeWriting() { close(writing) }
    func closeReading() { close(reading) }
}

/// Texts as C takes them: a list of pointers with a null at its end.
@safe private final class CStrings {
    private(set) var pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) {
        unsafe pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
    }

    deinit {
        for index in unsafe pointers.indices { unsafe free(pointers[index]) }
    }
}
