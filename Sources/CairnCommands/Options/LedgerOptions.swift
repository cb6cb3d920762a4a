import Answers
import Declared
import ArgumentParser
import EventLog
import EventModel
import Foundation
import Importing
import Programme
import Projections
import Messages

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
        guard let folder = deploymentFolder else { return builtIn }
        return try DeploymentSchemas.load(from: folder, into: builtIn)
    }

    /// The folder of the deployment's own types and indicators: `--schemas`, else `CAIRN_SCHEMAS`, else `schemas/` of the
    /// ledger, which `init` fills; `nil` for none.
    var deploymentFolder: String? {
        if let folder = schemas ?? SystemEnvironment.value("CAIRN_SCHEMAS"), !folder.isEmpty {
            return folder
        }
        let own = path + "/" + DeploymentSchemas.folderName
        return FileManager.default.fileExists(atPath: own) ? own : nil
    }

    /// The indicators that the deployment defines.
    func declaredIndicators() throws -> [DeclaredIndicator] {
        guard let folder = deploymentFolder else { return [] }
        return try DeploymentIndicators.load(from: folder, registry: try registry())
    }

    /// Opens the ledger, runs the body and closes the ledger again.
    ///
    /// - Parameters:
    ///   - mode: To read or to write.
    ///   - inspecting: Whether a ledger that has lost what it signed opens too.
    ///   - salvaging: Whether a damaged one opens, for its undamaged events.
    ///   - body: Works with the open ledger.
    /// - Returns: What the body gives.
    /// - Throws: ``CommandFailure``, also for an error of the log in the body; what else the body throws.
    func withLog<Result>(
        _ mode: LogMode,
        inspecting: Bool = false,
        salvaging: Bool = false,
        _ body: (EventLog) throws -> Result
    ) throws -> Result {
        let log = try open(mode, inspecting: inspecting, salvaging: salvaging)
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

    /// Opens the ledger; whoever writes is told if nothing can be signed.
    ///
    /// - Parameters:
    ///   - mode: To read or to write.
    ///   - inspecting: Whether a ledger that has lost what it signed opens too.
    ///   - notesKey: Whether a writer is told that nothing can be signed.
    ///   - salvaging: Whether a damaged one opens, for its undamaged events; such a one may have lost what it
    ///     signed as well.
    /// - Returns: The open ledger.
    /// - Throws: ``CommandFailure``.
    func open(
        _ mode: LogMode,
        inspecting: Bool = false,
        notesKey: Bool = true,
        salvaging: Bool = false
    ) throws -> EventLog {
        do {
            var logOptions = try Self.logOptions()
            logOptions.ignoresCheckpoints = inspecting || salvaging
            let log = try EventLog(
                opening: path,
                mode: mode,
                registry: try registry(),
                options: logOptions,
                clock: SystemClock(),
                salvaging: salvaging
            )
            if mode == .writing, notesKey { try noteSigningKey(of: log) }
            return log
        } catch let error as LogError {
            throw CommandFailure(error, ledger: path)
        }
    }

    /// A lost or foreign key stops no recording, but somebody should know before a checkpoint is due.
    private func noteSigningKey(of log: EventLog) throws {
        let key = try log.withSnapshot { try $0.signingKey(ofTreeSize: $0.eventCount) }
        guard key != nil else { return }
        do throws(LogError) {
            _ = try SigningKeyFile.read(key, in: log.folder)
        } catch {
            let failure = CommandFailure(error, ledger: path)
            Terminal.note(
                Phrase(zh: "注意:", en: "note: ").spoken + failure.message.what.spoken + "\n  "
                    + failure.message.remedy.spoken
            )
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
