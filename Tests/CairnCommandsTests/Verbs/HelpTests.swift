import Answers
import Foundation
import Testing

@Suite("Help, completions and language")
struct HelpTests {
    static let verbs = [
        "", "init", "import", "append", "events", "query", "replay", "verify", "checkpoint",
        "prove", "explain", "diff", "audit", "audit sample", "erase", "export", "export audit",
        "export events",
        "export tlog", "rebuild", "status", "simulate", "schema", "serve", "keys", "keys create",
        "keys list", "keys revoke", "keys policy", "backup", "backup make", "backup drill",
        "restore",
    ]

    /// The words of a verb, which may have a second one.
    private func words(of verb: String) -> [String] { verb.split(separator: " ").map(String.init) }

    private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Golden")

    @Test(
        "Help texts are those recorded in Golden; CAIRN_RECORD=1 writes them anew",
        arguments: verbs,
        ["en", "zh"]
    )
    func goldenHelp(verb: String, language: String) throws {
        try withWorkplace(ledger: false) { place in
            let words = words(of: verb) + ["--help", "--lang", language]
            let run = try place.run(words)
            #expect(run.status == 0, run.told)
            let name = verb.isEmpty ? "cairn" : verb.replacing(" ", with: "-")
            let file = Self.golden.appending(path: "help-\(name).\(language).txt")
            if ProcessInfo.processInfo.environment["CAIRN_RECORD"] == "1" {
                try run.outputText.write(to: file, atomically: true, encoding: .utf8)
            }
            let recorded = try String(contentsOf: file, encoding: .utf8)
            let pairs = zip(lines(recorded), lines(run.outputText))
            for (number, (before, now)) in pairs.enumerated() where before != now {
                Issue.record("\(file.lastPathComponent):\(number + 1)\n- \(before)\n+ \(now)")
            }
            #expect(lines(recorded).count == lines(run.outputText).count, run.told)
        }
    }

    @Test(
        "Help keeps to its columns, except for examples, and has examples for every verb",
        arguments: verbs
    )
    func width(verb: String) throws {
        try withWorkplace(ledger: false) { place in
            for (language, columns) in [("en", 80), ("zh", 80), ("zh", 60)] {
                let run = try place.run(
                    words(of: verb) + ["--help", "--lang", language],
                    environment: ["COLUMNS": "\(columns)"]
                )
                let lines = lines(run.outputText)
                let start = try #require(
                    lines.firstIndex { ["EXAMPLES:", "示例:"].contains($0) },
                    run.told
                )
                #expect(
                    lines[start...].contains { $0.hasPrefix("  cairn ") || $0.contains("| cairn ") }
                )
                for line in lines[..<start] {
                    // The JSON of a column map is an example too; a list without blanks cannot be broken.
                    guard !line.contains("\": "), !line.contains("county,class,") else { continue }
                    #expect(
                        DisplayWidth.columns(of: line) <= columns,
                        "\(verb) \(language): \(line)"
                    )
                }
            }
        }
    }

    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(
        "Completion scripts are printed as they are and are named in the help",
        arguments: ["bash", "zsh", "fish"]
    )
    func completions(shell: String) throws {
        try withWorkplace(ledger: false) { place in
            let run = try place.run("--generate-completion-script", shell)
            #expect(run.status == 0, run.told)
            let namesOptions = run.outputText.contains("restore-recorded-time")
            #expect(namesOptions)
            let help = try place.run("--help").outputText
            #expect(help.contains("--generate-completion-script") && help.contains(shell))
            guard shell == "bash" else { return }
            let script = try place.write(run.output, to: "completion.bash")
            let check = try place.run(["-n", script], program: "/bin/bash")
            #expect(check.status == 0, check.told)
        }
    }

    @Test(
        "The language is that of --lang, else of LC_ALL, LC_MESSAGES, LANG in this order, else English"
    )
    func language() throws {
        let cases: [([String: String], [String], Bool)] = [
            (["LC_ALL": "zh_CN.UTF-8"], [], true),
            (["LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"], [], false),
            (["LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_US"], [], true),
            (["LC_ALL": "", "LANG": "zh_CN.UTF-8"], [], true), (["LC_ALL": "C"], [], false),
            (["LC_ALL": ""], [], false), (["LC_ALL": "zh_CN.UTF-8"], ["--lang", "en"], false),
            (["LC_ALL": "C"], ["--lang=zh"], true), (["LC_ALL": "fr_FR"], [], false),
        ]
        try withWorkplace { place in
            for (environment, words, isChinese) in cases {
                let run = try place.run(["status"] + words, environment: environment)
                #expect(run.outputText.contains("根哈希") == isChinese, "\(environment) \(words)")
                #expect(
                    run.outputText.contains("root hash") != isChinese,
                    "\(environment) \(words)"
                )
            }
            #expect(try place.run("status", "--lang", "bo").status == 2)
        }
    }

    @Test("--version and help are answers; an unknown verb or option is a usage error")
    func usage() throws {
        try withWorkplace(ledger: false) { place in
            #expect(try place.run("--version").outputText == "0.1.0\n")
            #expect(
                try place.run("help", "import").outputText
                    == (try place.run("import", "--help").outputText)
            )
            let verb = try place.run("imprt")
            #expect(verb.status == 2 && verb.output.isEmpty, verb.told)
            #expect(verb.errorText.contains("error: Unexpected argument 'imprt'"))
            let option = try place.run("status", "--jsn", "--lang", "zh")
            #expect(option.status == 2 && option.errorText.hasPrefix("错误:"), option.told)
            #expect(try place.run("status", "--ledger").status == 2)
        }
    }
}
