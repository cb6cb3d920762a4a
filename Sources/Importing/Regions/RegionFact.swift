import EventLog
import EventModel
import Programme

/// One fact about a division, with what orders it among others of the same division.
struct RegionFact: Sendable {
    /// What a fact says.
    enum Change: Sendable {
        case declared(ListedRegion, RegionKind)
        case renamed(String)
        case retired
    }

    let code: String
    /// `validFrom` or `retiredOn`: takes the place of the business date.
    let date: BusinessDate
    let instant: Instant
    let position: UInt64
    let source: String
    let change: Change

    init(
        code: String,
        date: BusinessDate,
        instant: Instant,
        position: UInt64,
        source: String,
        change: Change
    ) {
        self.code = code
        self.date = date
        self.instant = instant
        self.position = position
        self.source = source
        self.change = change
    }

    /// `nil` if the event is none about a division.
    init?(_ recorded: RecordedEvent) {
        let event = recorded.event
        let type = event.schema.type
        let isRetirement = type.hasSameBytes(as: RegionEvents.retired.type)
        guard let code = event.text("code"),
            let days = event.integer(isRetirement ? "retiredOn" : "validFrom")
        else { return nil }
        let change: Change
        if isRetirement {
            change = .retired
        } else if type.hasSameBytes(as: RegionEvents.renamed.type) {
            change = .renamed(event.text("name") ?? "")
        } else {
            guard let kind = event.integer("kind").flatMap(RegionKind.init(stored:)),
                let level = event.integer("level").flatMap(RegionLevel.init(stored:))
            else { return nil }
            let region = ListedRegion(
                code: code,
                name: event.text("name") ?? "",
                level: level,
                parent: event.text("parent") ?? "",
                line: 0
            )
            change = .declared(region, kind)
        }
        self.init(
            code: code,
            date: BusinessDate(daysSince1970: Int32(clamping: days)),
            instant: event.time.instant,
            position: recorded.position,
            source: event.source,
            change: change
        )
    }

    /// Whether this fact holds where the other one was the newest so far.
    func supersedes(_ other: RegionFact?) -> Bool {
        guard let other else { return true }
        return (other.date, other.instant, other.position) < (date, instant, position)
    }
}

extension Event {
    fileprivate func text(_ field: String) -> String? {
        guard let index = schema.index(of: field), case .text(let text) = data[index] else {
            return nil
        }
        return text
    }

    fileprivate func integer(_ field: String) -> Int64? {
        guard let index = schema.index(of: field), case .integer(let value) = data[index] else {
            return nil
        }
        return value
    }
}
