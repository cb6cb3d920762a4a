internal import EventLog
internal import EventModel
internal import Feeds

/// A page of events: what was asked for, from a cursor on.
struct EventPage: Sendable {
    /// Lines of canonical JSON, each with a line end.
    private(set) var bytes: [UInt8] = []
    /// Where each line ends.
    private(set) var ends: [Int] = []
    /// Where the next page begins; `nil` if there is none.
    private(set) var next: UInt64?
    /// Number of events in the log.
    private(set) var eventCount: UInt64 = 0

    /// Positions that are looked at for one page.
    static let lookedAtMax: UInt64 = 4 << 20
    private static let bytesMax = 16 << 20

    /// What a page is to hold.
    struct Request: Sendable {
        var filter = EventFilter()
        /// First six digits of the counties that the reader is confined to; `nil` for all.
        var scope: [String]?
        var limit: Int
        /// Whether personal fields are shown in clear.
        var unseals = false
    }

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - request: What it is to hold.
    ///   - snapshot: A state of the log.
    ///   - folder: The ledger's folder, which holds the keys.
    ///   - counties: Which counties events concern.
    /// - Throws: ``LogError`` when the log cannot be read.
    init(
        _ request: Request,
        of snapshot: LogSnapshot,
        _ folder: LedgerFolder,
        _ counties: EventCounties
    ) throws {
        eventCount = snapshot.eventCount
        var filter = request.filter
        let wanted = filter.positions.clamped(to: 0..<eventCount)
        let isForwards = filter.direction == .forwards
        filter.positions = wanted
        // One stream's events are found without looking at others.
        if filter.stream == nil, UInt64(wanted.count) > Self.lookedAtMax {
            filter.positions =
                isForwards
                ? wanted.lowerBound..<(wanted.lowerBound + Self.lookedAtMax)
                : (wanted.upperBound - Self.lookedAtMax)..<wanted.upperBound
            next = isForwards ? filter.positions.upperBound : filter.positions.lowerBound
        }
        let opener = request.unseals ? try PersonalFieldReader(folder, snapshot) : nil
        try snapshot.events(matching: filter) { recorded in
            if let scope = request.scope {
                let found = try counties.counties(of: recorded.event, in: snapshot)
                guard found.touches(scope) else { return true }
            }
            try append(recorded, opener)
            guard ends.count >= request.limit || bytes.count >= Self.bytesMax else { return true }
            next = isForwards ? recorded.position + 1 : recorded.position
            if next == (isForwards ? wanted.upperBound : wanted.lowerBound) { next = nil }
            return false
        }
    }

    private mutating func append(_ recorded: RecordedEvent, _ opener: PersonalFieldReader?) throws {
        if let opener {
            let event = try JSONValue(parsing: EventWriter.json(of: recorded))
            bytes += try opener.opened(event).compactText
        } else {
            EventWriter.append(recorded, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
        ends.append(bytes.count)
    }

    /// The events as a JSON list.
    var list: [UInt8] { Self.list(of: bytes) }

    /// Lines as a JSON list: `[` and `]` around them, commas between.
    static func list(of lines: [UInt8]) -> [UInt8] {
        var list: [UInt8] = []
        list.reserveCapacity(lines.count + 2)
        list.append(UInt8(ascii: "["))
        // A line end never stands within canonical JSON, so each ends an event.
        for byte in lines.dropLast() {
            if byte == UInt8(ascii: "\n") {
                list.append(UInt8(ascii: ","))
                list.append(byte)
            } else {
                list.append(byte)
            }
        }
        list.append(UInt8(ascii: "]"))
        return list
    }
}
