import Answers
import EventLog
import EventModel
import Indicators
import Privacy

/// Makes the files of one package, step by step.
final class PackageMaking {
    let facts: PackageFacts
    private let package: AuditPackage
    private let ledger: AuditPackage.Ledger
    private let folder: PackageFolder
    private let count: UInt64
    private let regions: [String: String]
    private var check: PersonalDataCheck

    /// Number of bytes of events that the database and the viewer take whole; of longer histories they hold
    /// the events that the tables name.
    private static let wholeHistoryBytesMax: UInt64 = 48 << 20
    /// Events that are named by evidence alone are left out beyond this number.
    private static let namedEventCountMax = 50_000

    /// What making gave.
    struct Made {
        let exceptionCount: Int
        let passed: [String]
    }

    init(
        _ package: AuditPackage,
        _ ledger: AuditPackage.Ledger,
        _ folder: PackageFolder
    ) throws {
        self.package = package
        self.ledger = ledger
        self.folder = folder
        let snapshot = ledger.snapshot
        let count =
            if let knownAt = package.knownAt { try snapshot.eventCount(knownAt: knownAt) } else {
                snapshot.eventCount
            }
        self.count = count
        let last = count == 0 ? nil : try snapshot.recordedAt(position: count - 1)
        facts = PackageFacts(
            asOf: package.asOf,
            from: package.from,
            knownAt: package.knownAt ?? last,
            treeSize: count,
            rootHash: try snapshot.rootHash(of: count),
            ledgerID: ledger.log.folder.manifest.ledgerID,
            isSynthetic: ledger.log.folder.manifest.isSynthetic,
            programVersion: package.programVersion
        )
        regions = try ledger.regions(package.asOf, count)
        check = PersonalDataCheck(passing: ReviewedPlaces(package.reviewed))
    }

    /// Makes all files.
    func makeFiles(progress: EventsFile.Progress) throws -> Made {
        // First what may stand in the way of the export: personal data, and figures that do not agree.
        let extent = try makeEvents(progress)
        let answers = try Indicator.allCases.map(answer)
        let funds = FundReports(
            try FundHistory(in: ledger.snapshot, upTo: count),
            from: package.from,
            through: package.asOf,
            regions: regions
        )
        if let answer = answers.first(where: { $0.answer.indicator == "funds" })?.answer {
            try funds.check(against: answer.rows)
        }
        let findings = try FindingReport(answers.flatMap(\.findings), in: ledger.snapshot)
        let reports = answers.map { Report($0.answer, regions: regions) }
        let isException = { (report: Report) in
            report.table.name == Indicator.exceptions.rawValue
        }
        let exceptions = reports.filter(isException) + [findings.report]
        let indicators = reports.filter { !isException($0) }
        let holdsAll = extent.lineByteCount <= Self.wholeHistoryBytesMax
        let tables = (funds.reports + exceptions + indicators).map(\.table)
        let dictionary = DataDictionary(tables: tables, schemas: try schemas())
        let named = holdsAll ? nil : namedPositions(funds, findings, answers)
        let guardedCount = try makeTables(
            PackageReports(
                funds: funds.reports,
                exceptions: exceptions,
                indicators: indicators,
                dictionary: dictionary.reports
            ),
            events: EmbeddedEvents(
                snapshot: ledger.snapshot,
                count: count,
                positions: named
            ),
            laterCount: funds.laterCount
        )
        for answer in answers.map(\.answer) {
            try folder.add("answers/\(answer.indicator).json", answer.jsonBytes())
        }
        try addDefinitions()
        try addEvidence(provedPositions(funds, findings, answers))
        try requireClean()
        for file in PackageTexts(facts: facts, hasEvidence: hasEvidence).files {
            try folder.add(file.name, file.bytes)
        }
        try makeManifest(extent, tables: dictionary.tables, holdsAll, guardedCount)
        return Made(exceptionCount: exceptions[0].rowCount, passed: check.passed)
    }

    private var hasEvidence: Bool { folder.members.contains { $0.name == "checkpoint.txt" } }

    // MARK: - Steps

    private func makeEvents(_ progress: EventsFile.Progress) throws -> EventsFile.Extent {
        let name = "events.ndjson.zst"
        let file = try OutputFile(creating: try folder.path(forNew: name))
        let extent = try EventsFile.write(
            ledger.snapshot,
            upTo: count,
            isCompressed: true,
            checking: &check,
            progress: progress
        ) { piece in try file.write(piece) }
        try file.close()
        try requireClean()
        try folder.add(name, isCompressed: false)
        return extent
    }

    private func requireClean() throws(ExportError) {
        guard check.isClean else {
            throw .personalData(check.findings, count: check.findingCount)
        }
    }

    /// An indicator's answer, with the positions that its figures refer to.
    private struct Answered {
        let answer: Answer
        let findings: [FindingReport.Item]
        let evidence: [UInt64]
    }

    private func answer(_ indicator: Indicator) throws -> Answered {
        let question = Question(
            indicator: indicator,
            asOf: package.asOf,
            knownAt: package.knownAt
        )
        let snapshot = ledger.snapshot
        let tables = ledger.log.tables
        let answer = try question.answer(from: snapshot, tables: tables, store: ledger.store)
        let figures = try question.figures(
            from: ledger.store,
            snapshot,
            upTo: count,
            tables: tables
        )
        var evidence: [UInt64] = []
        for member in figures.rows.flatMap(\.members) {
            guard case .evidence(let items) = member.value else { continue }
            for case .event(let position) in items { evidence.append(position) }
        }
        let items = figures.findings.map {
            FindingReport.Item(indicator: indicator.rawValue, finding: $0)
        }
        return Answered(answer: answer, findings: items, evidence: evidence)
    }

    /// The types that occur among the events, in the order of their names and versions.
    private func schemas() throws -> [EventSchema] {
        var schemas: [String: EventSchema] = [:]
        for ordinal in 0..<ledger.log.tables.typeCount {
            let schema = ledger.log.tables.schema(at: UInt16(ordinal))
            var filter = EventFilter()
            filter.positions = 0..<count
            filter.types = [schema.type]
            guard schemas[schema.urn] == nil else { continue }
            var occurs = false
            try ledger.snapshot.packedEvents(matching: filter) { events, indices in
                occurs = indices.contains { events.schema(at: $0).version == schema.version }
                return !occurs
            }
            if occurs { schemas[schema.urn] = schema }
        }
        return schemas.values.sorted {
            $0.type == $1.type
                ? $0.version < $1.version : $0.type.utf8.lexicographicallyPrecedes($1.type.utf8)
        }
    }

    /// Positions of the events that are proved: those of the money, of findings and of exceptions.
    private func provedPositions(
        _ funds: FundReports,
        _ findings: FindingReport,
        _ answers: [Answered]
    ) -> [UInt64] {
        let exceptions = answers.filter { $0.answer.figure.indicator == .exceptions }
        return namedPositions(funds, findings, exceptions)
    }

    private func namedPositions(
        _ funds: FundReports,
        _ findings: FindingReport,
        _ answers: [Answered]
    ) -> [UInt64] {
        var positions = Set(funds.positions + findings.positions)
        let evidence = Set(answers.flatMap(\.evidence))
        if positions.count + evidence.count <= Self.namedEventCountMax {
            positions.formUnion(evidence)
        }
        return positions.sorted()
    }

    /// Writes all reports in all forms; gives the number of guarded cells.
    private func makeTables(
        _ reports: PackageReports,
        events: EmbeddedEvents,
        laterCount: Int
    ) throws -> UInt64 {
        let csv = CSVOutput(folder)
        let database = try SQLiteOutput(creating: try folder.path(forNew: "audit.sqlite"))
        let viewer = try ViewerOutput(folder, facts: facts, laterCount: laterCount)
        for book in reports.workbooks {
            let workbook = try WorkbookOutput(
                "excel/\(book.name).xlsx",
                in: folder,
                title: book.title,
                tables: book.reports.map(\.table),
                facts: facts
            )
            for report in book.reports {
                try report.write(
                    to: [csv, workbook, database, viewer],
                    file: "csv/\(report.table.name).csv",
                    checking: &check
                )
            }
            try workbook.finish()
        }
        try events.write(to: database)
        try events.write(to: viewer)
        try database.addFacts(facts)
        try database.finish()
        try folder.add("audit.sqlite", isCompressed: true)
        try viewer.finish()
        return csv.guardedCount
    }

    /// What the indicators mean: the bytes of which answers bear the digest.
    private func addDefinitions() throws {
        for indicator in Indicator.allCases {
            try folder.add(
                "definitions/\(indicator.rawValue).json",
                indicator.definition.canonicalBytes
            )
        }
    }

    private func addEvidence(_ positions: [UInt64]) throws {
        for file in try package.evidence.files(count, positions) {
            check.check(text: file.bytes, file: file.name)
            try folder.add(file.name, file.bytes)
        }
    }

    private func makeManifest(
        _ extent: EventsFile.Extent,
        tables: [ReportTable],
        _ holdsAll: Bool,
        _ guardedCount: UInt64
    ) throws {
        let manifest = PackageManifest(
            facts: facts,
            events: extent,
            holdsAllEvents: holdsAll,
            definitions: Indicator.allCases.map {
                PackageDefinition(name: $0.rawValue, digest: $0.definitionDigest)
            },
            tables: tables,
            reviewed: check.passed,
            guardedCellCount: guardedCount,
            members: folder.members
        ).bytes
        try folder.add(PackageManifest.name, manifest)
        for file in try package.evidence.signatures(count, manifest) {
            try folder.add(file.name, file.bytes)
        }
        let sums = folder.members.map { "\($0.sha256)  \($0.name)\n" }.joined()
        try folder.add("SHA256SUMS", Array(sums.utf8))
    }
}
