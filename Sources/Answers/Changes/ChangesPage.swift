import EventModel
import Programme

/// The changes between two questions as a page for people: a table that adds up, then the events by cause.
package struct ChangesPage: Sendable {
    let names: [String: String]
    let language: Language
    let colour: Bool
    let columns: Int?
    /// Whether rows of readings other than the default ones are shown.
    let showsAll: Bool
    /// Whether every event is listed.
    let showsEvents: Bool

    /// Events listed for one cause before the rest is only counted.
    static let eventsMax = 15
    /// Columns of paragraphs where nothing else is known.
    private static let usualColumns = 100

    /// Makes the page writer.
    ///
    /// - Parameters:
    ///   - names: Names of regions by code.
    ///   - language: Language of the page.
    ///   - colour: Whether cells are coloured.
    ///   - showsAll: Whether rows of readings other than the default ones are shown.
    ///   - showsEvents: Whether every event is listed.
    ///   - columns: Columns of the terminal; `nil` cuts nothing.
    package init(
        names: [String: String],
        language: Language,
        colour: Bool,
        showsAll: Bool,
        showsEvents: Bool,
        columns: Int? = nil
    ) {
        self.names = names
        self.language = language
        self.colour = colour
        self.showsAll = showsAll
        self.showsEvents = showsEvents
        self.columns = columns
    }

    /// The lines of the page.
    package func lines(_ changes: FigureChanges) -> [String] {
        let shown = changes.rows.filter { isShown($0.any, changes.from.figure.indicator) }
        var page = heading(changes)
        page += parameters(changes)
        page.append("")
        if shown.isEmpty {
            page.append(Phrase(zh: "没有变化", en: "nothing changed")[language])
        } else {
            page +=
                changes.from.figure.indicator == .exceptions
                ? presence(of: shown, changes) : table(of: shown, changes)
        }
        if shown.count < changes.rows.count {
            let more = changes.rows.count - shown.count
            page.append("")
            page.append(
                Phrase(
                    zh: "另有 \(more) 行其他口径也有变化:--all",
                    en: "\(more) rows of other readings changed too: --all"
                )[language]
            )
        }
        for (place, cause) in changes.causes.enumerated() {
            page += section(cause, shown.map { ($0, $0.steps[place]) }, changes)
        }
        return page + [""] + footing(changes)
    }

    func isShown(_ row: Answer.Row, _ indicator: Indicator) -> Bool {
        guard !showsAll else { return true }
        switch indicator {
        case .coverage: return row["official"] == .boolean(true)
        case .funds, .exceptions: return true
        case .exits: return row["reading"] == nil || row["reading"] == .text("filed")
        }
    }

    private func heading(_ changes: FigureChanges) -> [String] {
        let definition = changes.from.figure.indicator.definition
        func side(_ answer: Answer) -> String {
            let known = answer.knownAt.map(LocalTime.text) ?? "—"
            return Phrase(
                zh: "截至 \(answer.asOf),所知至 \(known)",
                en: "as of \(answer.asOf), known at \(known)"
            )[language]
        }
        return [
            Phrase(
                zh: "\(definition.name.zh):变化及其原因",
                en: "\(definition.name.en): what changed, and why"
            )[language],
            "  " + Phrase(zh: "由  ", en: "from  ")[language] + side(changes.from),
            "  " + Phrase(zh: "到  ", en: "to    ")[language] + side(changes.to),
        ]
    }

    private func parameters(_ changes: FigureChanges) -> [String] {
        guard !changes.parameters.isEmpty else { return [] }
        func origin(_ parameter: UsedParameter) -> String {
            let fallback = Phrase(zh: "默认值", en: "default")
            return
                (parameter.adoptedAt.map { Phrase(zh: "事件 \($0)", en: "event \($0)") }
                ?? fallback)[language]
        }
        return [""]
            + changes.parameters.map { change in
                "\(change.before.rule) \(change.before.key): \(change.before.value.plain) "
                    + "(\(origin(change.before))) → \(change.after.value.plain) "
                    + "(\(origin(change.after)))"
            }
    }

    private func footing(_ changes: FigureChanges) -> [String] {
        var lines: [String] = []
        if !changes.mismatches.isEmpty {
            let first = changes.mismatches.prefix(3).joined(separator: ", ").visible
            lines += wrapped(
                Phrase(
                    zh:
                        "✗ 有 \(changes.mismatches.count) 处答案与由事件重算的结果不一致(\(first)):请勿引用,先运行 cairn verify",
                    en:
                        "✗ \(changes.mismatches.count) figures and their events differ (\(first)): do not use "
                        + "them, run `cairn verify` first"
                )[language],
                hanging: 2
            )
        }
        return lines
            + wrapped(
                Phrase(
                    zh: "各部分之和等于变化;两端为:",
                    en: "The parts add up to the change between:"
                )[language],
                hanging: 2
            ) + [
                "  \(changes.from.figure.shortened())", "  \(changes.to.figure.shortened())",
            ]
    }

    func wrapped(_ text: String, hanging: Int) -> [String] {
        TextWrap.lines(
            text,
            columns: min(columns ?? Self.usualColumns, Self.usualColumns),
            hanging: hanging
        )
    }
}
