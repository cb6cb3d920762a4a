import Foundation
import Importing

/// What a source gave before it ended or failed.
struct SourceContent {
    var bytes: [UInt8] = []
    var fault: ImportError?

    init(of source: any ByteSource) {
        do throws(ImportError) {
            while try source.read(into: &bytes) {}
        } catch {
            fault = error
        }
    }

    /// Reads a file to its end or fault.
    init(
        ofFile path: String,
        expansion: ExpansionLimit = .standard
    ) throws(ImportError) {
        self.init(of: try FileSource(path: path, expansion: expansion))
    }
}

/// Runs a body with the path of a pipe that gives the bytes; nobody can read it twice.
func withPipe<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) rethrows -> Result {
    let pipe = Pipe()
    let end = pipe.fileHandleForWriting
    let writer = Thread {
        // A reader that stops early closes the pipe; the rest is then of no use to anybody.
        try? end.write(contentsOf: Data(bytes))
        try? end.close()
    }
    writer.start()
    return try body("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
}

/// Runs a body with the path of a file that holds the bytes.
func withFile<Result>(
    _ bytes: [UInt8],
    named name: String = "file",
    _ body: (String) throws -> Result
) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "cairn-importing-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    return try body(file.path)
}
