import EventModel

/// One row of the list of exceptions before its events are named.
struct ExceptionCase {
    let kind: ExceptionKind
    /// The thing in doubt, such as `payment/Y1`.
    let subject: String
    /// Code of the division of a station.
    var region: String?
    /// Code of the county of a payment or parcel.
    var county: String?
    /// The figures, each `name=value`.
    let detail: [String]
    /// The events that the row rests on, each once, in order of (business instant, position).
    let events: [FactStamp]

    /// Makes a case that rests on at least one event, in whatever order they are given.
    init(
        _ kind: ExceptionKind,
        _ subject: String,
        region: String? = nil,
        county: String? = nil,
        detail: [(name: String, value: String)],
        events: [FactStamp]
    ) {
        self.kind = kind
        self.subject = subject
        self.region = region
        self.county = county
        self.detail = detail.map { $0.name + "=" + $0.value }
        var ordered: [FactStamp] = []
        for stamp in events.sorted() where ordered.last != stamp { ordered.append(stamp) }
        precondition(!ordered.isEmpty, "an exception rests on events")
        self.events = ordered
    }

    /// Business date of the newest event.
    private var date: BusinessDate { events[events.count - 1].day }

    /// The row, whose events are still positions.
    var row: AnswerRow {
        var members = [
            AnswerMember("kind", .text(kind.rawValue)), AnswerMember("rule", .text(kind.rule)),
            AnswerMember("clause", .text(kind.clause)),
            AnswerMember("severity", .text(kind.severity.rawValue)),
            AnswerMember("subject", .text(subject)),
        ]
        if let region { members.append(AnswerMember("region", .text(region))) }
        if let county { members.append(AnswerMember("county", .text(county))) }
        members += [
            AnswerMember("date", .text(date.description)), AnswerMember("detail", .texts(detail)),
            AnswerMember("events", .evidence(events.map { .event(position: $0.position) })),
        ]
        return AnswerRow(members: members)
    }

    /// Orders by kind, subject and date as bytes, then by events and figures, so that equal cases give equal lists;
    /// the names of events decide the final order.
    static func precedes(_ left: ExceptionCase, _ right: ExceptionCase) -> Bool {
        if left.kind != right.kind {
            return RowOrder.precedes([left.kind.rawValue], [right.kind.rawValue])
        }
        if !left.subject.utf8.elementsEqual(right.subject.utf8) {
            return left.subject.utf8.lexicographicallyPrecedes(right.subject.utf8)
        }
        if left.date != right.date { return left.date < right.date }
        if left.events != right.events {
            return left.events.lexicographicallyPrecedes(right.events)
        }
        return RowOrder.precedes(left.detail, right.detail)
    }
}
