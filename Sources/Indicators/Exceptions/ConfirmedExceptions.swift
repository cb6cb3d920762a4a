import EventLog
import EventModel
import Programme

/// What hashes made suspicious, looked up in the events themselves.
///
/// A hash only says where to look; what is told here rests on the words of the events.
struct ConfirmedExceptions {
    private let events: [UInt64: Event]
    private let stamps: [UInt64: FactStamp]

    /// Reads the events at positions, in whatever order they are given.
    ///
    /// - Throws: ``LogError`` when they cannot be read.
    init(_ positions: some Sequence<UInt64>, in snapshot: LogSnapshot) throws(LogError) {
        var events: [UInt64: Event] = [:]
        var stamps: [UInt64: FactStamp] = [:]
        for recorded in try snapshot.events(at: Set(positions).sorted()) {
            events[recorded.position] = recorded.event
            stamps[recorded.position] = FactStamp(
                instant: recorded.event.time.instant.millisecondsSince1970,
                position: recorded.position
            )
        }
        self.events = events
        self.stamps = stamps
    }

    /// Things that several of the events have in common, by their text; groups of two at least.
    private func groups(
        _ suspects: [FactStamp],
        by text: (Event) -> [String]?
    ) -> [(text: [String], stamps: [FactStamp])] {
        var groups: [[ExactName]: [FactStamp]] = [:]
        for stamp in suspects {
            guard let event = events[stamp.position], let text = text(event) else { continue }
            groups[text.map { ExactName($0) }, default: []].append(stamp)
        }
        return groups.filter { $0.value.count > 1 }.map {
            (text: $0.key.map(\.text), stamps: $0.value)
        }
    }

    private func amount(_ stamps: [FactStamp]) -> Int128 {
        stamps.reduce(Int128(0)) { sum, stamp in
            sum + Int128(events[stamp.position]?.integer("amountFen") ?? 0)
        }
    }

    /// Evidence behind several events.
    func evidenceCases(_ suspects: [FactStamp]) -> [ExceptionCase] {
        groups(suspects) { event in event.evidence.map { [$0.description] } }.map { group in
            ExceptionCase(
                .duplicateEvidence,
                "evidence/" + group.text[0],
                detail: [("count", "\(group.stamps.count)")],
                events: group.stamps
            )
        }
    }

    /// Vouchers behind several payments.
    func voucherCases(_ suspects: [FactStamp]) -> [ExceptionCase] {
        groups(suspects) { event in event.text("voucher").map { [$0] } }.map { group in
            ExceptionCase(
                .duplicateVoucher,
                "voucher/" + group.text[0],
                detail: [
                    ("count", "\(group.stamps.count)"), ("sumFen", "\(amount(group.stamps))"),
                ],
                events: group.stamps
            )
        }
    }

    /// Persons who attended one session several times.
    func attendanceCases(_ suspects: [FactStamp]) -> [ExceptionCase] {
        groups(suspects) { event in
            guard let session = event.text("session"), let person = event.text("person") else {
                return nil
            }
            return [session, person]
        }.map { group in
            ExceptionCase(
                .attendanceRepeated,
                "session/" + group.text[0],
                detail: [("person", group.text[1]), ("count", "\(group.stamps.count)")],
                events: group.stamps
            )
        }
    }

    /// Payments of one line on one day, apart by payee.
    func splitCases(
        _ payments: [FundFacts.Payment],
        of funds: FundExceptions
    ) -> [ExceptionCase] {
        let byPayee = Dictionary(grouping: payments) { payment in
            ExactName(events[payment.stamp.position]?.text("payee") ?? "")
        }
        return byPayee.compactMap { payee, payments in
            funds.splitCase(payments, payee: payee.text)
        }
    }

    /// Parcels whose way is told backwards.
    func parcelCases(_ suspects: some Sequence<UInt64>) -> [ExceptionCase] {
        var parcels: [ExactName: [ParcelFact]] = [:]
        for position in suspects {
            guard let event = events[position], let stamp = stamps[position],
                let parcel = event.text("parcel"), let step = Self.step(of: event)
            else { continue }
            parcels[ExactName(parcel), default: []].append(
                ParcelFact(stamp: stamp, step: step, county: event.text("county"))
            )
        }
        return parcels.compactMap { ParcelWay($0.value).exceptionCase(of: $0.key.text) }
    }

    private static func step(of event: Event) -> ParcelStep? {
        if event.schema.type.hasSameBytes(as: ParcelEvents.accepted.type) {
            return event.integer("direction").flatMap { TradeDirection(stored: $0) }
                .map { .accepted($0) }
        }
        guard let level = event.integer("nodeLevel").flatMap({ NodeLevel(stored: $0) }),
            let kind = event.integer("kind").flatMap({ ScanKind(stored: $0) })
        else { return nil }
        return ParcelStep(kind, at: level)
    }
}

extension Event {
    /// The text of a field; `nil` if the event has none.
    fileprivate func text(_ field: String) -> String? {
        guard let index = schema.index(of: field), case .text(let text) = data[index] else {
            return nil
        }
        return text
    }

    /// The integer of a field; `nil` if the event has none.
    fileprivate func integer(_ field: String) -> Int64? {
        guard let index = schema.index(of: field), case .integer(let number) = data[index] else {
            return nil
        }
        return number
    }
}
