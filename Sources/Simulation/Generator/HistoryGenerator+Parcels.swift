import EventModel
import Programme

extension HistoryGenerator {
    /// Plans the scans of one parcel that starts on the day, at most `limit` of them.
    mutating func planParcel(_ day: Int, limit: Int) {
        let number = tallies.parcels
        tallies.parcels += 1
        let start = moment(of: day, from: 7, to: 20)
        guard let outlet = someOutlet() else {
            // Before the first outlet opens, parcels are collected at the county's hub.
            guard !counties.isEmpty else { return scan(number, cityHub, .departed, start) }
            scan(number, counties[random.below(counties.count)].hub, .delivered, start)
            return
        }
        let stops =
            random.chance(12, in: 100)
            ? upstreamStops(from: outlet, start: start)
            : downstreamStops(to: outlet, start: start)
        // One parcel in fifty is lost on the way; one scan in fifty is not made.
        let reached = random.chance(1, in: 50) ? 1 + random.below(stops.count) : stops.count
        var left = limit
        for stop in stops.prefix(reached) where left > 0 && !random.chance(1, in: 50) {
            scan(number, stop.node, stop.kind, stop.at)
            left -= 1
        }
        if left > 0, random.chance(1, in: 40) {
            accept(number, outlet, at: start - 20 * Timeline.minute)
        }
    }

    private struct Stop {
        var node: Int
        var kind: ScanKind
        var at: Int64
    }

    private mutating func downstreamStops(to place: Int, start: Int64) -> [Stop] {
        let outlet = outlets[place]
        let hub = counties[outlet.county].hub
        var at = start
        var stops = [Stop(node: cityHub, kind: .departed, at: at)]
        // Limits are 24 h to the county and 72 h to the village; about one in twelve is late.
        at += random.chance(1, in: 12) ? hours(24...70) : hours(5...22)
        stops.append(Stop(node: hub, kind: .arrived, at: at))
        at += hours(1...8)
        stops.append(Stop(node: hub, kind: .departed, at: at))
        if outlet.site.village != nil {
            if let station = townships[outlet.site.township].station {
                at += hours(2...20)
                stops.append(Stop(node: outlets[station].node, kind: .arrived, at: at))
            }
            at += random.chance(1, in: 15) ? hours(40...90) : hours(3...40)
        } else {
            at += random.chance(1, in: 15) ? hours(24...60) : hours(3...22)
        }
        let kind: ScanKind = random.chance(1, in: 100) ? .returned : .delivered
        stops.append(Stop(node: outlet.node, kind: kind, at: at))
        return stops
    }

    private mutating func upstreamStops(from place: Int, start: Int64) -> [Stop] {
        let outlet = outlets[place]
        let hub = counties[outlet.county].hub
        var at = start
        var stops = [Stop(node: outlet.node, kind: .departed, at: at)]
        if outlet.site.village != nil, let station = townships[outlet.site.township].station {
            at += hours(2...24)
            stops.append(Stop(node: outlets[station].node, kind: .arrived, at: at))
        }
        at += hours(4...30)
        stops.append(Stop(node: hub, kind: .arrived, at: at))
        at += hours(1...10)
        stops.append(Stop(node: hub, kind: .departed, at: at))
        at += hours(6...30)
        stops.append(Stop(node: cityHub, kind: .arrived, at: at))
        return stops
    }

    /// A time within the hours, in milliseconds of whole seconds.
    private mutating func hours(_ range: ClosedRange<Int>) -> Int64 {
        Int64(random.within(range.lowerBound * 3_600...range.upperBound * 3_600)) * 1_000
    }

    private mutating func scan(_ parcel: UInt32, _ node: Int, _ kind: ScanKind, _ at: Int64) {
        var delay = Int64(random.within(1_000...600_000))
        if random.chance(options.lateShare, in: 1_000) { delay += lateness() }
        let planned = PlannedScan(
            occurredAt: at,
            parcel: parcel,
            node: UInt32(node),
            kind: UInt8(truncatingIfNeeded: kind.stored)
        )
        agenda.add(planned, recordedAt: at + delay)
    }

    private mutating func accept(_ parcel: UInt32, _ outlet: Int, at: Int64) {
        let fact = Fact.accepted(
            Self.parcelID(parcel),
            .downstream,
            from: nodes[cityHub].county,
            to: outlets[outlet].region
        )
        note(fact, by: nodes[cityHub].source, at: at)
    }
}
