import Answers
import Declared
import EventLog
import EventModel
import Messages

/// `cairn query` of an indicator that the deployment defines.
struct DeclaredQuery {
    private let indicator: DeclaredIndicator
    private let options: LedgerOptions

    /// Finds the indicator in the deployment's folder.
    ///
    /// - Throws: ``CommandFailure`` when there is none of that name.
    init(_ name: String, _ options: LedgerOptions) throws {
        let declared = try options.declaredIndicators()
        guard let found = declared.first(where: { $0.name.hasSameBytes(as: name) }) else {
            throw CommandFailure(
                .usage,
                FigureMessages.unknownIndicator(name, declared: declared.map(\.name))
            )
        }
        indicator = found
        self.options = options
    }

    /// Answers in a form.
    func run(_ dates: QuestionDates, _ format: QueryCommand.Format, bom: Bool) throws {
        let (day, instant) = (try dates.day(), try dates.instant())
        let answer = try options.withLog(.reading) { log in
            try log.withSnapshot { snapshot in
                try DeclaredAnswer(indicator, asOf: day, knownAt: instant, from: snapshot)
            }
        }
        switch format {
        case .json: try Output.print(text: answer.json)
        case .csv:
            let output = Output()
            if bom { try output.write(CSVText.byteOrderMark) }
            try output.write(answer.csv)
            try output.flush()
        case .table: try Output.print(lines(answer))
        }
    }

    private func lines(_ answer: DeclaredAnswer) -> [String] {
        var table = TextTable(columns: [
            .init(indicator.key, isFlexible: true),
            .init(Phrase(zh: "条数", en: "events").spoken, .right),
            .init(indicator.unit, .right),
        ])
        for row in answer.rows {
            table.append([
                .init(row.key?.visible ?? "—"), .init(Terminal.grouped(row.count)),
                .init(Terminal.grouped(row.sum)),
            ])
        }
        let total = answer.total
        table.append([
            .init(Phrase(zh: "合计", en: "total").spoken), .init(Terminal.grouped(total.count)),
            .init(Terminal.grouped(total.sum)),
        ])
        let known = answer.knownAt.map { $0.utcDescription } ?? "—"
        return [
            indicator.title.spoken,
            Phrase(
                zh: "业务日期 \(answer.asOf) · 记账时点 \(known) · 前 \(answer.treeSize) 条事件",
                en: "as of \(answer.asOf) · known at \(known) · first \(answer.treeSize) events"
            ).spoken, "",
        ] + table.lines(colour: Terminal.allowsColour, fitting: Terminal.tableColumns)
            + ["", indicator.meaning.spoken]
    }
}
