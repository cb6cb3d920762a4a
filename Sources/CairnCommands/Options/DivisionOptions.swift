import Answers
import ArgumentParser
import EventLog
import EventModel
import Importing

/// Options of importing an official division list.
struct DivisionOptions: ParsableArguments {
    /// Programmes whose counties are built in.
    enum BuiltInProgramme: String, CaseIterable, ExpressibleByArgument {
        case shigatse2018 = "shigatse-2018"
    }

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "官方区划名单(CSV;12 位代码)",
            en: "Official division list (CSV, 12-digit codes).",
            value: "file"
        ),
        completion: .file()
    )
    var regions: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "名单生效的第一天",
            en: "First day on which the list holds.",
            value: "date"
        )
    )
    var validFrom: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "多年名单中取哪一年",
            en: "Which year of a list of several.",
            value: "year"
        )
    )
    var year: Int?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "名单名称,写入事件的 source",
            en: "Name of the list; goes into the events' source.",
            value: "name"
        )
    )
    var listName: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "内置的示范县名单:shigatse-2018",
            en: "Built-in demonstration counties: shigatse-2018.",
            value: "name"
        )
    )
    var programme: BuiltInProgramme?

    @Option(
        name: .customLong("class"),
        help: HelpTexts.help(
            zh: "示范县名单(CSV:county,class,batchYear[,since])",
            en: "Demonstration counties (CSV: county,class,batchYear[,since]).",
            value: "file"
        ),
        completion: .file()
    )
    var classFile: String?

    /// Whether anything but files of events is to be imported.
    var isGiven: Bool { regions != nil || programme != nil || classFile != nil }

    func validate(filesGiven: Bool) throws {
        if isGiven, filesGiven {
            throw ValidationError(
                Phrase(
                    zh: "区划名单请单独导入,不与事件文件同时",
                    en: "import a division list by itself, not together with files of events"
                ).spoken
            )
        }
        if regions != nil, validFrom == nil {
            throw ValidationError(
                Phrase(
                    zh: "--regions 需要 --valid-from 日期",
                    en: "--regions needs --valid-from DATE"
                ).spoken
            )
        }
        if regions == nil, validFrom != nil || year != nil || listName != nil {
            throw ValidationError(
                Phrase(
                    zh: "--valid-from、--year、--list-name 只与 --regions 一起使用",
                    en: "--valid-from, --year and --list-name go with --regions"
                ).spoken
            )
        }
    }
}

/// The events of a division list and of demonstration classes, compared with the ledger.
struct DivisionPlan {
    /// What stands for the file in messages.
    let name: String
    /// The events, in the order in which they are written.
    let events: [GeneratedEvent]
    /// What the list changes; `nil` without a list.
    let changes: RegionChanges?

    /// Reads the files and compares them with the ledger.
    init(_ options: DivisionOptions, log: EventLog, ledger: String) throws {
        do {
            let classes = try Self.classes(options)
            var changes: RegionChanges?
            if let path = options.regions {
                let day = try DateArguments.date(options.validFrom ?? "", option: "--valid-from")
                let list = try RegionList(try FileSource(path: path), year: options.year)
                let history = try log.withSnapshot { try RegionHistory(in: $0) }
                changes = RegionChanges(
                    list.regions,
                    history: history,
                    from: day,
                    listName: options.listName,
                    additional: classes.flatMap(\.regions)
                )
            }
            name = options.regions ?? options.classFile ?? options.programme?.rawValue ?? ""
            events =
                (changes?.events ?? [])
                + classes.flatMap(\.events).map { GeneratedEvent(line: 0, event: $0) }
            self.changes = changes
        } catch let error as ImportError {
            throw CommandFailure(error)
        } catch let error as LogError {
            throw CommandFailure(error, ledger: ledger)
        }
    }

    private static func classes(_ options: DivisionOptions) throws -> [DemonstrationClasses] {
        var classes: [DemonstrationClasses] = []
        if let programme = options.programme {
            switch programme {
            case .shigatse2018: classes.append(.shigatse2018)
            }
        }
        if let path = options.classFile {
            classes.append(try DemonstrationClasses(try FileSource(path: path)))
        }
        return classes
    }
}
