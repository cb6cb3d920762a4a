extension EventSchema {
    /// The type's documentation page in Markdown, Chinese and English; the same definition gives the same page.
    package func documentation() -> String {
        var lines = [
            "# \(titleChinese) · `\(type)`",
            "",
            "版本 Version \(version) · `\(urn)`",
            "",
            summary,
            "",
            "依据 Source: \(sourceClause)",
            "",
            "## 数据 Data",
            "",
            "| 字段 Field | 名称 Name | 必填 Required | 取值 Value | 含义 Meaning |",
            "|---|---|---|---|---|",
        ]
        for field in fields {
            let cells = [
                "`\(field.name)`", field.titleChinese, field.isRequired ? "是 yes" : "否 no",
                field.kind.documentation, field.summary,
            ]
            lines.append("| " + cells.map(Self.cell).joined(separator: " | ") + " |")
        }
        if !implications.isEmpty {
            lines += ["", "## 规则 Rules", ""]
            lines += implications.map { implication in
                "- `\(implication.ifTrue)` 为真时 `\(implication.thenTrue)` 必须为真 · "
                    + "`\(implication.ifTrue)` true requires `\(implication.thenTrue)` true"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A text that stays inside its table cell.
    private static func cell(_ text: String) -> String {
        var cell = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "|": cell += "\\|"
            case "\n", "\r": cell += " "
            default: cell.unicodeScalars.append(scalar)
            }
        }
        return cell
    }
}

extension FieldKind {
    /// The values in Chinese and English, for the documentation page.
    var documentation: String {
        let chinese =
            switch self {
            case .integer: "整数"
            case .boolean: "真假"
            case .date: "日期"
            case .month: "月份"
            case .choice: "选项之一"
            case .region: "区划代码"
            case .identifier: "编号"
            case .string: "文本"
            case .digest: "摘要"
            case .bytes: "字节"
            case .choices: "选项列表"
            case .strings: "文本列表"
            case .object: "对象"
            case .sealed: "加密值"
            }
        return "\(chinese) · \(acceptedForm)"
    }
}
