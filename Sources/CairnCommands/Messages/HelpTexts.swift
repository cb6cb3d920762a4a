import Answers
import ArgumentParser
import Messages

/// Help of options that several verbs share.
enum HelpTexts {
    static let ledger = help(
        zh: "账本文件夹(默认取环境变量 CAIRN_LEDGER,否则 ./cairn.ledger)",
        en: "The ledger's folder (default: CAIRN_LEDGER, else ./cairn.ledger).",
        value: "folder"
    )
    static let schemas = help(
        zh: "本地自定义事件类型的 JSON Schema 文件夹(默认 CAIRN_SCHEMAS)",
        en: "Folder with JSON Schema files of the deployment's own event types (default: "
            + "CAIRN_SCHEMAS).",
        value: "folder"
    )
    static let json = help(
        zh: "结果和错误都输出为 JSON",
        en: "Write results and errors as JSON."
    )
    static let language = help(
        zh: "语言(默认按 LC_ALL、LC_MESSAGES、LANG)",
        en: "Language (default: from LC_ALL, LC_MESSAGES, LANG).",
        value: "language"
    )
    static let seal = help(
        zh: "写入前用各流自己的密钥加密个人信息字段(姓名、身份号码、电话等)",
        en:
            "Seal personal fields given in clear (name, id number, phone) with the key of their stream."
    )
    static let noSnapshots = help(
        zh: "不用已保存的状态,从第一条事件重新计算(供审计对照)",
        en: "Use no saved state: compute from the first event, for an auditor to compare."
    )
    static let commonTitle = Phrase(zh: "账本与输出", en: "Ledger and output").spoken

    /// Help text in the language of this run; `value` names what an option takes.
    static func help(zh: String, en: String, value: String? = nil) -> ArgumentHelp {
        ArgumentHelp(Phrase(zh: zh, en: en).spoken, valueName: value)
    }

    /// A text with the lines of each paragraph joined, so that it can be wrapped to any width.
    ///
    /// Indented lines are examples and stay as they are.
    static func flowing(_ text: String) -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let last = lines.last, !last.isEmpty, !line.isEmpty, !last.hasPrefix("  "),
                !line.hasPrefix("  ")
            else {
                lines.append(String(line))
                continue
            }
            let isChinese = [last.last, line.first].contains { end in
                end.map { DisplayWidth.columns(of: String($0)) > 1 } ?? false
            }
            lines[lines.count - 1] = last + (isChinese ? "" : " ") + line
        }
        return lines.joined(separator: "\n")
    }
}

extension CommandConfiguration {
    /// A verb's help in the language of this run; `examples` are command lines with what they do.
    static func verb(
        _ name: String,
        _ abstract: Phrase,
        discussion: Phrase = Phrase(verbatim: ""),
        examples: [(line: String, meaning: Phrase)],
        subcommands: [any ParsableCommand.Type] = [],
        defaultSubcommand: (any ParsableCommand.Type)? = nil
    ) -> CommandConfiguration {
        let text = HelpTexts.flowing(discussion.spoken)
        var lines = text.isEmpty ? [] : [text, ""]
        lines.append(Phrase(zh: "示例:", en: "EXAMPLES:").spoken)
        for example in examples {
            lines.append("  # \(example.meaning.spoken)")
            lines.append("  \(example.line)")
        }
        return CommandConfiguration(
            commandName: name,
            abstract: abstract.spoken,
            discussion: lines.joined(separator: "\n"),
            subcommands: subcommands,
            defaultSubcommand: defaultSubcommand
        )
    }
}
