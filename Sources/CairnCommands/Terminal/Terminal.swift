import Foundation
import Glibc

/// What the program knows about the terminal it runs in.
enum Terminal {
    /// Whether tables may be coloured: standard output is a terminal and `NO_COLOR` is not set.
    static let allowsColour: Bool = {
        let environment = ProcessInfo.processInfo.environment
        return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }()

    /// Whether people see standard error as it is written.
    static let showsProgress = isatty(STDERR_FILENO) == 1

    /// Columns for tables: those of the terminal behind standard output; `nil` if it is none, since files
    /// and pipes take lines of any length.
    static let tableColumns: Int? = isatty(STDOUT_FILENO) == 1 ? columns(of: STDOUT_FILENO) : nil

    /// Columns for paragraphs: those of the terminal, at most 100, since longer lines are hard to read;
    /// 80 without a terminal.
    static let textColumns: Int = {
        let found = columns(of: STDOUT_FILENO) ?? columns(of: STDERR_FILENO) ?? 80
        return min(max(found, 40), 100)
    }()

    private static func columns(of descriptor: Int32) -> Int? {
        let environment = ProcessInfo.processInfo.environment
        if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
        return TerminalSize.columns(of: descriptor)
    }

    /// Whether standard input is a person's keyboard.
    static var hasKeyboard: Bool { isatty(STDIN_FILENO) == 1 }

    /// Writes a line for people to standard error.
    static func note(_ line: String) {
        // A standard error that is closed is nothing to fail about.
        try? FileHandle.standardError.write(contentsOf: Array((line + "\n").utf8))
    }

    /// Writes text to standard error without a line end.
    static func noteUnfinished(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Array(text.utf8))
    }

    /// A count with thousands apart: `1,234,567`.
    static func grouped(_ count: some BinaryInteger) -> String {
        var text = ""
        let digits = String(count.magnitude)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (count < 0 ? "-" : "") + text
    }
}
