import EventModel
import Glibc

/// The commands that are run on each damaged ledger.
struct CommandList {
    /// One command.
    struct Step {
        let name: String
        let words: [String]
        /// Whether the second ledger is made anew before.
        var isFirstOfScratch = false
        /// Whether what it prints differs from run to run, so that only its status counts.
        var isOutputFree = false
        /// What it gives where nothing could be imported: as much as this other step.
        var withoutImport: Int?
    }

    let steps: [Step]
    /// The step that is to find whatever another finds.
    let verifyIndex: Int

    init(place: SweepPlace, few: Bool, writing: Bool, eachBlock: Bool) throws {
        var steps: [Step] = []
        func add(_ name: String, _ words: String..., more: [String] = []) {
            steps.append(Step(name: name, words: words + more + ["--ledger", place.ledger, "--json"]))
        }
        if few {
            add("exits, anew", "query", "exits", "--as-of", "2020-12-31", more: ["--no-snapshots"])
            add("events", "events")
        } else {
            for indicator in ["coverage", "funds", "exits"] {
                add("\(indicator), then", "query", indicator, "--as-of", "2019-04-20", more: [
                    "--known-at", "2019-04-24",
                ])
                add("\(indicator), now", "query", indicator, "--as-of", "2020-12-31")
            }
            for indicator in ["exits", "funds"] {
                add("\(indicator), anew", "query", indicator, "--as-of", "2020-12-31", more: [
                    "--no-snapshots"
                ])
            }
            add("events", "events")
            add("stream", "events", "--stream", "parcel/P7")
            add("type", "events", "--type", "event.voided", more: ["--reverse"])
            add("status", "status")
        }
        verifyIndex = steps.count
        add("verify", "verify")
        if eachBlock {
            for first in stride(from: 0, to: 320, by: 16) {
                add("block \(first)", "events", "--from-position", "\(first)", more: [
                    "--to-position", "\(first + 15)",
                ])
            }
        }
        if writing {
            steps.append(
                Step(
                    name: "import",
                    words: [
                        "import", place.rest, "--restore-recorded-time", "--batch", "4",
                        "--ledger", place.scratch, "--json",
                    ],
                    isFirstOfScratch: true,
                    isOutputFree: true
                )
            )
            for verb in ["events", "verify"] {
                var step = Step(
                    name: "import, \(verb)",
                    words: [verb, "--ledger", place.scratch, "--json"]
                )
                step.withoutImport = steps.firstIndex { $0.name == verb }
                steps.append(step)
            }
        }
        self.steps = steps
    }

    /// What the commands give on the sound ledger.
    func record(in place: SweepPlace) -> [ForkedRun] {
        steps.map { step in
            if step.isFirstOfScratch { place.refreshScratch() }
            return ForkedRun.run(step.words, place.streams)
        }
    }

    /// Runs all commands; a child that dies is followed by another for the rest.
    func run(in place: SweepPlace, expecting expected: [ForkedRun]) throws -> [Verdict] {
        var verdicts: [Verdict] = []
        while verdicts.count < steps.count {
            let first = verdicts.count
            unsafe unlink(place.streams + "/report")
            let end = ForkedRun.inChild(place.streams) { report in
                var hasImported = true
                for index in first..<steps.count {
                    let step = steps[index]
                    for stream in [STDOUT_FILENO, STDERR_FILENO] { ftruncate(stream, 0) }
                    if step.isFirstOfScratch { place.refreshScratch() }
                    let run = ForkedRun(
                        status: ForkedRun.command(step.words),
                        signal: nil,
                        output: FileBytes.read(place.streams + "/out"),
                        errors: FileBytes.read(place.streams + "/err")
                    )
                    let other = hasImported ? nil : step.withoutImport
                    let verdict = Verdict(of: run, expecting: expected[other ?? index], step)
                    if step.isOutputFree { hasImported = verdict.kind == .correct }
                    let line = Array((verdict.line + "\n").utf8)
                    _ = unsafe write(report, line, line.count)
                }
            }
            let report = String(decoding: FileBytes.read(place.streams + "/report"), as: UTF8.self)
            verdicts += report.split(separator: "\n").map { Verdict(line: String($0)) }
            guard verdicts.count < steps.count else { break }
            // The step after those that were reported ended the child.
            let index = verdicts.count
            let run = ForkedRun(
                status: end.status,
                signal: end.signal,
                output: FileBytes.read(place.streams + "/out"),
                errors: FileBytes.read(place.streams + "/err")
            )
            verdicts.append(Verdict(ofDead: run, expecting: expected[index]))
        }
        return verdicts
    }
}
