import Answers
import ArgumentParser
import EventModel
import Importing

/// Tells what an import did: counts on standard output, refused rows on standard error.
struct ImportPrinter {
    let asJSON: Bool

    /// Prints the report and ends with the status that it deserves.
    ///
    /// - Throws: The exit status: 1 if the import stopped, 6 if rows were passed over.
    func finish(_ report: ImportReport, of file: String, plan: DivisionPlan?) throws {
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
        if report.stoppedBatch != nil { throw ExitStatus.failed.quietly }
        if report.refusedCount > 0 { throw ExitStatus.findings.quietly }
    }

    private func tellProblems(_ report: ImportReport) {
        for problem in report.problems { Terminal.note(ImportTexts.problem(problem).spoken) }
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
            ("stopped", report.stoppedBatch == nil ? "false" : "true"),
        ]
        if let changes = plan?.changes {
            members += [
                ("declared", String(changes.declaredCount)),
                ("renamed", String(changes.renamedCount)),
                ("retired", String(changes.retiredCount)),
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
