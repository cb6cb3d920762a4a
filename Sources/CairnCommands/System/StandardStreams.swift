import Glibc

/// Keeps the numbers of the standard streams out of other hands.
enum StandardStreams {
    /// Puts `/dev/null` in place of standard streams that are closed.
    ///
    /// Otherwise the next file opened gets the number of, say, standard output, and what is printed goes
    /// into it: into the ledger. Opened for reading only, it makes writing fail as a closed stream does.
    static func reserve() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is the missing one, as those below it are taken by now.
            _ = unsafe open("/dev/null", O_RDONLY)
        }
    }
}
