import Answers
import ArgumentParser

/// `cairn replay`: recomputes recorded histories and compares with their recorded answers.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "replay",
        Phrase(
            zh: "重算文件夹里的历史,并与其记录的答案逐字比较。",
            en: "Recompute the histories in folders and compare with their recorded answers."
        ),
        discussion: Phrase(
            zh: """
                每个文件夹含 events.ndjson(或 .zst、.gz)、questions.json 和 answers/名称.json。事件导入临时账本,
                逐题作答,与记录逐字节比较。有差异时退出码为 1。
                """,
            en: """
                A folder holds events.ndjson (or .zst, .gz), questions.json and answers/NAME.json. The events
                are imported into a temporary ledger, every question is answered and compared byte by byte.
                The exit status is 1 if anything differs.
                """
        ),
        examples: [
            ("cairn replay Replay/annex-1", Phrase(zh: "一个历史", en: "one history")),
            ("cairn replay Replay", Phrase(zh: "全部历史", en: "all of them")),
        ]
    )

    @Argument(help: HelpTexts.help(zh: "文件夹", en: "Folders."))
    var folders: [String]

    @OptionGroup var output: OutputOptions

    func run() async throws {
        var differs = false
        for path in folders.flatMap(ReplayFolder.histories(in:)) {
            let folder = try ReplayFolder(path)
            let results = try await folder.run()
            differs = differs || results.contains { !$0.isEqual }
            let lines = output.json ? results.map { $0.json(folder: path) } : tell(results, path)
            try Output.print(lines)
        }
        if differs { throw ExitStatus.failed.quietly }
    }

    private func tell(_ results: [ReplayFolder.Result], _ path: String) -> [String] {
        var lines: [String] = []
        for result in results where !result.isEqual {
            lines.append(
                Phrase(zh: "✗ \(path) \(result.name)", en: "✗ \(path) \(result.name)").spoken
            )
            if result.differences.isEmpty, let line = result.firstOtherLine {
                lines.append(
                    Phrase(
                        zh: "    内容相同,但字节从第 \(line) 行起不同:应为 query --format json 的原样输出",
                        en:
                            "    same content, but other bytes from line \(line) on: the file must be the "
                            + "exact output of query --format json"
                    ).spoken
                )
            }
            for difference in result.differences {
                let nothing = Phrase(zh: "无", en: "nothing").spoken
                lines.append(
                    Phrase(
                        zh: "    \(difference.path):记录为 \(difference.expected ?? nothing),"
                            + "算得 \(difference.found ?? nothing)",
                        en: "    \(difference.path): recorded \(difference.expected ?? nothing), "
                            + "computed \(difference.found ?? nothing)"
                    ).spoken
                )
            }
        }
        let equal = results.filter(\.isEqual).count
        let mark = equal == results.count ? "✓" : "✗"
        lines.append(
            Phrase(
                zh: "\(mark) \(path):\(results.count) 题中 \(equal) 题一致",
                en: "\(mark) \(path): \(equal) of \(results.count) answers are equal"
            ).spoken
        )
        return lines
    }
}
