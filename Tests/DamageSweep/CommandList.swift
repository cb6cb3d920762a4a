import Glibc

/// The commands that are run on each damaged ledger.
struct CommandList {
    /// One command.
    struct Step {
        let name: String
        let action: StepAction
        /// Whether the second ledger is made anew before.
        var isFirstOfScratch = false
        /// Whether what it prints differs from run to run, so that only its status counts.
        var isOutputFree = false
        /// What it gives where nothing could be written: as much as this other step.
        var withoutWriting: Int?
    }

    private(set) var steps: [Step] = []
    /// The step that is to find whatever another finds.
    private(set) var verifyIndex = 0
    private let place: SweepPlace

    /// The commands of `cairn`.
    ///
    /// - Parameters:
    ///   - place: The ledger.
    ///   - few: Only those that read everything.
    ///   - writing: Imports as well.
    ///   - signing: Signs a checkpoint as well.
    ///   - eachBlock: Reads every block for itself as well.
    /// - Throws: When the ledger cannot be looked at.
    init(
        place: SweepPlace,
        few: Bool,
        writing: Bool,
        signing: Bool,
        eachBlock: Bool
    ) throws {
        self.place = place
        if few {
            try add("exits, anew", "query", "exits", "--as-of", "2020-12-31", "--no-snapshots")
            try add("events", "events")
        } else {
            try addQuestions()
        }
        verifyIndex = steps.count
        try add("verify", "verify")
        if eachBlock {
            for first in stride(from: 0, to: 320, by: 16) {
                let range = ["--from-position", "\(first)", "--to-position", "\(first + 15)"]
                try add("block \(first)", ["events"] + range)
            }
        }
        if signing {
            let words = ["checkpoint", "--ledger", place.scratch, "--json"]
            var step = Step(name: "checkpoint", action: try StepAction(words))
            step.isFirstOfScratch = true
            steps.append(step)
        }
        guard writing else { return }
        var step = Step(
            name: "import",
            action: try StepAction([
                "import", place.rest, "--restore-recorded-time", "--batch", "4", "--ledger",
                place.scratch, "--json",
            ])
        )
        step.isFirstOfScratch = true
        step.isOutputFree = true
        steps.append(step)
        for verb in ["events", "verify"] {
            step = Step(
                name: "import, \(verb)",
                action: try StepAction([verb, "--ledger", place.scratch, "--json"])
            )
            step.withoutWriting = steps.firstIndex { $0.name == verb }
            steps.append(step)
        }
    }

    /// What is asked of a log directly; only what reads everything, or all.
    init(askingLogOf place: SweepPlace, few: Bool) {
        self.place = place
        let questions = few ? [.events, .voids, .verify] : LogQuestion.allCases
        for question in questions where question != .append {
            if question == .verify { verifyIndex = steps.count }
            steps.append(
                Step(name: question.rawValue, action: .log(question, ledger: place.ledger))
            )
        }
        guard !few else { return }
        var step = Step(name: "append", action: .log(.append, ledger: place.scratch))
        step.isFirstOfScratch = true
        steps.append(step)
        // Recorded times are those of the moment, so that only the old events can be compared.
        step = Step(name: "append, verify", action: .log(.verify, ledger: place.scratch))
        step.isOutputFree = true
        steps.append(step)
    }

    private mutating func addQuestions() throws {
        for indicator in ["coverage", "funds", "exits"] {
            try add(
                "\(indicator), then",
                ["query", indicator, "--as-of", "2019-04-20", "--known-at", "2019-04-24"]
            )
            try add("\(indicator), now", "query", indicator, "--as-of", "2020-12-31")
        }
        for indicator in ["exits", "funds"] {
            let words = ["query", indicator, "--as-of", "2020-12-31", "--no-snapshots"]
            try add("\(indicator), anew", words)
        }
        try add("exceptions", "query", "exceptions", "--as-of", "2020-12-31")
        try add("explain", "explain", "funds/CAP-a/paid", "--as-of", "2020-12-31", "--proofs")
        try add("diff", "diff", "exits", "--from", "2019-04-20@2019-04-24", "--to", "2020-12-31")
        try add("events", "events")
        try add("stream", "events", "--stream", "parcel/P7")
        try add("type", "events", "--type", "event.voided", "--reverse")
        try add("status", "status")
    }

    private mutating func add(_ name: String, _ words: String...) throws { try add(name, words) }

    private mutating func add(_ name: String, _ words: [String]) throws {
        let action = try StepAction(words + ["--ledger", place.ledger, "--json"])
        steps.append(Step(name: name, action: action))
    }

    /// What the commands give on the sound ledger.
    func record() -> [ForkedRun] {
        steps.map { step in
            if step.isFirstOfScratch { place.refreshScratch() }
            let run = ForkedRun.run(step.action, place.streams)
            precondition(run.signal == nil, "\(step.name) of the sound ledger: \(run.signal ?? 0)")
            return run
        }
    }

    /// Runs all commands; a child that dies is followed by another for the rest.
    func run(expecting expected: [ForkedRun]) -> [Verdict] {
        var verdicts: [Verdict] = []
        while verdicts.count < steps.count {
            let first = verdicts.count
            unsafe unlink(place.streams + "/report")
            let end = ForkedRun.inChild(place.streams) { report in
                var hasWritten = true
                for index in first..<steps.count {
                    let step = steps[index]
                    for stream in [STDOUT_FILENO, STDERR_FILENO] { ftruncate(stream, 0) }
                    if step.isFirstOfScratch { place.refreshScratch() }
                    let run = ForkedRun(
                        status: step.action.perform(),
                        signal: nil,
                        output: FileBytes.read(place.streams + "/out"),
                        errors: FileBytes.read(place.streams + "/err")
                    )
                    let other = hasWritten ? nil : step.withoutWriting
                    let verdict = Verdict(of: run, expecting: expected[other ?? index], step)
                    if step.isFirstOfScratch { hasWritten = verdict.kind == .correct }
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
