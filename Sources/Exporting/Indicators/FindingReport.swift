import Answers
import EventLog
import EventModel
import Indicators
import Programme

/// What the indicators hold against single events (the `findings` of their answers), each with its event.
struct FindingReport {
    /// One thing to look at.
    struct Item {
        let indicator: String
        let finding: Finding
    }

    private let items: [(item: Item, recorded: RecordedEvent?)]

    static let table = ReportTable(
        name: "findings",
        title: Phrase(zh: "指标提示", en: "Findings"),
        summary: Phrase(
            zh: "各指标计算时遇到的、需要人工查看的事件(如重复建立、所指事物不存在)。提示不等于问题,须核对凭证后判定。",
            en:
                "Events that the indicators met and that a person should look at, such as things made twice or not known. "
                + "A finding is not yet a fault: hold it against the vouchers."
        ),
        columns: [
            ReportColumn(
                "row",
                .integer,
                zh: "序号",
                en: "Row",
                meaning: Phrase(zh: "清单行号,从 1 起", en: "Row of this list, from 1"),
                origin: "—"
            ),
            ReportColumn(
                "indicator",
                .identifier,
                zh: "指标",
                en: "Indicator",
                meaning: Phrase(zh: "发现该事项的指标", en: "The indicator that found it"),
                origin: "—"
            ),
            ReportColumn(
                "finding",
                .term,
                zh: "提示",
                en: "Finding",
                meaning: Phrase(zh: "提示种类", en: "What kind it is"),
                origin: "—",
                terms: Dictionary(
                    uniqueKeysWithValues: FindingName.allCases.map {
                        ($0.rawValue, AnswerTerms.finding($0.rawValue))
                    }
                )
            ),
            ReportColumn(
                "businessDate",
                .date,
                zh: "业务日期",
                en: "Business date",
                meaning: Phrase(zh: "事件发生的日期(北京时间)", en: "Day of the event in UTC+8"),
                origin: "time"
            ),
            ReportColumn(
                "recordedAt",
                .instant,
                zh: "记录时间",
                en: "Recorded at",
                meaning: Phrase(zh: "账本记下该事件的时刻", en: "Instant at which the ledger recorded it"),
                origin: "recordedtime"
            ),
            ReportColumn(
                "type",
                .term,
                zh: "事件类型",
                en: "Type",
                meaning: Phrase(zh: "事件类型,见数据字典", en: "Type of the event, see the dictionary"),
                origin: "type",
                terms: Dictionary(
                    uniqueKeysWithValues: programmeSchemas.map {
                        ($0.type, Phrase(zh: $0.titleChinese, en: $0.type))
                    }
                ),
                width: 26
            ),
            ReportColumn(
                "subject",
                .identifier,
                zh: "事物",
                en: "Subject",
                meaning: Phrase(zh: "事件所属的流", en: "The stream of the event"),
                origin: "subject"
            ),
            ReportColumn(
                "line",
                .identifier,
                zh: "预算项",
                en: "Budget line",
                meaning: Phrase(zh: "有关预算项", en: "Budget line concerned"),
                origin: "fund.*: line"
            ),
            ReportColumn(
                "amountFen",
                .money,
                zh: "事件金额",
                en: "Amount",
                meaning: Phrase(zh: "事件所载金额", en: "Amount in the event"),
                origin: "amountFen",
                isSummed: true
            ),
            FundTables.Shared.position, FundTables.Shared.event,
        ],
        indexed: ["event"]
    )

    /// - Parameters:
    ///   - items: In the order in which they are shown.
    ///   - snapshot: The state of the log that they were found in.
    /// - Throws: ``LogError`` when the log cannot be read.
    init(_ items: [Item], in snapshot: LogSnapshot) throws {
        let events = try NamedEvents.events(at: items.map(\.finding.position), in: snapshot)
        self.items = items.map { ($0, events[$0.finding.position]) }
    }

    /// Positions of the events, in the order of the items.
    var positions: [UInt64] { items.map(\.item.finding.position) }

    /// The report.
    var report: Report {
        Report(
            Self.table,
            rows: items.enumerated().map { index, found in
                let event = found.recorded?.event
                let finding = found.item.finding
                return [
                    .integer(Int128(index + 1)), .text(found.item.indicator),
                    .text(finding.name.rawValue),
                    event.map { .day($0.time.businessDate.daysSince1970) } ?? .absent,
                    found.recorded.map { .instant($0.recordedAt.millisecondsSince1970) }
                        ?? .absent,
                    ReportValue(event?.schema.type), ReportValue(event?.subject),
                    ReportValue(finding.line), amount(of: event),
                    .integer(Int128(finding.position)),
                    ReportValue(event?.reference.description),
                ]
            }
        )
    }

    private func amount(of event: Event?) -> ReportValue {
        guard let event, let index = event.schema.index(of: "amountFen"),
            case .integer(let fen) = event.data[index]
        else { return .absent }
        return .integer(Int128(fen))
    }
}
