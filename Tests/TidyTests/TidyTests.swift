import Foundation
import Testing

@Suite("Tidy")
struct TidyTests {
    private static let everything = SourceTree.sources + SourceTree.tests

    @Test("The tree was found")
    func treeIsThere() {
        #expect(SourceTree.sources.count > 50)
        #expect(SourceTree.tests.count > 20)
    }

    @Test("Files have at most 500 lines; cut them by concept")
    func fileLengths() {
        for file in Self.everything where file.lines.count > 501 {
            Issue.record("\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test("Functions have at most 70 lines; give a part of them a name")
    func functionLengths() {
        for file in Self.everything {
            for function in Declarations.functions(in: file) where function.lineCount > 70 {
                Issue.record("\(file.path):\(function.line) has \(function.lineCount) lines")
            }
        }
    }

    @Test("Every public and package symbol says what it is")
    func documentation() {
        for file in SourceTree.sources {
            for line in Declarations.undocumented(in: file) {
                Issue.record("\(file.path):\(line) has no doc comment")
            }
        }
    }

    @Test("The second verifier is short enough to be read in one sitting")
    func verifierLength() throws {
        let file = SourceTree.root.appending(path: "Replay/verifier/verify.py")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 251)
    }

    @Test("unsafe stands only where C and raw bytes are wrapped")
    func unsafePlaces() {
        let allowed = [
            "Sources/LMDB/", "Sources/Zstd/", "Sources/Gzip/", "Sources/Spreadsheet/",
            "Sources/SQLiteFile/", "Sources/ZipArchive/", "Sources/MessageDigests/",
            "Sources/EventLog/Block/",
            "Sources/EventLog/Tail/", "Sources/EventLog/System/", "Sources/EventModel/Bytes/",
            // The size of the terminal comes through a C call that fills a struct.
            "Sources/CairnCommands/System/",
            // An executor is handed jobs whose lifetime the compiler does not know.
            "Sources/CairnServer/Operations/LoopExecutor.swift",
        ]
        for file in SourceTree.sources where !allowed.contains(where: file.path.hasPrefix) {
            for (index, line) in file.code.enumerated() where Words.contains("unsafe", in: line) {
                Issue.record("\(file.path):\(index + 1) uses unsafe; put it behind a wrapper")
            }
        }
    }

    @Test("Unchecked conformances say why they are safe")
    func uncheckedSendable() {
        for file in Self.everything {
            for (index, line) in file.code.enumerated() where line.contains("@unchecked Sendable") {
                let around = file.lines[max(0, index - 12)...index]
                guard !around.contains(where: { $0.contains("// SAFETY:") }) else { continue }
                Issue.record("\(file.path):\(index + 1) needs a // SAFETY: sentence")
            }
        }
    }

    @Test("What has a better form is not used")
    func forbiddenForms() {
        let forms: [(form: String, instead: String)] = [
            ("try" + "!", "throw a typed error"),
            ("as" + "!", "use as? and say what happens otherwise"),
            ("_ = try" + "?", "handle the error"),
            ("nonisolated(" + "unsafe)", "use Mutex"),
            ("import XC" + "Test", "use Swift Testing"),
            ("DispatchQueue" + ".main", "pass the executor in"),
            ("Thread" + ".sleep", "pass a clock in"),
            ("Task" + ".sleep", "pass a clock in"),
        ]
        for file in Self.everything {
            for (index, line) in file.code.enumerated() {
                for form in forms where line.contains(form.form) {
                    Issue.record("\(file.path):\(index + 1) uses \(form.form): \(form.instead)")
                }
            }
        }
    }

    @Test("Nothing is left undone in silence")
    func openEnds() {
        let marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"]
        for file in Self.everything {
            for (index, line) in file.lines.enumerated() {
                for mark in marks where Words.contains(mark, in: line) {
                    Issue.record("\(file.path):\(index + 1) says \(mark); do it or write it down")
                }
            }
        }
    }

    @Test("Names say what is there")
    func vagueNames() {
        let vague = ["Utils", "Util", "Helpers", "Helper", "Common", "Manager", "Misc"]
        for file in Self.everything {
            for component in file.components {
                let name = component.replacing(".swift", with: "")
                guard vague.contains(where: { name == $0 || name.hasSuffix($0) }) else { continue }
                Issue.record("\(file.path): \(name) says nothing")
            }
        }
    }

    @Test("A file with tests expects something")
    func expectations() {
        let expecting = ["#expect", "#require", "Issue.record", "confirmation("]
        for file in SourceTree.tests {
            let code = file.code.joined(separator: "\n")
            guard code.contains("@Test"), !expecting.contains(where: code.contains) else {
                continue
            }
            Issue.record("\(file.path) has tests that expect nothing")
        }
    }

    @Test("The tidy rules see what they look for")
    func rulesSee() {
        let text =
            "let a = \"un\\(\"x\")safe\" // unsafe\n/* unsafe */ let b = #\"\"unsafe\"\"#\nunsafe f()"
        let lines = CodeText.blanked(text).components(separatedBy: "\n")
        #expect(lines.map { Words.contains("unsafe", in: $0) } == [false, false, true])
        #expect(!Words.contains("unsafe", in: "unsafeUninitializedCapacity"))
        let file = SourceTree.File(
            path: "Sources/A/B.swift",
            lines: ["/// Said.", "@inline(never)", "package func a() {", "}", "package var b = 1"],
            code: ["", "@inline(never)", "package func a() {", "}", "package var b = 1"]
        )
        #expect(Declarations.undocumented(in: file) == [5])
        #expect(Declarations.functions(in: file).map(\.lineCount) == [2])
    }
}
