import Foundation
import Testing

/// The program as a person runs it: its own process, with English messages.
enum CairnProgram {
    /// What a run said.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The built program stands beside the test bundle.
    private static let url = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "cairn")

    /// Runs the program and waits for its end.
    static func run(_ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments + ["--lang", "en"]
        process.environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC"]
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "cairn-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, not pipes: however much is written, nobody waits for a reader.
        let paths = ["output", "errors"].map { folder.appending(path: $0) }
        for path in paths { try Data().write(to: path) }
        process.standardOutput = try FileHandle(forWritingTo: paths[0])
        process.standardError = try FileHandle(forWritingTo: paths[1])
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: try String(contentsOf: paths[0], encoding: .utf8),
            errors: try String(contentsOf: paths[1], encoding: .utf8)
        )
    }

    /// Runs a body with an empty folder that is removed afterwards.
    static func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "cairn-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }
}
