package import EventLog
package import EventModel
internal import Synchronization

/// Which counties an event concerns: by its own division codes, else by the station it names, else by what happened
/// earlier in its stream; a void concerns whom its target concerns.
///
/// So a station's report belongs to the county in which the station was opened, although the report itself names no
/// division, and an upheld complaint to that of the complaint that was filed. Paper about a station that comes before the
/// station's opening belongs to no county until then: whoever looked earlier has not seen it.
///
/// What was found of a stream is remembered: its first events do not change.
package final class EventCounties: Sendable {
    /// Counties by their first six digits.
    package struct Found: Hashable, Sendable {
        /// All counties in which the event happens; city-wide events have none.
        package var counties: Set<String>
        /// Whether one of them in a scope is enough: a parcel has an origin and a destination.
        package var isEither = false

        /// Nothing is known.
        static let unknown = Found(counties: [])

        /// Whether a scope covers the event.
        package func lies(in scope: [String]) -> Bool {
            guard !counties.isEmpty else { return false }
            return isEither
                ? counties.contains { scope.contains($0) }
                : counties.allSatisfy { scope.contains($0) }
        }

        /// Whether the event is of interest to a scope.
        package func touches(_ scope: [String]) -> Bool {
            counties.contains { scope.contains($0) }
        }
    }

    /// What is known of a stream.
    private enum Knowledge {
        case found(Found)
        /// Nothing in its events before this position.
        case unknown(before: UInt64)
    }

    private let known = Mutex<[String: Knowledge]>([:])
    private static let knownMax = 262_144
    /// Events of a stream that are looked at in one go: paper about a station may come before its opening.
    private static let lookedAtMax = 4_096
    /// Steps from one stream to another: complaint, station.
    private static let stepsMax = 3

    /// Makes a memory of nothing.
    package init() {}

    /// The counties of an event.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - snapshot: Tells what happened earlier.
    /// - Returns: The counties; none where nothing says so, or where it concerns the whole city.
    /// - Throws: ``LogError`` when the log cannot be read.
    package func counties(of event: Event, in snapshot: LogSnapshot) throws -> Found {
        try counties(of: event, in: snapshot, after: EarlierEvents(), steps: Self.stepsMax)
    }

    /// The counties of everything that an event takes part in or changes.
    ///
    /// They are what it names itself, its station, its stream, and what it voids or takes the place of. Whoever
    /// records it must be allowed to in each. A parcel's stream is not among them, since parcels travel.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - snapshot: Tells what happened earlier.
    ///   - batch: Events that come before it and are not recorded yet.
    /// - Returns: At least one; ``Found/unknown`` where nothing says so, or where it concerns the whole city.
    /// - Throws: ``LogError`` when the log cannot be read.
    package func touched(
        by event: Event,
        in snapshot: LogSnapshot,
        after batch: EarlierEvents
    ) throws -> [Found] {
        let found = try touched(by: event, in: snapshot, after: batch, steps: Self.stepsMax)
        return found.isEmpty ? [.unknown] : found
    }

    private func touched(
        by event: Event,
        in snapshot: LogSnapshot,
        after batch: EarlierEvents,
        steps: Int
    ) throws -> [Found] {
        var all: [Found] = []
        if let own = Self.ownCounties(of: event) { all.append(own) }
        var streams = ["station", "node"].compactMap { Self.text($0, of: event) }
            .map { "station/" + $0 }
        if !event.subject.hasPrefix("parcel/") { streams.append(event.subject) }
        for stream in streams {
            let found = try ofStream(stream, in: snapshot, after: batch, steps: steps - 1)
            if !found.counties.isEmpty { all.append(found) }
        }
        let targets = try targets(of: event, in: snapshot, after: batch)
        for target in targets {
            guard steps > 0 else { return [] }
            guard let target else {
                // A correction of nothing is refused by the log; of a void of nothing it is not known whose it is.
                if event.corrects == nil || targets.count > 1 { all.append(.unknown) }
                continue
            }
            let more = try touched(by: target, in: snapshot, after: batch, steps: steps - 1)
            all += more.isEmpty ? [.unknown] : more
        }
        return all
    }

    /// What an event voids or takes the place of; `nil` for what is not there.
    package func targets(
        of event: Event,
        in snapshot: LogSnapshot,
        after batch: EarlierEvents
    ) throws -> [Event?] {
        var references: [EventReference] = []
        if let corrected = event.corrects { references.append(corrected) }
        if event.schema.type.hasSameBytes(as: "event.voided"),
            let source = Self.text("source", of: event), let id = Self.text("id", of: event)
        {
            references.append(EventReference(source: source, id: id))
        }
        return try references.map { reference in
            if let target = batch.event(reference) { return target }
            guard let position = try snapshot.position(of: reference) else { return nil }
            return try snapshot.event(at: position)?.event
        }
    }

    private func counties(
        of event: Event,
        in snapshot: LogSnapshot,
        after batch: EarlierEvents,
        steps: Int
    ) throws -> Found {
        if let own = Self.ownCounties(of: event) { return own }
        guard steps > 0 else { return .unknown }
        if event.schema.type.hasSameBytes(as: "event.voided") {
            guard let target = try targets(of: event, in: snapshot, after: batch).first ?? nil
            else { return .unknown }
            return try counties(of: target, in: snapshot, after: batch, steps: steps - 1)
        }
        for field in ["station", "node"] {
            guard let station = Self.text(field, of: event) else { continue }
            let stream = "station/" + station
            guard !stream.hasSameBytes(as: event.subject) else { continue }
            let found = try ofStream(stream, in: snapshot, after: batch, steps: steps - 1)
            if !found.counties.isEmpty { return found }
        }
        return try ofStream(event.subject, in: snapshot, after: batch, steps: steps - 1)
    }

    /// What the event's own division codes say; `nil` if it has none.
    private static func ownCounties(of event: Event) -> Found? {
        var decisive: Set<String> = []
        var either: Set<String> = []
        var hasDivision = false
        for (field, value) in zip(event.schema.fields, event.data)
        where field.kind == .region || Self.divisionFields.contains(field.name) {
            guard case .text(let code) = value, code.utf8.count == 12 else { continue }
            hasDivision = true
            let county = String(code.prefix(6))
            // Of the whole city or province: no county's own.
            guard !county.hasSuffix("00") else { continue }
            if ["origin", "destination"].contains(field.name) {
                either.insert(county)
            } else {
                decisive.insert(county)
            }
        }
        if !decisive.isEmpty { return Found(counties: decisive) }
        if !either.isEmpty { return Found(counties: either, isEither: true) }
        return hasDivision ? .unknown : nil
    }

    private static let divisionFields: Set<String> = [
        "county", "region", "village", "origin", "destination",
    ]

    private static func text(_ field: String, of event: Event) -> String? {
        guard let index = event.schema.index(of: field), case .text(let text) = event.data[index]
        else { return nil }
        return text
    }

    /// A stream's county: a station's is that of its opening, another's that of the first event that says so.
    private func ofStream(
        _ stream: String,
        in snapshot: LogSnapshot,
        after batch: EarlierEvents,
        steps: Int
    ) throws -> Found {
        var start: UInt64 = 0
        switch known.withLock({ $0[stream] }) {
        case .found(let found): return found
        case .unknown(let before): start = before
        case nil: break
        }
        var filter = EventFilter()
        filter.stream = stream
        if stream.hasPrefix("station/") { filter.types = ["station.opened"] }
        filter.positions = start..<max(start, snapshot.eventCount)
        var found = Found.unknown
        var seen = filter.positions.upperBound
        var left = Self.lookedAtMax
        if start < seen {
            try snapshot.events(matching: filter) { recorded in
                found = try counties(
                    ofMemberOf: stream,
                    recorded.event,
                    in: snapshot,
                    after: EarlierEvents(),
                    steps: steps
                )
                left -= 1
                if left == 0 { seen = recorded.position + 1 }
                return found.counties.isEmpty && left > 0
            }
        }
        remember(found.counties.isEmpty ? .unknown(before: seen) : .found(found), of: stream)
        guard found.counties.isEmpty else { return found }
        for event in batch.events(ofStream: stream)
        where filter.types.isEmpty || filter.types.contains(event.schema.type) {
            found = try counties(
                ofMemberOf: stream,
                event,
                in: snapshot,
                after: batch,
                steps: steps
            )
            if !found.counties.isEmpty { break }
        }
        return found
    }

    private func remember(_ knowledge: Knowledge, of stream: String) {
        known.withLock { known in
            if known.count >= Self.knownMax { known = [:] }
            known[stream] = knowledge
        }
    }

    /// What an event says of its stream, without asking the stream again.
    private func counties(
        ofMemberOf stream: String,
        _ event: Event,
        in snapshot: LogSnapshot,
        after batch: EarlierEvents,
        steps: Int
    ) throws -> Found {
        if let own = Self.ownCounties(of: event) { return own }
        guard steps > 0, let station = Self.text("station", of: event) else { return .unknown }
        let other = "station/" + station
        guard !other.hasSameBytes(as: stream) else { return .unknown }
        return try ofStream(other, in: snapshot, after: batch, steps: steps - 1)
    }
}
