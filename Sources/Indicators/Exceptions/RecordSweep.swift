package import EventLog
package import EventModel
import Programme
import Projections

/// One pass over the live events of a question for what is too frequent to be kept: late records, business of
/// closed stations, and the steps of parcels.
///
/// It is folded and merged as any projection, from an empty state that holds its plan; nothing of it is kept.
package struct RecordSweep: Projection {
    /// Names the pass; no state of it is stored.
    package static let id = "exceptions-sweep"
    /// Raised whenever the same events would give another state.
    package static let version = 1
    /// The event types that are looked into; lateness is looked at for every type.
    package static let eventTypes = [
        ParcelEvents.accepted, ParcelEvents.scanned, TradeEvents.recorded,
        SupervisionEvents.reportSubmitted, SupervisionEvents.performanceRecorded,
    ]

    private let plan: SweepPlan?
    /// Events whose lateness exceeds the limit.
    private(set) var backDated: [LateRecord] = []
    /// Late records of stations that may make a burst.
    private(set) var beforeInspections: [StationRecord] = []
    /// Business of closed stations.
    private(set) var business: [Business] = []
    /// Steps of the pass's part of the parcels.
    private(set) var steps = ParcelSteps()

    /// An event recorded late.
    struct LateRecord: Hashable, Sendable {
        let stamp: FactStamp
        /// In milliseconds since 1970-01-01T00:00:00Z.
        let recordedAt: Int64

        /// From the event to its record, in milliseconds.
        var lateness: Int64 { recordedAt &- stamp.instant }
    }

    /// A late record of a station.
    struct StationRecord: Hashable, Sendable {
        /// Name ordinal of the station's id.
        let station: UInt32
        let record: LateRecord
    }

    /// Something that a closed station did.
    struct Business: Hashable, Sendable {
        /// Place of the time in which it was closed, in ``StationClosings/spans``.
        let place: Int
        let stamp: FactStamp
    }

    /// Makes a pass that looks for nothing.
    package init() { plan = nil }

    /// Makes a pass that looks for what a plan says.
    init(_ plan: SweepPlan) { self.plan = plan }

    /// Looks through a block's live rows.
    ///
    /// - Throws: ``DamageError`` when a column does not decode.
    /// - Complexity: O(rows), some nanoseconds each.
    package mutating func fold(_ block: borrowing EventBlock) throws(DamageError) {
        guard let plan else { return }
        if plan.takesRecords {
            try foldLateRecords(block, plan)
            foldScans(block, plan)
            foldSales(block, plan)
            foldReports(block, plan)
            foldPerformance(block, plan)
        }
        try foldSteps(block, plan)
    }

    /// Takes in what was found in the events that follow.
    package mutating func merge(_ later: consuming RecordSweep) {
        backDated += later.backDated
        beforeInspections += later.beforeInspections
        business += later.business
        steps.merge(later.steps)
    }

    /// Gives the steps away.
    mutating func takeSteps() -> ParcelSteps {
        var taken = ParcelSteps()
        swap(&taken, &steps)
        return taken
    }

    // MARK: - Late records

    private mutating func foldLateRecords(
        _ block: borrowing EventBlock,
        _ plan: SweepPlan
    ) throws(DamageError) {
        let recorded = try block.recordedTimes(0..<block.eventCount)
        guard block.eventCount > 0 else { return }
        let latest = recorded[block.eventCount - 1]
        for ordinal in block.typeOrdinals {
            guard let partition = block.partition(typeOrdinal: ordinal),
                !partition.schema.type.hasSameBytes(as: eventVoided.type),
                latest &- partition.instantRange.lowerBound > plan.leastLateness
            else { continue }
            let stamps = partition.stamps()
            var late: [(row: Int, record: LateRecord)] = []
            for range in partition.liveRanges {
                for row in range {
                    let instant = stamps.instant(row)
                    guard latest &- instant > plan.leastLateness, instant <= plan.last else {
                        continue
                    }
                    let stamp = stamps.stamp(row)
                    let recordedAt = recorded[Int(stamp.position - block.firstPosition)]
                    guard recordedAt &- instant > plan.leastLateness else { continue }
                    late.append((row, LateRecord(stamp: stamp, recordedAt: recordedAt)))
                }
            }
            for (_, record) in late where record.lateness > plan.lateness {
                backDated.append(record)
            }
            foldStationRecords(late, partition, plan)
        }
    }

    /// Keeps the late records of stations that are about to be inspected; the inspections are not theirs.
    private mutating func foldStationRecords(
        _ late: [(row: Int, record: LateRecord)],
        _ partition: borrowing BlockPartition,
        _ plan: SweepPlan
    ) {
        guard !late.isEmpty, let field = Self.stationField(of: partition.schema) else { return }
        let stations = partition.names(field)
        for (row, record) in late where record.lateness > plan.burstDelay {
            guard let station = stations.present(row),
                plan.isBeforeInspection(station, recordedAt: record.recordedAt)
            else { continue }
            beforeInspections.append(StationRecord(station: station, record: record))
        }
    }

    /// The field that names the station of an event; `nil` for a type that is of none.
    private static func stationField(of schema: EventSchema) -> String? {
        if schema.type.hasSameBytes(as: SupervisionEvents.inspected.type) { return nil }
        let name = schema.type.hasSameBytes(as: ParcelEvents.scanned.type) ? "node" : "station"
        guard let index = schema.index(of: name), schema.fields[index].storage == .name else {
            return nil
        }
        return name
    }

    // MARK: - Business after closing

    private mutating func foldScans(_ block: borrowing EventBlock, _ plan: SweepPlan) {
        for place in block.places(of: ParcelEvents.scanned) {
            let scans = block.partition(at: place)
            foldDays(scans, of: "node", plan)
        }
    }

    private mutating func foldSales(_ block: borrowing EventBlock, _ plan: SweepPlan) {
        for place in block.places(of: TradeEvents.recorded) {
            let sales = block.partition(at: place)
            foldDays(sales, of: "station", plan)
        }
    }

    private mutating func foldDays(
        _ partition: borrowing BlockPartition,
        of field: String,
        _ plan: SweepPlan
    ) {
        guard let first = plan.closings.firstInstant, partition.instantRange.upperBound >= first
        else { return }
        let stamps = partition.stamps()
        let stations = partition.names(field)
        for range in partition.liveRanges {
            for row in range {
                let station = stations[row]
                guard plan.closings.hasSpans(station), stamps.instant(row) >= first,
                    stamps.instant(row) <= plan.last
                else { continue }
                let stamp = stamps.stamp(row)
                guard let place = plan.closings.place(of: station, on: stamp.day) else { continue }
                business.append(Business(place: place, stamp: stamp))
            }
        }
    }

    private mutating func foldReports(_ block: borrowing EventBlock, _ plan: SweepPlan) {
        for place in block.places(of: SupervisionEvents.reportSubmitted) {
            let reports = block.partition(at: place)
            foldMonths(reports, plan) { _ in true }
        }
    }

    /// A value of nothing is no business.
    private mutating func foldPerformance(_ block: borrowing EventBlock, _ plan: SweepPlan) {
        for place in block.places(of: SupervisionEvents.performanceRecorded) {
            let partition = block.partition(at: place)
            var values: [Int64] = []
            partition.integers("value").decode(0..<partition.rowCount, into: &values)
            foldMonths(partition, plan) { values[$0] > 0 }
        }
    }

    private mutating func foldMonths(
        _ partition: borrowing BlockPartition,
        _ plan: SweepPlan,
        _ isBusiness: (Int) -> Bool
    ) {
        guard plan.closings.firstInstant != nil else { return }
        let stamps = partition.stamps()
        let stations = partition.names("station")
        let months = partition.integers("month")
        for range in partition.liveRanges {
            for row in range {
                guard plan.closings.hasSpans(stations[row]), stamps.instant(row) <= plan.last,
                    isBusiness(row)
                else { continue }
                let month = BusinessMonth(monthsSince1970: Int32(clamping: months[row]))
                guard let place = plan.closings.place(of: stations[row], in: month)
                else { continue }
                business.append(Business(place: place, stamp: stamps.stamp(row)))
            }
        }
    }

    // MARK: - Steps of parcels

    private mutating func foldSteps(
        _ block: borrowing EventBlock,
        _ plan: SweepPlan
    ) throws(DamageError) {
        for place in block.places(of: ParcelEvents.scanned) {
            let partition = block.partition(at: place)
            var (levels, kinds): ([Int64], [Int64]) = ([], [])
            partition.integers("nodeLevel").decode(0..<partition.rowCount, into: &levels)
            partition.integers("kind").decode(0..<partition.rowCount, into: &kinds)
            let codes = (0..<partition.rowCount).map { row in
                ParcelStep.code(ofLevel: levels[row], kind: kinds[row])
            }
            try foldSteps(partition, codes, plan)
        }
        for place in block.places(of: ParcelEvents.accepted) {
            let partition = block.partition(at: place)
            var directions: [Int64] = []
            partition.integers("direction").decode(0..<partition.rowCount, into: &directions)
            let codes = (0..<partition.rowCount).map { row in
                ParcelStep.code(ofDirection: directions[row])
            }
            try foldSteps(partition, codes, plan)
        }
    }

    private mutating func foldSteps(
        _ partition: borrowing BlockPartition,
        _ stepCodes: [UInt8],
        _ plan: SweepPlan
    ) throws(DamageError) {
        let stamps = partition.stamps()
        let parcels = try partition.keyHashes("parcel")
        let (hashes, codes) = (parcels.hashes, parcels.codes)
        let (part, parts) = plan.parcels
        for range in partition.liveRanges {
            for row in range {
                let parcel = codes[row]
                let instant = stamps.instant(row)
                guard parcel >= 0, instant <= plan.last, stepCodes[row] != ParcelStep.noCode else {
                    continue
                }
                let hash = hashes[Int(parcel)]
                // The low half chooses the pass, the high half the group.
                guard parts == 1 || (hash & 0xFFFF_FFFF) % parts == part else { continue }
                steps.add(
                    hash: hash,
                    instant: instant,
                    code: stepCodes[row],
                    position: stamps.position(row)
                )
            }
        }
    }
}
