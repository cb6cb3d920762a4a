import EventModel
import Indicators

// What is doubtful about records, worked out over the events that a row names.
extension ExceptionAccounts {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// The case of one evidence behind several events.
    func evidence(_ claim: Claim) -> Case? {
        let events = claim.events.filter { event in
            event.evidence.map(ExactName.init) == claim.id && event.type != "event.voided"
        }
        guard events.count > 1 else { return nil }
        return Case(detail: [("count", "\(events.count)")], events: events)
    }

    /// The case of a person who attended one session several times.
    func attendance(_ claim: Claim) -> Case? {
        guard let person = claim.stated("person").map(ExactName.init) else { return nil }
        let events = claim.events.filter { event in
            event.type == "training.attended" && event.name("session") == claim.id
                && event.name("person") == person
        }
        guard events.count > 1 else { return nil }
        return Case(
            detail: [("person", person.text), ("count", "\(events.count)")],
            events: events
        )
    }

    /// Recorded time less time, in milliseconds.
    private func lateness(_ event: StatedEvent) -> Int64 {
        event.recordedAt.millisecondsSince1970 - event.instant
    }

    /// The case of a producer's records of one day that came late.
    func backDated(_ claim: Claim) -> Case? {
        let days = rules.integer("days", of: "R-AUD-04")
        guard let recordedOn = claim.stated("recordedOn") else { return nil }
        let events = claim.events.filter { event in
            event.type != "event.voided" && ExactName(event.reference.source) == claim.id
                && BusinessDate(of: event.recordedAt).description == recordedOn
                && lateness(event) > days * Self.dayMilliseconds
        }
        guard let most = events.map(lateness).max() else { return nil }
        return Case(
            detail: [
                ("recordedOn", recordedOn), ("count", "\(events.count)"),
                ("mostDays", "\(most / Self.dayMilliseconds)"), ("days", "\(days)"),
            ],
            events: events
        )
    }

    /// The case of late records of a station just before an inspection.
    func burst(_ claim: Claim) -> Case? {
        let count = rules.integer("count", of: "R-AUD-05")
        let window = rules.integer("window", of: "R-AUD-05")
        let delay = rules.integer("delay", of: "R-AUD-05")
        guard let day = claim.events.last(where: { $0.type == "station.inspected" })?.day else {
            return nil
        }
        let inspections = supervision.filter {
            $0.type == "station.inspected" && $0.name("station") == claim.id && $0.day == day
        }
        let first = day.advanced(byDays: 1 - Int(window))
        let late = claim.events.filter { event in
            let recordedOn = BusinessDate(of: event.recordedAt)
            return event.type != "station.inspected" && event.type != "event.voided"
                && station(of: event) == claim.id && first <= recordedOn && recordedOn <= day
                && lateness(event) > delay * Self.dayMilliseconds
        }
        guard !inspections.isEmpty, Int64(late.count) >= count else { return nil }
        return Case(
            region: region(of: claim.id),
            detail: [
                ("count", "\(late.count)"), ("minimum", "\(count)"), ("window", "\(window)"),
                ("delay", "\(delay)"),
            ],
            events: inspections + late
        )
    }

    // MARK: - Parcels

    private static let levels = ["city", "county", "township", "village"]

    /// The steps of a way, first to last.
    private static func steps(_ direction: String) -> [String] {
        let levels = direction == "upstream" ? levels.reversed() : levels
        return ["accepted"] + levels.flatMap { ["\($0).arrived", "\($0).departed"] } + ["delivered"]
    }

    private func step(_ event: StatedEvent) -> String? {
        if event.type == "parcel.accepted" { return "accepted" }
        guard event.type == "parcel.scanned", let kind = event.text("kind") else { return nil }
        return kind == "delivered" ? kind : "\(event.text("nodeLevel") ?? "").\(kind)"
    }

    /// The case of a parcel whose way is told backwards.
    func parcel(_ claim: Claim) -> Case? {
        let own = claim.events.filter { $0.name("parcel") == claim.id && step($0) != nil }
        let acceptance = own.last { $0.type == "parcel.accepted" }
        // An acceptance that is no part of a pair is not named; the row says its direction.
        let direction = acceptance?.text("direction") ?? claim.stated("direction") ?? "unknown"
        let scans = own.filter { $0.type == "parcel.scanned" }
        let way = [acceptance].compactMap(\.self) + scans.prefix { $0.text("kind") != "returned" }
        let down = backwards(way, "downstream")
        let up = backwards(way, "upstream")
        let pairs: [(later: String, earlier: String)]
        switch direction {
        case "downstream": pairs = down
        case "upstream": pairs = up
        default: pairs = down.isEmpty || up.isEmpty ? [] : down + up
        }
        guard !pairs.isEmpty else { return nil }
        let steps = Set(pairs.flatMap { [$0.later, $0.earlier] })
        let events = way.filter { event in step(event).map(steps.contains) ?? false }
        let orders = Set(pairs.map { ExactName("\($0.later)<\($0.earlier)") }).sorted()
        return Case(
            county: events.filter { $0.type == "parcel.scanned" }.max { $0.precedes($1) }?
                .text("county"),
            detail: [("direction", direction)] + orders.map { ("order", $0.text) },
            events: events
        )
    }

    /// Pairs of steps of which every event of the later happened before every event of the earlier.
    private func backwards(
        _ way: [StatedEvent],
        _ direction: String
    ) -> [(later: String, earlier: String)] {
        let times = Dictionary(grouping: way) { step($0) ?? "" }.mapValues { $0.map(\.instant) }
        let steps = Self.steps(direction).filter { times[$0] != nil }
        var pairs: [(later: String, earlier: String)] = []
        for (place, earlier) in steps.enumerated() {
            for later in steps[(place + 1)...] {
                guard let last = times[later]?.max(), let first = times[earlier]?.min(),
                    last < first
                else { continue }
                pairs.append((later, earlier))
            }
        }
        return pairs
    }
}
