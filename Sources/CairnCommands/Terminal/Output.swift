import EventModel
import Foundation

/// Standard output, for data only, written in large pieces.
final class Output {
    private var pending: [UInt8] = []
    private static let pieceBytes = 1 << 16

    /// Makes an output with nothing pending.
    init() {}

    /// Adds text.
    func write(_ text: String) throws(CommandFailure) {
        pending.append(contentsOf: text.utf8)
        if pending.count >= Self.pieceBytes { try flush() }
    }

    /// Adds bytes.
    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        pending.append(contentsOf: bytes)
        if pending.count >= Self.pieceBytes { try flush() }
    }

    /// Adds a line of bytes.
    func writeLine(_ bytes: Span<UInt8>) throws(CommandFailure) {
        pending.append(addingCapacity: bytes.count + 1) { output in
            output.append(copying: bytes)
            output.append(UInt8(ascii: "\n"))
        }
        if pending.count >= Self.pieceBytes { try flush() }
    }

    /// Adds a line.
    func writeLine(_ text: String = "") throws(CommandFailure) { try write(text + "\n") }

    /// Hands everything to the system; a reader that went away ends the program by SIGPIPE, quietly.
    func flush() throws(CommandFailure) {
        guard !pending.isEmpty else { return }
        do {
            try FileHandle.standardOutput.write(contentsOf: pending)
        } catch {
            throw CommandFailure(.failed, FailureMessages.cannotWriteOutput)
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Writes lines at once.
    static func print(_ lines: [String]) throws(CommandFailure) {
        let output = Output()
        for line in lines { try output.writeLine(line) }
        try output.flush()
    }

    /// Writes text at once.
    static func print(text: String) throws(CommandFailure) {
        let output = Output()
        try output.write(text)
        try output.flush()
    }
}
