import Answers
import ArgumentParser
import EventLog
import EventModel
import Exporting
import Privacy

/// `cairn export events`: the events that are known at a cut, for whoever wants to restore or check them.
struct ExportEventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "events",
        Phrase(
            zh: "导出截至某一时刻已知的全部事件(规范 NDJSON)。",
            en: "Write every event known at an instant (canonical NDJSON)."
        ),
        discussion: Phrase(
            zh: """
                每行一个事件,带 sequence 与 recordedtime;导入空账本(import --restore-recorded-time)后根哈希相同。
                文件名以 .zst 结尾则压缩。不给 --output 时写到标准输出。
                """,
            en: """
                One event a line, with sequence and recordedtime: imported into an empty ledger
                (import --restore-recorded-time) they give the same root hash. A name that ends in .zst makes a
                compressed file. Without --output they go to standard output.
                """
        ),
        examples: [
            (
                "cairn export events --output events.ndjson.zst",
                Phrase(zh: "全部事件,压缩", en: "all of them, compressed")
            ),
            (
                "cairn export events --known-at 2019-12-31 > then.ndjson",
                Phrase(zh: "当时所知", en: "as known then")
            ),
        ]
    )

    @OptionGroup var export: ExportOptions

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "新文件;已存在的不会被覆盖(默认标准输出)",
            en: "A new file; nothing is overwritten (default: standard output).",
            value: "file"
        ),
        completion: .file()
    )
    var output: String?

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        try OutputPath.refuseEmpty(output)
        if options.output.json, output == nil {
            throw ValidationError(
                Phrase(
                    zh: "--json 需要 --output:否则标准输出已是事件",
                    en: "--json needs --output: without it standard output holds the events"
                ).spoken
            )
        }
    }

    func run() throws {
        let knownAt = try export.knownAt.map { text throws(CommandFailure) in
            try DateArguments.instant(text, option: "--known-at")
        }
        try options.withLog(.reading) { log in
            try log.withSnapshot { snapshot in
                let count =
                    if let knownAt { try snapshot.eventCount(knownAt: knownAt) } else {
                        snapshot.eventCount
                    }
                let said: String?
                do throws(ExportError) {
                    said = try write(snapshot, upTo: count)
                } catch {
                    throw CommandFailure(error, ledger: options.path)
                }
                if let said { try Output.print([said]) }
            }
        }
    }

    /// Writes the events; gives what there is to say of a file.
    private func write(
        _ snapshot: LogSnapshot,
        upTo count: UInt64
    ) throws(ExportError) -> String? {
        let events = EventsExport(reviewed: export.notPersonal)
        guard let output else {
            try print(events, snapshot, upTo: count)
            return nil
        }
        var bar = ProgressBar(title: ProgressMessages.exporting.spoken)
        defer { bar.clear() }
        let result = try events.write(snapshot, upTo: count, to: output) { written in
            bar.update(fraction: Double(written) / Double(max(count, 1)), count: written)
        }
        bar.clear()
        ExportPrinter.noteUnused(export.notPersonal, passed: result.passed)
        let root: SHA256Digest
        do { root = try snapshot.rootHash(of: count) } catch { throw .ledger(error) }
        return ExportPrinter.text(
            result,
            root: root,
            file: output,
            asJSON: options.output.json
        )
    }

    /// Standard output cannot be taken back, so everything is looked through before the first line.
    private func print(
        _ events: EventsExport,
        _ snapshot: LogSnapshot,
        upTo count: UInt64
    ) throws(ExportError) {
        let check = try events.check(snapshot, upTo: count)
        guard check.isClean else {
            throw .personalData(check.findings, count: check.findingCount)
        }
        ExportPrinter.noteUnused(export.notPersonal, passed: check.passed)
        try events.print(snapshot, upTo: count)
    }
}

extension EventsExport {
    /// Writes the events to standard output.
    fileprivate func print(_ snapshot: LogSnapshot, upTo count: UInt64) throws(ExportError) {
        let output = Output()
        do {
            var filter = EventFilter()
            filter.positions = 0..<count
            try snapshot.lines(matching: filter) { line in
                try output.writeLine(line)
                return true
            }
            try output.flush()
        } catch let error as LogError {
            throw .ledger(error)
        } catch {
            throw .cannotWrite(path: "-", reason: "\(error)")
        }
    }
}
