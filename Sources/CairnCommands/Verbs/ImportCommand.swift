import Answers
import ArgumentParser
import EventLog
import EventModel
import Foundation
import Importing

/// `cairn import`: events from files, or a division list.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "import",
        Phrase(
            zh: "导入事件文件(NDJSON、CSV、.gz、.zst、标准输入)或官方区划名单。",
            en:
                "Import events (NDJSON, CSV, .gz, .zst, standard input) or an official division list."
        ),
        discussion: ImportTexts.discussion,
        examples: ImportTexts.examples
    )

    @Argument(
        help: HelpTexts.help(zh: "文件;- 为标准输入", en: "Files; - is standard input."),
        completion: .file()
    )
    var files: [String] = []

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "保留每行的 recordedtime(恢复历史)",
            en: "Keep each line's recordedtime: restores a history."
        )
    )
    var restoreRecordedTime = false

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "每批行数,一批要么全部写入,要么完全不写",
            en: "Rows per batch; a batch is written whole or not at all.",
            value: "rows"
        )
    )
    var batch = 16_384

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "逐条列出的错误行数上限,其余汇总",
            en: "Refused rows listed one by one; the others are summed up.",
            value: "rows"
        )
    )
    var maxErrors = 20

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "把错误行原样写入该文件(须尚不存在),其余照常导入",
            en: "Write refused rows as they are to this new file and import the others.",
            value: "file"
        ),
        completion: .file()
    )
    var skipBad: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "CSV 的列映射(JSON),见下文",
            en: "Column map (JSON) of CSV files; see below.",
            value: "file"
        ),
        completion: .file()
    )
    var map: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "CSV 的列按该事件类型的字段命名(另有 id、subject、time 列),不用列映射",
            en:
                "Columns of CSV files are named after this type's fields, beside id, subject, time.",
            value: "type"
        )
    )
    var type: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "与 --type 同用:事件的 source",
            en: "With --type: the events' source.",
            value: "uri"
        )
    )
    var source: String?

    @OptionGroup(
        title: Phrase(zh: "区划名单", en: "Division lists").spoken
    ) var divisions: DivisionOptions

    @Flag(name: .long, help: HelpTexts.seal)
    var seal = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        if batch < 1 || batch > 1_000_000 { throw ValidationError("--batch: 1 … 1000000") }
        if maxErrors < 0 { throw ValidationError("--max-errors: 0 …") }
        if let skipBad, files.contains(where: { Self.isSame($0, skipBad) }) {
            throw ValidationError(ImportTexts.skipBadIsSource(skipBad).spoken)
        }
        if (type == nil) != (source == nil) || type != nil && (map != nil || files.isEmpty) {
            throw ValidationError(ImportTexts.typeAlone.spoken)
        }
        try divisions.validate(filesGiven: !files.isEmpty)
        if divisions.isGiven,
            seal || restoreRecordedTime || skipBad != nil || map != nil || type != nil
        {
            throw ValidationError(ImportTexts.eventOptionsWithDivisions.spoken)
        }
        if files.isEmpty, !divisions.isGiven {
            throw ValidationError(ImportTexts.nothingToImport.spoken)
        }
    }

    /// A CSV file says nothing about its events by itself; told before the first file is imported.
    private func checkForms() throws(CommandFailure) {
        guard map == nil, type == nil else { return }
        let forms = [".csv", ".csv.gz", ".csv.zst"]
        for file in files where forms.contains(where: file.lowercased().hasSuffix) {
            throw CommandFailure(.usage, ImportTexts.mapNeeded(file))
        }
    }

    func run() async throws {
        try checkForms()
        let refusedRows = try refusedRowsFile()
        let log = try options.open(.writing)
        defer { log.close() }
        let reader = EventReader(registry: try options.registry())
        if divisions.isGiven {
            let plan = try DivisionPlan(divisions, log: log, ledger: options.path)
            var settings = ImportOptions()
            settings.listedProblemsMax = maxErrors
            let rows = GeneratedRows(plan.events, name: plan.name, reader: reader)
            let report = try await run(rows, into: log, settings: settings)
            try ImportPrinter(asJSON: options.output.json).tell(report, of: plan.name, plan: plan)
            if report.stoppedBatch != nil { throw ExitStatus.failed.quietly }
            return
        }
        var settings = ImportOptions()
        settings.batchRowCount = batch
        settings.listedProblemsMax = maxErrors
        settings.restoresRecordedTime = restoreRecordedTime
        let columnMap = try map.map { try readMap($0, registry: reader.registry) }
        let schema = try self.type.map { try eventSchema(of: $0, reader.registry) }
        let sealer = seal ? try PersonalFieldSealer(log, registry: reader.registry) : nil
        var hasRefused = false
        for file in files {
            let source = try opened(file)
            let rows = try rows(
                source,
                file: file,
                columnMap: columnMap,
                schema: schema,
                reader: reader,
                sealer: sealer
            )
            let report = try await run(
                rows,
                into: log,
                settings: settings,
                source: source,
                refusedRows: refusedRows
            )
            try ImportPrinter(asJSON: options.output.json).tell(report, of: file, plan: nil)
            if report.stoppedBatch != nil { throw ExitStatus.failed.quietly }
            hasRefused = hasRefused || report.refusedCount > 0
        }
        if hasRefused { throw ExitStatus.findings.quietly }
    }

    private func refusedRowsFile() throws(CommandFailure) -> RefusedRowsFile? {
        guard let skipBad else { return nil }
        do throws(ImportError) {
            return try RefusedRowsFile(path: skipBad)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Whether two paths lead to one file.
    private static func isSame(_ file: String, _ other: String) -> Bool {
        func path(_ name: String) -> String {
            URL(fileURLWithPath: name).resolvingSymlinksInPath().path
        }
        return file != "-" && path(file) == path(other)
    }

    private func opened(_ file: String) throws(CommandFailure) -> FileSource {
        do throws(ImportError) {
            return try FileSource(path: file)
        } catch {
            throw CommandFailure(error)
        }
    }

    private func rows(
        _ source: FileSource,
        file: String,
        columnMap: ColumnMap?,
        schema: EventSchema?,
        reader: EventReader,
        sealer: PersonalFieldSealer?
    ) throws(CommandFailure) -> any EventRows {
        let keepsText = skipBad != nil
        do throws(ImportError) {
            if let columnMap {
                return try CSVRows(
                    source,
                    map: columnMap,
                    reader: reader,
                    keepsText: keepsText,
                    sealer: sealer
                )
            }
            if let schema, let eventSource = self.source {
                return try CSVRows(
                    source,
                    schema: schema,
                    eventSource: eventSource,
                    reader: reader,
                    keepsText: keepsText,
                    sealer: sealer
                )
            }
        } catch {
            throw CommandFailure(error)
        }
        return NDJSONRows(source, reader: reader, keepsText: keepsText, sealer: sealer)
    }

    private func run(
        _ rows: any EventRows,
        into log: EventLog,
        settings: ImportOptions,
        source: FileSource? = nil,
        refusedRows: RefusedRowsFile? = nil
    ) async throws -> ImportReport {
        let asJSON = options.output.json
        let printer = ImportPrinter(asJSON: asJSON)
        var bar = ProgressBar(
            title: ProgressMessages.importing.spoken,
            isShown: Terminal.showsProgress && !asJSON
        )
        var toldBatchCount: UInt64 = 0
        var events = EventImport(into: log, options: settings, refusedRows: refusedRows)
        do throws(ImportError) {
            let report = try await events.run(rows) { report in
                bar.update(fraction: source?.readFraction, count: report.rowCount)
                if asJSON, report.batchCount > toldBatchCount {
                    toldBatchCount = report.batchCount
                    printer.tellProgress(report, of: rows.name)
                }
            }
            bar.clear()
            return report
        } catch {
            bar.clear()
            printer.tellBroken(events.reportSoFar, of: rows.name)
            throw CommandFailure(error, ledger: options.path)
        }
    }

    private func eventSchema(
        of type: String,
        _ registry: SchemaRegistry
    ) throws(CommandFailure) -> EventSchema {
        guard let schema = registry.schema(type: type) else {
            throw CommandFailure(.usage, FailureMessages.unknownType(type))
        }
        return schema
    }

    private func readMap(_ path: String, registry: SchemaRegistry) throws -> ColumnMap {
        let bytes = try WholeFile.read(path)
        do {
            return try ColumnMap(try JSONValue(parsing: bytes), registry: registry)
        } catch let error as JSONError {
            throw CommandFailure(.failed, FailureMessages.notJSON(path, detail: "\(error)"))
        } catch let error as ColumnMap.Fault {
            throw CommandFailure(
                ImportError.unusable(
                    file: path,
                    line: nil,
                    reason: error.place,
                    accepted: error.accepted
                )
            )
        }
    }
}

extension FileSource {
    /// Part of the file that was read; `nil` for standard input.
    fileprivate var readFraction: Double? {
        guard let storedByteCount, storedByteCount > 0 else { return nil }
        return Double(readByteCount) / Double(storedByteCount)
    }
}
