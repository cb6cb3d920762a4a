import Answers

/// Lays out the argument parser's help for people: what the verb does, how it is called, its options, then
/// the explanation and examples; wrapped by display width in the reader's language.
///
/// The parser wraps by count of characters, which is half of the width of Chinese, and breaks lines that
/// are wrapped already; so it is asked for unwrapped text.
enum HelpPage {
    /// Columns to ask the parser for, so that it wraps nothing.
    static let unwrappedColumns = 100_000

    /// Column at which the parser's explanations of options begin.
    private static let explanationColumn = 26

    /// The page, or the message of an error, for one language and width; other text stays as it is.
    static func text(_ message: String, columns: Int, language: Language) -> String {
        if message.hasPrefix("Error: ") { return error(message, columns: columns, language) }
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init
        )
        guard let head = lines.first, head.hasPrefix("OVERVIEW: "),
            let usage = lines.firstIndex(where: { $0.hasPrefix("USAGE: ") })
        else { return message }
        var page = TextWrap.lines(String(head.dropFirst(10)), columns: columns)
        page.append("")
        page += options(ordered(lines[usage...]), columns: columns, language)
        let explanation = lines[1..<usage].drop { $0.isEmpty }
        if !explanation.isEmpty {
            page.append("")
            for line in explanation {
                // Indented lines are examples to be copied; they stay whole.
                let isExample = line.hasPrefix("  ")
                page += isExample ? [line] : TextWrap.lines(line, columns: columns)
            }
        }
        while page.last?.isEmpty == true { page.removeLast() }
        return page.joined(separator: "\n")
    }

    /// The sections with the verb's own options before those that many verbs share.
    private static func ordered(_ lines: ArraySlice<String>) -> [String] {
        var sections = lines.split(separator: "", omittingEmptySubsequences: true).map(Array.init)
        if let own = sections.firstIndex(where: { $0.first == "OPTIONS:" }) {
            let section = sections.remove(at: own)
            let place = sections.firstIndex {
                !($0.first?.hasPrefix("USAGE: ") ?? true) && $0.first != "ARGUMENTS:"
            }
            sections.insert(section, at: place ?? sections.endIndex)
        }
        return Array(sections.joined(separator: [""]))
    }

    private static func options(_ lines: [String], columns: Int, _ language: Language) -> [String] {
        var page: [String] = []
        for line in lines {
            let spoken = HelpTerms.spoken(line, language)
            if line.hasPrefix("USAGE: ") {
                page += TextWrap.lines(spoken, columns: columns, hanging: 7)
            } else {
                page += TextWrap.lines(spoken, columns: columns, hanging: explanationColumn)
            }
        }
        while page.last?.isEmpty == true { page.removeLast() }
        return page
    }

    private static func error(_ message: String, columns: Int, _ language: Language) -> String {
        message.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            TextWrap.lines(
                HelpTerms.spoken(String(line), language),
                columns: columns,
                hanging: line.hasPrefix("Usage: ") ? 7 : 2
            )
        }.joined(separator: "\n")
    }
}

/// Words of the argument parser in the reader's language.
enum HelpTerms {
    /// A line of the parser with its fixed words exchanged.
    static func spoken(_ line: String, _ language: Language) -> String {
        if line.hasPrefix("Error: ") {
            return Phrase(zh: "错误:", en: "error: ")[language] + line.dropFirst(7)
        }
        guard language == .chinese else { return line }
        var spoken = line
        for (english, chinese) in terms { spoken = spoken.replacing(english, with: chinese) }
        return spoken
    }

    private static let terms: [(String, String)] = [
        ("USAGE: ", "用法:"), ("Usage: ", "用法:"), ("ARGUMENTS:", "参数:"), ("OPTIONS:", "选项:"),
        ("SUBCOMMANDS:", "命令:"), ("Show the version.", "显示版本"),
        ("Show help information.", "显示帮助"), ("(default: ", "(默认:"), ("(values: ", "(可选:"),
        ("; default: ", ";默认:"),
        ("See 'cairn help <subcommand>' for detailed help.", "各命令的详细说明:cairn help <命令>"),
        (
            "See 'cairn help audit <subcommand>' for detailed help.",
            "各命令的详细说明:cairn help audit <命令>"
        ),
        (" for more information.", ""), ("  See '", "  详见 '"), ("Help:  ", "说明:"),
    ]
}
