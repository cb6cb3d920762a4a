import Foundation

/// Python as `.ci/python` finds it, for looking at files through a second implementation.
package enum PythonProgram {
    /// The script ended with another status than 0.
    package struct Failed: Error, CustomStringConvertible {
        /// What it wrote to standard error.
        package let description: String
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Runs a script.
    ///
    /// - Parameters:
    ///   - script: Its text.
    ///   - arguments: `sys.argv[1:]`.
    /// - Returns: Standard output.
    /// - Throws: ``Failed``, or an error of the system.
    package static func run(_ script: String, _ arguments: [String]) throws -> String {
        let output = FileManager.default.temporaryDirectory
            .appending(path: "cairn-python-\(UUID().uuidString)")
        let errors = output.appendingPathExtension("errors")
        for place in [output, errors] { try Data().write(to: place) }
        defer { for place in [output, errors] { try? FileManager.default.removeItem(at: place) } }
        let process = Process()
        process.executableURL = root.appending(path: ".ci/python")
        process.arguments = ["-B", "-c", script] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(description: try String(contentsOf: errors, encoding: .utf8))
        }
        return try String(contentsOf: output, encoding: .utf8)
    }
}
