import EventModel
import Programme

/// An indicator's definition as a page for people.
package struct DefinitionCard: Sendable {
    private let definition: IndicatorDefinition
    private let language: Language
    private let columns: Int

    /// Columns of names before the explanations begin.
    private static let nameColumnsMax = 26

    /// Makes the page writer.
    ///
    /// - Parameters:
    ///   - indicator: The indicator.
    ///   - language: Language of the page; the plan is quoted as it stands.
    ///   - columns: Columns into which the text is wrapped.
    package init(of indicator: Indicator, language: Language, columns: Int) {
        definition = indicator.definition
        self.language = language
        self.columns = columns
    }

    /// The lines of the page.
    package var lines: [String] {
        var page = [
            "\(definition.name[language])  (\(definition.indicator.rawValue))", "",
        ]
        page += labelled(Phrase(zh: "统计", en: "Counts"), definition.counts)
        page += labelled(Phrase(zh: "单位", en: "Unit"), definition.unit)
        page += labelled(Phrase(zh: "舍入", en: "Rounding"), definition.rounding)
        page += section(
            Phrase(zh: "方案条文", en: "Clauses of the plan"),
            definition.clauses.map { clause in
                ("§\(clause.section)", "“\(clause.quote)” \(clause.rules.joined(separator: " "))")
            }
        )
        page += section(
            Phrase(zh: "参数(默认值)", en: "Parameters (built-in defaults)"),
            definition.rules.flatMap { rule in
                (RuleCatalogue.rule(rule)?.keys ?? []).map { key in
                    ("\(rule) \(key.key)", key.defaultValue.plain)
                }
            }
        )
        page += section(
            Phrase(zh: "计算项", en: "Terms"),
            definition.terms.map { ($0.title[language], $0.meaning[language]) }
        )
        for dimension in definition.dimensions where !dimension.values.isEmpty {
            page += section(
                Phrase(
                    zh: "\(dimension.title.zh)(\(dimension.name))",
                    en: "\(dimension.title.en) (\(dimension.name))"
                ),
                dimension.values.map { ($0.code, explained($0)) }
            )
        }
        page += section(
            Phrase(zh: "每行的数", en: "Members of a row"),
            definition.members.map { ($0.name, $0.formula[language]) }
        )
        page += ["", Phrase(zh: "所依据的事件类型", en: "Event types")[language]]
        page += wrapped("  " + definition.eventTypes.joined(separator: " "), hanging: 2)
        page += ["", version]
        return page + ["  " + definition.digest.description]
    }

    private var version: String {
        Phrase(
            zh: "定义第 \(definition.version) 版,摘要(SHA-256):",
            en: "Version \(definition.version) of the definition; its digest (SHA-256):"
        )[language]
    }

    /// A value's meaning with the names that it takes in.
    private func explained(_ value: IndicatorDefinition.Value) -> String {
        guard !value.takesIn.isEmpty else { return value.meaning[language] }
        return "\(value.meaning[language]): \(value.takesIn.joined(separator: " "))"
    }

    /// A title with names and explanations below it, the explanations in one column.
    private func section(_ title: Phrase, _ entries: [(name: String, text: String)]) -> [String] {
        guard !entries.isEmpty else { return [] }
        let widths = entries.map { DisplayWidth.columns(of: $0.name) }
        let width = min(widths.max() ?? 0, Self.nameColumnsMax)
        return ["", title[language]]
            + entries.flatMap { name, text in
                wrapped(
                    "  \(DisplayWidth.padded(name, toColumns: width))  \(text)",
                    hanging: width + 4
                )
            }
    }

    private func labelled(_ label: Phrase, _ text: Phrase) -> [String] {
        let width = max(8, DisplayWidth.columns(of: label[language]))
        let padded = DisplayWidth.padded(label[language], toColumns: width)
        return wrapped("\(padded)  \(text[language])", hanging: width + 2)
    }

    private func wrapped(_ text: String, hanging: Int) -> [String] {
        TextWrap.lines(text, columns: columns, hanging: hanging)
    }
}

extension ParameterValue {
    /// The value as people read it.
    var plain: String {
        switch self {
        case .integer(let number): String(number)
        case .text(let text): text
        }
    }
}
