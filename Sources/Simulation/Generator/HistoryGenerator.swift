import EventModel
import Programme

/// Makes a synthetic history of the programme: the same seed gives the same bytes everywhere.
///
/// Events come lazily and in recorded order; memory follows the business of a few weeks, so that a hundred
/// million events can be made one by one. Everything is invented and says so: sources begin with
/// `/synthetic/`, operators, villages and products carry `(synthetic)`, parcels begin with `SYN`.
///
/// Facts may be recorded late, some are corrected or voided, and some outlets drift into grounds for exit. The
/// first events declare regions, classes, poor villages and budgets.
package struct HistoryGenerator: IteratorProtocol, Sendable {
    /// Number of events of the whole history.
    package let eventCount: Int

    let world: World
    let options: HistoryOptions
    let timeline: Timeline
    var random: RandomSource
    var agenda: Agenda
    var producers: ProducerTable
    var nodes: [NetworkNode] = []
    var counties: [CountyPlace] = []
    var townships: [TownshipPlace] = []
    var outlets: [Outlet] = []
    var openOutlets: [Int] = []
    var seasonalOutlets: [Int] = []
    var poorVillages: [String] = []
    var lines: [BudgetLine] = []
    var funds = FundState()
    var recent = RecentBusiness()
    var tallies = FamilyTallies()
    var cityHub = 0
    var cityOffice = 0
    var financeOffice = 0

    // Chance of corrections is drawn apart, as it is drawn while events are handed out.
    private var fate: RandomSource
    private var emittedCount = 0
    private var scriptReferences: [String: EventReference] = [:]
    private let scanned = ParcelEvents.scanned

    /// Prepares a history.
    ///
    /// - Parameters:
    ///   - seed: Start of the generator; every seed gives another history.
    ///   - eventCount: Number of events; the mix holds from about 100,000 on, since the first 1,000 or so
    ///     declare the world.
    ///   - world: Regions; townships without villages get four invented ones.
    ///   - options: Span, mix and form of ids.
    package init(
        seed: UInt64,
        eventCount: Int,
        world: World = .shigatse,
        options: HistoryOptions = HistoryOptions()
    ) {
        self.eventCount = eventCount
        self.world = world.addingSyntheticVillages(perTownship: 4)
        self.options = options
        timeline = Timeline(from: options.firstDay, to: options.lastDay)
        random = RandomSource(seed: seed)
        fate = RandomSource(seed: seed ^ 0x6661_7465)
        agenda = Agenda(timeline: timeline)
        producers = ProducerTable(style: options.identityStyle, seed: seed ^ 0x6964)
        settle()
        chooseSites()
        if options.declaresWorld { declareWorld() }
        for place in options.script.indices { plan(scripted: place) }
    }

    /// The next event; `nil` after ``eventCount`` of them.
    package mutating func next() -> SimulatedEvent? {
        guard emittedCount < eventCount else { return nil }
        while true {
            if let (item, recordedAt) = agenda.next() {
                emittedCount += 1
                return emit(item, recordedAt: recordedAt)
            }
            let tomorrow = agenda.day + 1
            if tomorrow < timeline.dayCount { plan(day: tomorrow) }
            guard agenda.advance() || tomorrow < timeline.dayCount else { return nil }
        }
    }

    private mutating func emit(_ item: Agenda.Item, recordedAt: Int64) -> SimulatedEvent {
        let event: Event
        let source: Int
        var isScripted = false
        switch item {
        case .scan(let scan):
            source = nodes[Int(scan.node)].source
            event = self.event(scan, id: producers.nextID(of: source, recordedAt: recordedAt))
        case .fact(let planned):
            source = planned.source
            isScripted = planned.scriptPlace != nil
            event = self.event(planned, id: producers.nextID(of: source, recordedAt: recordedAt))
        }
        if !isScripted, fate.chance(options.correctedShare, in: 10_000) {
            planCorrection(of: event, by: source, after: recordedAt)
        }
        return SimulatedEvent(
            event: event,
            recordedAt: Instant(millisecondsSince1970: recordedAt)
        )
    }

    private func event(_ scan: PlannedScan, id: String) -> Event {
        let node = nodes[Int(scan.node)]
        let parcel = Self.parcelID(scan.parcel)
        return Event(
            id: id,
            source: producers.sources[node.source],
            schema: scanned,
            subject: "parcel/" + parcel,
            time: Self.time(scan.occurredAt),
            data: [
                .text(parcel), .text(node.id), .integer(node.level), .text(node.county),
                .integer(Int64(scan.kind)),
            ]
        )
    }

    private mutating func event(_ planned: PlannedFact, id: String) -> Event {
        var fact = planned.fact
        var corrects = planned.corrects
        let source = producers.sources[planned.source]
        if let place = planned.scriptPlace {
            let scripted = options.script[place]
            switch scripted.content {
            case .fact: break
            case .correction(_, let tag): corrects = scriptReferences[tag]
            case .void(let tag):
                if let target = scriptReferences[tag] {
                    fact = .voided(target, in: planned.fact.subject)
                }
            }
            if let tag = scripted.tag {
                scriptReferences[tag] = EventReference(source: source, id: id)
            }
        }
        return Event(
            id: id,
            source: source,
            schema: fact.schema,
            subject: fact.subject,
            time: Self.time(planned.occurredAt),
            actor: planned.actor,
            role: planned.role,
            evidence: planned.evidence,
            corrects: corrects,
            data: fact.data
        )
    }

    /// Decides what later takes the event back, if its type is one that clerks get wrong.
    private mutating func planCorrection(
        of event: Event,
        by source: Int,
        after recordedAt: Int64
    ) {
        // On the last day the number of events is settled.
        guard agenda.day < timeline.dayCount - 1 else { return }
        let noticed =
            recordedAt + Int64(1 + fate.skewed(below: 40)) * Timeline.day
            + Int64(fate.below(8 * 3_600_000))
        let replacement = correction(of: event)
        let planned: PlannedFact
        if let replacement, fate.chance(1, in: 2) {
            planned = PlannedFact(
                fact: replacement.fact,
                source: source,
                occurredAt: replacement.occurredAt,
                corrects: event.reference
            )
        } else if replacement != nil || event.schema === eventVoided {
            planned = PlannedFact(
                fact: .voided(event.reference, in: event.subject),
                source: cityOffice,
                occurredAt: noticed - Timeline.hour,
                actor: "synthetic-auditor",
                role: "audit"
            )
        } else {
            return
        }
        agenda.add(planned, recordedAt: noticed)
    }

    private mutating func correction(of event: Event) -> (fact: Fact, occurredAt: Int64)? {
        let fact = Fact(event.schema, event.subject, event.data)
        let time = event.time.instant.millisecondsSince1970
        let percent = Int64(fate.within(70...130))
        switch event.schema.type {
        case "parcel.scanned", "station.reportSubmitted", "station.inspected", "training.attended":
            return (fact, time - Int64(fate.within(1...180)) * Timeline.minute)
        case "complaint.filed":
            return (fact, time - Int64(fate.within(1...20)) * Timeline.day)
        case "station.performanceRecorded":
            let value = (fact.integer("value") ?? 0) * percent / 100
            return (fact.replacing("value", with: .integer(value)), time)
        case "fund.disbursed", "trade.recorded":
            let fen = (fact.integer("amountFen") ?? 0) * min(percent, 100) / 100
            return (fact.replacing("amountFen", with: .integer(fen)), time)
        default: return nil
        }
    }

    /// Id of a parcel: `SYN` and ten digits.
    static func parcelID(_ number: UInt32) -> String { "SYN" + String(1_000_000_000 + Int(number)) }

    /// The time with the offset of Shigatse.
    static func time(_ milliseconds: Int64) -> OccurredAt {
        OccurredAt(
            instant: Instant(millisecondsSince1970: milliseconds),
            offsetMinutes: 480
        )
    }
}
