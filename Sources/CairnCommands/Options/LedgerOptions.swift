import Answers
import ArgumentParser
import EventLog
import EventModel
import Foundation
import Importing
import Programme
import Projections

/// Options that every verb takes.
struct LedgerOptions: ParsableArguments {
    @Option(name: .long, help: HelpTexts.ledger, completion: .directory)
    var ledger: String?

    @Option(name: .long, help: HelpTexts.schemas, completion: .directory)
    var schemas: String?

    @OptionGroup var output: OutputOptions

    /// The ledger's folder: `--ledger`, else `CAIRN_LEDGER`, else `./cairn.ledger`.
    var path: String {
        let environment = ProcessInfo.processInfo.environment
        return ledger ?? environment["CAIRN_LEDGER"].flatMap { $0.isEmpty ? nil : $0 }
            ?? "cairn.ledger"
    }

    /// The event types known to the program and to the deployment's folder of schemas.
    func registry() throws -> SchemaRegistry {
        let builtIn = SchemaRegistry(programmeSchemas)
        let environment = ProcessInfo.processInfo.environment
        guard let folder = schemas ?? environment["CAIRN_SCHEMAS"], !folder.isEmpty else {
            return builtIn
        }
        return try DeploymentSchemas.load(from: folder, into: builtIn)
    }

    /// Opens the ledger, runs the body and closes the ledger again.
    func withLog<Result>(
        _ mode: LogMode,
        _ body: (EventLog) throws -> Result
    ) throws -> Result {
        let log = try open(mode)
        defer { log.close() }
        do {
            return try body(log)
        } catch let error as LogError {
            throw CommandFailure(error, ledger: path)
        } catch let error as FigureError {
            throw CommandFailure(error)
        }
    }

    /// The kept states of a log's projections; `nil` where everything is to be computed from the first event.
    func store(of log: EventLog, keepsNone: Bool) throws -> ProjectionStore? {
        guard !keepsNone else { return nil }
        let mapSizeBytes = try Self.logOptions().mapSizeBytes
        return ProjectionStore(of: log, keeping: .onDisk(mapSizeBytes: mapSizeBytes))
    }

    /// Sizes of the log; `CAIRN_MAP_GIB` bounds its file where address space is limited (default: 1 TiB).
    static func logOptions() throws(CommandFailure) -> LogOptions {
        var options = LogOptions()
        let text = ProcessInfo.processInfo.environment["CAIRN_MAP_GIB"] ?? ""
        guard !text.isEmpty else { return options }
        guard let size = Int(text), (1...65_536).contains(size) else {
            throw CommandFailure(.usage, FailureMessages.badMapSize(text))
        }
        options.mapSizeBytes = size << 30
        return options
    }

    /// Opens the ledger.
    func open(_ mode: LogMode) throws -> EventLog {
        do {
            return try EventLog(
                opening: path,
                mode: mode,
                registry: try registry(),
                options: try Self.logOptions(),
                clock: SystemClock()
            )
        } catch let error as LogError {
            throw CommandFailure(error, ledger: path)
        }
    }
}

/// Options of what is printed and how.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: HelpTexts.json)
    var json = false

    // Read by Speech before parsing; declared so that it is accepted, checked and shown in the help.
    @Option(name: .long, help: HelpTexts.language)
    var lang: Language?
}

extension Language: ExpressibleByArgument {}
