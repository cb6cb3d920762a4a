import CairnTestSupport
import EventModel

/// Makes requests as careless and careful producers send them, for a model's present state.
struct RandomHistory {
    var random: SplitMix64
    /// Numbers given out by the counting source.
    private var counter = 7
    private var newSourceCount = 0

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// Subjects by type; two spellings of `é` are two streams.
    private static let streams = [
        "test.scanned": (1...7).map { "parcel/P\($0)" },
        "test.noted": ["station/1", "station/2", "station/caf\u{E9}", "station/cafe\u{301}"],
        "event.voided": ["ledger", "station/1"],
    ]
    private static let sources = ["/m/count", "/m/count", "/m/uuid", "/m/random", "/m/\u{E9}"]
    private static let notes = [
        "晴", "", "a \"b\" \\ c", "two\nlines\t", "caf\u{E9}", "cafe\u{301}",
    ]

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func pick<Element>(_ elements: [Element], or other: Element) -> Element {
        elements.randomElement(using: &random) ?? other
    }

    // MARK: Requests

    /// A request of `0…largest` events.
    mutating func request(for model: ModelLog, now: Int64, largest: Int) -> ModelLog.Request {
        var request = ModelLog.Request()
        request.restores = chance(15)
        // The batch's own events may be repeated, voided and corrected as well.
        var known = model.entries.map(\.event)
        let count = chance(5) ? 0 : number(1...max(1, chance(70) ? min(6, largest) : largest))
        for _ in 0..<count {
            let event = self.event(knowing: known, model)
            request.events.append(event)
            known.append(event)
        }
        if request.restores {
            stampRecordedTimes(of: &request, model, now)
        } else if chance(2), !request.events.isEmpty {
            let index = number(0...(request.events.count - 1))
            if chance(50) {
                request.events[index].recordedAt = now
            } else {
                request.events[index].sequence = UInt64(model.entries.count + index)
            }
        }
        if chance(20) { request.expectations = expectations(for: model, request) }
        if chance(15) { request.conditions = expectations(for: model, request) }
        return request
    }

    private mutating func stampRecordedTimes(
        of request: inout ModelLog.Request,
        _ model: ModelLog,
        _ now: Int64
    ) {
        var time = max(now, model.entries.last?.recordedAt ?? now)
        let areNumbered = chance(40)
        for index in request.events.indices {
            if chance(50) { time += Int64(number(0...5_000)) }
            if chance(1) { time -= 1 }
            request.events[index].recordedAt = chance(1) ? nil : time
            guard areNumbered else { continue }
            let offset = chance(2) ? 1 : 0
            request.events[index].sequence = UInt64(model.entries.count + index + offset)
        }
    }

    private mutating func expectations(
        for model: ModelLog,
        _ request: ModelLog.Request
    ) -> [ModelLog.Expectation] {
        (0..<number(1...2)).map { _ in
            let own = request.events.map(\.subject)
            let all = Self.streams.keys.sorted().flatMap { Self.streams[$0] ?? [] } + ["none/1"]
            let stream = chance(70) && !own.isEmpty ? pick(own, or: "") : pick(all, or: "")
            let count = UInt64(model.positions(ofStream: stream).count)
            let isTrue = chance(75)
            let state: ModelLog.Expectation.State
            switch number(0...3) {
            case 0: state = .any
            case 1: state = (count == 0) == isTrue ? .noStream : .exists
            default:
                state =
                    count == 0
                    ? (isTrue ? .noStream : .exactly(0)) : .exactly(isTrue ? count - 1 : count)
            }
            return ModelLog.Expectation(stream: stream, state: state)
        }
    }

    // MARK: Events

    private mutating func event(
        knowing known: [ModelEvent],
        _ model: ModelLog
    ) -> ModelEvent {
        if chance(9), let earlier = known.randomElement(using: &random) {
            var repeated = earlier
            repeated.recordedAt = nil
            repeated.sequence = nil
            // The same id with other content is refused, so it must stay rare.
            if chance(8) { repeated.attributes["actor"] = ModelEvent.quoted("another") }
            return repeated
        }
        var event: ModelEvent
        switch number(0...99) {
        case 0..<12 where !known.isEmpty: event = void(of: target(known, model), known)
        case 12..<22 where !known.isEmpty: event = correction(of: known[target(known, model)])
        case 22..<40: event = note()
        default: event = scan()
        }
        if chance(1) { event.corrects = ModelReference("/m/nobody", "1") }
        name(&event)
        decorate(&event)
        return event
    }

    /// An event to take back: one that counts mostly, a taker-back often.
    private mutating func target(_ known: [ModelEvent], _ model: ModelLog) -> Int {
        let recent = max(0, known.count - 40)..<known.count
        let takers = recent.filter { known[$0].voids != nil || known[$0].corrects != nil }
        for _ in 0..<6 {
            let choice =
                chance(45) && !takers.isEmpty
                ? pick(takers, or: 0) : number(recent.lowerBound...(recent.upperBound - 1))
            if choice >= model.entries.count || model.voids.counts(choice) || chance(3) {
                return choice
            }
        }
        return recent.lowerBound
    }

    private mutating func void(of index: Int, _ known: [ModelEvent]) -> ModelEvent {
        var event = bare("event.voided")
        let target = known[index]
        event.voids = chance(2) ? ModelReference(target.source, "unknown") : target.reference
        event.data = [
            "source": ModelEvent.quoted(target.source), "id": ModelEvent.quoted(target.id),
            "reason": ModelEvent.quoted(pick(Self.notes, or: "")), "authority": "\"office\"",
        ]
        if let voids = event.voids {
            event.data["id"] = ModelEvent.quoted(String(decoding: voids.id, as: UTF8.self))
        }
        return event
    }

    private mutating func correction(of target: ModelEvent) -> ModelEvent {
        var event = target
        event.recordedAt = nil
        event.sequence = nil
        event.corrects = target.reference
        if chance(5) { event.subject = pick(Self.streams[event.type] ?? [], or: "x") }
        if event.type == "test.noted" {
            event.data["note"] = ModelEvent.quoted(pick(Self.notes, or: ""))
        }
        return event
    }

    private mutating func scan() -> ModelEvent {
        var event = bare("test.scanned")
        let county = pick(SampleEvents.counties, or: "")
        event.regions = [county]
        event.data = [
            "parcel": ModelEvent.quoted("SF\(number(1...30))"),
            "county": ModelEvent.quoted(county),
        ]
        if chance(30) {
            let village = pick(["540222100201", "540202001001", "village-3"], or: "")
            event.regions.append(village)
            event.data["village"] = ModelEvent.quoted(village)
        }
        if chance(60) { event.data["weight"] = String(number(0...9_007_199_254_740_991)) }
        return event
    }

    private mutating func note() -> ModelEvent {
        var event = bare("test.noted")
        event.data = ["note": ModelEvent.quoted(pick(Self.notes, or: ""))]
        if chance(50) { event.data["author"] = ModelEvent.quoted("author-\(number(1...9))") }
        return event
    }

    private mutating func bare(_ type: String) -> ModelEvent {
        let day = Int64(number(18_040...18_060))
        let seconds = Int64(number(0...86_399))
        let millis = chance(20) ? Int64(number(1...999)) : 0
        let fraction = millis == 0 ? "" : "." + String(String(1_000 + millis).dropFirst())
        let offsets = [("+08:00", 480), ("+08:00", 480), ("Z", 0), ("-05:30", -330)]
        let (offset, minutes) = pick(offsets.map { ($0.0, Int64($0.1)) }, or: ("Z", 0))
        return ModelEvent(
            source: "",
            id: "",
            type: type,
            subject: pick(Self.streams[type] ?? [], or: ""),
            timeText: ModelEvent.date(day) + "T" + ModelEvent.clock(seconds) + fraction + offset,
            occurredAt: (day * 86_400 + seconds - minutes * 60) * 1_000 + millis
        )
    }

    /// Gives an event a source and an id that are new, most of the time.
    private mutating func name(_ event: inout ModelEvent) {
        event.source = pick(Self.sources, or: "")
        if chance(2) {
            newSourceCount += 1
            event.source = "/m/new-\(newSourceCount)"
        }
        switch event.source {
        case "/m/uuid":
            counter += 1
            let head = String(0x0197_0000_0000 + counter * 37, radix: 16)
            let padded = String(repeating: "0", count: 12 - head.count) + head
            event.id = "\(padded.prefix(8))-\(padded.suffix(4))-7\(hex(3))-9\(hex(3))-\(hex(12))"
        case "/m/random": event.id = hex(number(3...9))
        case "/m/\u{E9}":
            event.id =
                pick(["caf\u{E9}-", "cafe\u{301}-", "0"], or: "") + String(number(1...9_000))
        default:
            // Mostly rising, now and then an old number that was left out.
            counter += number(1...3)
            event.id = String(chance(5) ? number(1...counter) : counter)
        }
    }

    private mutating func hex(_ count: Int) -> String {
        String((0..<count).map { _ in pick(Array("0123456789abcdef"), or: "0") })
    }

    /// Adds what the envelope allows besides.
    private mutating func decorate(_ event: inout ModelEvent) {
        event.attributes = [:]
        if chance(25) { event.attributes["actor"] = ModelEvent.quoted("clerk-\(number(1...3))") }
        if chance(15) { event.attributes["role"] = "\"clerk\"" }
        if chance(10) { event.attributes["evidence"] = ModelEvent.quoted(hex(64)) }
        if chance(10) { event.attributes["datacontenttype"] = "\"application/json\"" }
        if chance(20) {
            event.attributes["dataschema"] = ModelEvent.quoted("urn:cairn:schema:\(event.type):1")
        }
    }
}
