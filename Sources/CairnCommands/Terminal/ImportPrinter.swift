import Answers
import EventModel
import Importing

/// Tells what an import did: counts on standard output, refused rows on standard error.
struct ImportPrinter {
    let asJSON: Bool

    /// Prints the report of a whole file.
    func tell(
        _ report: ImportReport,
        of file: String,
        plan: DivisionPlan?
    ) throws(CommandFailure) {
        if asJSON {
            try Output.print([json(report, file: file, plan: plan)])
        } else {
            tellProblems(report)
            if let changes = plan?.changes {
                let phrase = ImportTexts.changes(
                    declared: changes.declaredCount,
                    renamed: changes.renamedCount,
                    retired: changes.retiredCount
                )
                Terminal.note(phrase.spoken)
                if changes.restoredCount > 0 {
                    Terminal.note(ImportTexts.restoredDivisions(changes.restoredCount).spoken)
                }
                if changes.movedNameCount > 0 {
                    Terminal.note(ImportTexts.movedNames(changes.movedNameCount).spoken)
                }
            }
            if report.stoppedBatch != nil {
                Terminal.note(ImportTexts.stopped(report, file: file).spoken)
                Terminal.note(ImportTexts.runAgain.spoken)
            }
            try Output.print([ImportTexts.done(report, file: file).spoken])
        }
    }

    /// Tells programs, on standard error, what the ledger has acknowledged: what a line counts is on the
    /// disk and stays, whatever happens to this process.
    func tellProgress(_ report: ImportReport, of file: String) {
        Terminal.note(progress(report, file: file))
    }

    /// Tells what was acknowledged before the source or the ledger failed.
    func tellBroken(_ report: ImportReport, of file: String) {
        if asJSON { return tellProgress(report, of: file) }
        tellProblems(report)
        guard report.batchCount > 0 else { return }
        Terminal.note(ImportTexts.writtenBefore(report, file: file).spoken)
    }

    private func progress(_ report: ImportReport, file: String) -> String {
        JSONText.object([
            ("progress", "\"acknowledged\""), ("file", JSONText.string(file)),
            ("batches", String(report.batchCount)), ("written", String(report.writtenCount)),
            ("duplicates", String(report.duplicateCount)),
            ("refused", String(report.refusedCount)),
            ("eventCount", report.eventCount.map { String($0) } ?? "null"),
        ])
    }

    private func tellProblems(_ report: ImportReport) {
        for problem in report.problems { Terminal.note(ImportTexts.problem(problem).spoken) }
        if report.unkeptCount > 0 { Terminal.note(ImportTexts.unkept(report).spoken) }
        let more = report.refusedCount - UInt64(report.problems.count)
        guard more > 0 else { return }
        Terminal.note(ImportTexts.moreProblems(more).spoken)
        for count in report.refusals { Terminal.note(ImportTexts.summary(count).spoken) }
    }

    private func json(_ report: ImportReport, file: String, plan: DivisionPlan?) -> String {
        var members: [(name: String, value: String)] = [
            ("file", JSONText.string(file)),
            ("written", String(report.writtenCount)),
            ("duplicates", String(report.duplicateCount)),
            ("refused", String(report.refusedCount)),
            ("batches", String(report.batchCount)),
            ("eventCount", report.eventCount.map { String($0) } ?? "null"),
            ("unkept", String(report.unkeptCount)),
            ("stopped", report.stoppedBatch == nil ? "false" : "true"),
        ]
        if let changes = plan?.changes {
            members += [
                ("declared", String(changes.declaredCount)),
                ("renamed", String(changes.renamedCount)),
                ("retired", String(changes.retiredCount)),
                ("confirmedAreas", String(changes.confirmedCount)),
                ("restored", String(changes.restoredCount)),
                ("movedNames", String(changes.movedNameCount)),
            ]
        }
        members += [
            ("refusals", JSONText.array(report.refusals.map(Self.json))),
            ("problems", JSONText.array(report.problems.map(Self.json))),
        ]
        return JSONText.object(members)
    }

    private static func json(_ count: ImportReport.RefusalCount) -> String {
        JSONText.object([
            ("name", JSONText.string(count.name.rawValue)),
            ("field", count.field.map(JSONText.string) ?? "null"),
            ("rows", String(count.count)),
        ])
    }

    private static func json(_ problem: RowProblem) -> String {
        JSONText.object([
            ("file", JSONText.string(problem.file)),
            ("line", String(problem.line)),
            ("name", JSONText.string(problem.refusal.name.rawValue)),
            ("field", problem.refusal.field.map(JSONText.string) ?? "null"),
            ("found", JSONText.string(problem.refusal.found)),
            ("accepted", JSONText.string(problem.refusal.accepted)),
        ])
    }
}
