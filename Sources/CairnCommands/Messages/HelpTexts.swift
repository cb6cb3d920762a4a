import Answers
import ArgumentParser

/// Help of options that several verbs share.
enum HelpTexts {
    static let ledger = help(
        zh: "账本文件夹(默认取环境变量 CAIRN_LEDGER,否则 ./cairn.ledger)",
        en: "The ledger's folder (default: CAIRN_LEDGER, else ./cairn.ledger)."
    )
    static let schemas = help(
        zh: "本地自定义事件类型的 JSON Schema 文件夹(默认 CAIRN_SCHEMAS)",
        en: "Folder with JSON Schema files of the deployment's own event types (default: "
            + "CAIRN_SCHEMAS)."
    )
    static let json = help(zh: "输出 JSON", en: "Write JSON.")
    static let language = help(
        zh: "语言:zh 或 en(默认按 LC_ALL、LC_MESSAGES、LANG)",
        en: "Language: zh or en (default: from LC_ALL, LC_MESSAGES, LANG)."
    )

    /// Help text in the language of this run.
    static func help(zh: String, en: String) -> ArgumentHelp {
        ArgumentHelp(stringLiteral: Phrase(zh: zh, en: en).spoken)
    }
}

extension CommandConfiguration {
    /// A verb's help in the language of this run; `examples` are command lines with what they do.
    static func verb(
        _ name: String,
        _ abstract: Phrase,
        discussion: Phrase = Phrase(verbatim: ""),
        examples: [(line: String, meaning: Phrase)]
    ) -> CommandConfiguration {
        var lines = discussion.spoken.isEmpty ? [] : [discussion.spoken, ""]
        lines.append(Phrase(zh: "示例:", en: "EXAMPLES:").spoken)
        for example in examples {
            lines.append("  # \(example.meaning.spoken)")
            lines.append("  \(example.line)")
        }
        return CommandConfiguration(
            commandName: name,
            abstract: abstract.spoken,
            discussion: lines.joined(separator: "\n")
        )
    }
}
