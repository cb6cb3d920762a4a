import EventModel
import Glibc

/// What became of a command on a damaged ledger.
struct Verdict: Hashable {
    enum Kind: String, CaseIterable {
        /// The bytes that the sound ledger gives.
        case correct
        /// Refused, and the damage is named with its place; what was printed before is right.
        case named
        /// Refused for another named reason.
        case refused
        /// The handler of signals spoke: the engine went astray.
        case handled
        /// Ended by a signal.
        case crash
        /// Did not end.
        case hang
        /// Other bytes than the sound ledger's.
        case wrong
        /// Sound, says verify, although another command found damage.
        case silent
    }

    let kind: Kind
    /// The name of the failure, and its message.
    let detail: String

    var line: String { "\(kind.rawValue)\t\(detail)" }

    init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = String(
            detail.replacing("\n", with: " ").replacing("\t", with: " ").prefix(400)
        )
    }

    init(line: String) {
        let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
        kind = Kind(rawValue: String(parts[0])) ?? .wrong
        detail = parts.count > 1 ? String(parts[1]) : ""
    }

    /// Judges a command that came back.
    init(of run: ForkedRun, expecting expected: ForkedRun, _ step: CommandList.Step) {
        let isSame =
            run.status == expected.status
            && (step.isOutputFree || Self.comparable(run) == Self.comparable(expected))
        guard !isSame else {
            self.init(.correct, "")
            return
        }
        guard run.status != 0, run.status != 6 else {
            self.init(.wrong, "status \(run.status ?? -1), \(Self.difference(run, expected))")
            return
        }
        // A verification prints what it found.
        if let report = try? JSONValue(parsing: run.output), run.status == 7,
            let problems = report["problems"]?.arrayValue, let first = problems.first
        {
            let message = first["message"]?.stringValue ?? ""
            self.init(message.isEmpty ? .wrong : .named, "verify: \(message)")
            return
        }
        guard expected.output.starts(with: run.output), Self.endsAtLine(run.output) else {
            self.init(.wrong, "printed before it failed: \(Self.difference(run, expected))")
            return
        }
        let last = run.errors.split(separator: UInt8(ascii: "\n")).last.map(Array.init) ?? []
        guard let told = try? JSONValue(parsing: last), let name = told["error"]?.stringValue else {
            self.init(.wrong, "status \(run.status ?? -1) without a reason: \(run.errorText)")
            return
        }
        let message = told["message"]?.stringValue ?? ""
        self.init(run.status == 7 && !message.isEmpty ? .named : .refused, "\(name): \(message)")
    }

    /// Judges a command that took its process with it.
    init(ofDead run: ForkedRun, expecting expected: ForkedRun) {
        if let signal = run.signal {
            let isTime = [SIGALRM, SIGXCPU, SIGKILL].contains(signal)
            self.init(isTime ? .hang : .crash, "signal \(signal) \(run.errorText)")
        } else if run.status == 7, expected.output.starts(with: run.output) {
            self.init(.handled, run.errorText)
        } else {
            self.init(.wrong, "left by itself with \(run.status ?? -1): \(run.errorText)")
        }
    }

    /// The output without what it says of the file's length, which a damage may change.
    private static func comparable(_ run: ForkedRun) -> [UInt8] {
        guard run.output.starts(with: Array(#"{"ledger":"#.utf8)) else { return run.output }
        let text = String(decoding: run.output, as: UTF8.self)
        return Array(text.replacing(/"(fileBytes|allocatedBytes)": [0-9]+/, with: "").utf8)
    }

    private static func endsAtLine(_ bytes: [UInt8]) -> Bool {
        bytes.isEmpty || bytes.last == UInt8(ascii: "\n")
    }

    private static func difference(_ run: ForkedRun, _ expected: ForkedRun) -> String {
        let common = zip(run.output, expected.output).prefix { $0 == $1 }.count
        func excerpt(_ bytes: [UInt8]) -> String {
            String(
                decoding: bytes[max(0, common - 40)..<min(bytes.count, common + 40)],
                as: UTF8.self
            )
        }
        return "…\(excerpt(run.output))… instead of …\(excerpt(expected.output))…"
    }
}
