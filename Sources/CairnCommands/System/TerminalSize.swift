import Glibc

/// The size of the terminal, asked from the system.
enum TerminalSize {
    /// Columns of the terminal behind a file descriptor; `nil` if there is none.
    static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }
}
