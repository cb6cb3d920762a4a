import Glibc

/// What becomes of a program that writes to somebody who went away.
enum BrokenPipes {
    /// From now on writing fails, instead of ending the program: a service outlives its clients.
    static func areErrors() { signal(SIGPIPE, SIG_IGN) }
}
