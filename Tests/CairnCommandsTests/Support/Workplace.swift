import EventModel
import Foundation
import Glibc
import Testing

/// The `cairn` program that this build made; a missing one fails every test that needs it.
enum CairnProgram {
    /// Stands beside the test bundle.
    static let path: String = {
        if let given = ProcessInfo.processInfo.environment["CAIRN_PROGRAM"], !given.isEmpty {
            return given
        }
        let beside = Bundle.main.executableURL?.deletingLastPathComponent().path ?? "."
        return beside + "/cairn"
    }()
}

/// What one run of the program gave.
struct CommandRun {
    let end: ChildProcess.End
    let output: [UInt8]
    let errors: [UInt8]
    /// The command line, for messages.
    let words: String

    var status: Int32? { end.status }
    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }
    var outputLines: [String] { outputText.split(whereSeparator: \.isNewline).map(String.init) }

    /// Standard output as one JSON value.
    func json() throws -> JSONValue { try JSONValue(parsing: output) }
    /// The last line of standard error as JSON.
    func errorJSON() throws -> JSONValue {
        try JSONValue(parsing: try #require(errorText.split(separator: "\n").last.map(String.init)))
    }
    /// Everything printed, for failures.
    var told: Comment {
        "\(words)\nended \(end)\n\(outputText.prefix(2000))\n\(errorText.prefix(2000))"
    }
}

/// A folder of a test's own with a place for a ledger.
struct Workplace {
    let folder: String

    var ledger: String { folder + "/ledger" }
    var dataFile: String { ledger + "/log/data.mdb" }

    /// Runs the program to its end.
    @discardableResult
    func run(
        _ arguments: String...,
        input: [UInt8]? = nil,
        environment: [String: String] = [:]
    ) throws -> CommandRun {
        try run(arguments, input: input, environment: environment)
    }

    /// Runs the program to its end.
    func run(
        _ arguments: [String],
        input: [UInt8]? = nil,
        environment: [String: String] = [:],
        memoryKiBMax: Int? = nil,
        output: ChildProcess.Stream? = nil,
        program: String = CairnProgram.path
    ) throws -> CommandRun {
        let name = UUID().uuidString
        let outputPath = folder + "/.out-\(name)"
        let errorPath = folder + "/.err-\(name)"
        let inputPath = folder + "/.in-\(name)"
        defer { for path in [outputPath, errorPath, inputPath] { unsafe unlink(path) } }
        if let input { try write(input, to: inputPath) }
        let child = try ChildProcess(
            program,
            arguments,
            environment: settings(environment),
            folder: folder,
            memoryKiBMax: memoryKiBMax,
            input: input == nil ? .nothing : .file(inputPath),
            output: output ?? .file(outputPath),
            errors: .file(errorPath)
        )
        let end = child.wait()
        return CommandRun(
            end: end,
            output: bytes(of: outputPath),
            errors: bytes(of: errorPath),
            words: "cairn " + arguments.joined(separator: " ")
        )
    }

    /// Starts the program and leaves it running.
    func start(
        _ arguments: [String],
        input: ChildProcess.Stream = .nothing,
        output: ChildProcess.Stream,
        errors: ChildProcess.Stream = .nothing
    ) throws -> ChildProcess {
        try ChildProcess(
            CairnProgram.path,
            arguments,
            environment: settings([:]),
            folder: folder,
            input: input,
            output: output,
            errors: errors
        )
    }

    private func settings(_ more: [String: String]) -> [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let base = ["CAIRN_LEDGER": ledger, "LC_ALL": "C", "COLUMNS": "80", "PATH": path]
        return base.merging(more) { _, new in new }
    }

    /// Writes a file into the folder, or to an absolute path; gives its path.
    @discardableResult
    func write(_ content: [UInt8], to name: String) throws -> String {
        let path = name.hasPrefix("/") ? name : folder + "/" + name
        try Data(content).write(to: URL(fileURLWithPath: path))
        return path
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    func bytes(of name: String) -> [UInt8] {
        let path = name.hasPrefix("/") ? name : folder + "/" + name
        return (try? Data(contentsOf: URL(fileURLWithPath: path))).map(Array.init) ?? []
    }

    func text(of name: String) -> String { String(decoding: bytes(of: name), as: UTF8.self) }

    /// What the ledger holds: size and root, which change with every event written.
    func state() throws -> String {
        let run = try run("status", "--json")
        try #require(run.status == 0, run.told)
        let status = try run.json()
        let size = try #require(status["treeSize"]?.integerValue)
        return "\(size) \(status["rootHash"]?.stringValue ?? "")"
    }

    /// Number of events in the ledger.
    func eventCount() throws -> Int64 {
        let run = try run("status", "--json")
        try #require(run.status == 0, run.told)
        return try #require(try run.json()["treeSize"]?.integerValue)
    }
}

/// Runs a test in a folder of its own, with an empty ledger unless told otherwise; below the folder for temporary
/// files unless given another.
func withWorkplace<Result>(
    ledger: Bool = true,
    below given: String? = nil,
    _ body: (Workplace) throws -> Result
) throws -> Result {
    try #require(
        FileManager.default.isExecutableFile(atPath: CairnProgram.path),
        "the program is missing: \(CairnProgram.path)"
    )
    let base = given ?? FileManager.default.temporaryDirectory.path
    let place = Workplace(folder: "\(base)/cairn-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
        atPath: place.folder,
        withIntermediateDirectories: true
    )
    defer { try? FileManager.default.removeItem(atPath: place.folder) }
    if ledger {
        let made = try place.run("init")
        try #require(made.status == 0, made.told)
    }
    return try body(place)
}

extension JSONValue {
    /// The value as JSON text without blanks.
    var compact: String { String(decoding: compactText, as: UTF8.self) }
}
