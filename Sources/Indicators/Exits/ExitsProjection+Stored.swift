package import EventLog
import EventModel
package import Projections
import Programme

extension ExitsProjection: StoredProjection {
    private enum ConductTag {
        static let exitRequested: UInt8 = 0
        static let terminatedFirst: UInt8 = 8
        static let breachConfirmed: UInt8 = 1
        static let irregular: UInt8 = 2
        static let compliant: UInt8 = 3
        static let decisionFirst: UInt8 = 16
    }

    /// Writes the state.
    package func encode(to writer: inout ByteWriter, from start: UInt64) {
        rules.encode(to: &writer, from: start)
        stations.encodeStationFacts(to: &writer, from: start)
        writer.append(conduct.map(\.stamp), from: start)
        writer.append(list: conduct.map(\.subject))
        writer.append(list: conduct.map { Self.tag(of: $0.kind) })
        var decidedRules: [UInt32] = []
        for case .decisionTaken(let rule, _) in conduct.lazy.map(\.kind) {
            decidedRules.append(rule)
        }
        writer.append(list: decidedRules)
        writer.append(metrics.map(\.stamp), from: start)
        writer.append(list: metrics.map(\.subject))
        writer.append(list: metrics.map(\.month.monthsSince1970))
        writer.append(list: metrics.map { $0.metricPlace << 1 | ($0.isTarget ? 1 : 0) })
        writer.append(list: metrics.map(\.amount))
        writer.append(reports.map(\.stamp), from: start)
        writer.append(list: reports.map(\.subject))
        writer.append(list: reports.map(\.month.monthsSince1970))
        writer.append(filings.map(\.stamp), from: start)
        writer.append(list: filings.map(\.subject))
        writer.append(list: filings.map(\.station))
        writer.append(optionalNames: filings.map(\.person))
        writer.append(complaintFacts.map(\.stamp), from: start)
        writer.append(list: complaintFacts.map(\.subject))
        writer.append(list: complaintFacts.map { Self.tag(of: $0.kind) })
        var targets: [UInt32] = []
        for case .merged(let into) in complaintFacts.lazy.map(\.kind) { targets.append(into) }
        writer.append(list: targets)
    }

    private static func tag(of kind: SupervisionFact.Kind) -> UInt8 {
        switch kind {
        case .exitRequested: ConductTag.exitRequested
        case .agreementTerminated(let initiator):
            ConductTag.terminatedFirst + UInt8(truncatingIfNeeded: initiator.stored)
        case .breachConfirmed: ConductTag.breachConfirmed
        case .inspected(let isCompliant):
            isCompliant ? ConductTag.compliant : ConductTag.irregular
        case .decisionTaken(_, let decision):
            ConductTag.decisionFirst + UInt8(truncatingIfNeeded: decision.stored)
        }
    }

    private static func tag(of kind: ComplaintFact.Kind) -> UInt8 {
        switch kind {
        case .upheld: 0
        case .dismissed: 1
        case .resolved: 2
        case .merged: 3
        }
    }

    /// Reads a written state.
    ///
    /// - Throws: ``DamageError`` when the bytes are no state.
    package init(
        decoding reader: inout ByteReader,
        from start: UInt64,
        nameCount: UInt32
    ) throws(DamageError) {
        self.init()
        rules = try RuleFacts(decoding: &reader, from: start, nameCount: nameCount)
        stations = try [StationFact].decodeStationFacts(
            &reader,
            from: start,
            nameCount: nameCount
        )
        try decodeConduct(&reader, start, nameCount)
        try decodeMetrics(&reader, start, nameCount)
        let reportStamps = try reader.stamps(from: start)
        let reporters = try reader.names(reportStamps.count, below: nameCount)
        let months = try reader.list(of: Int32.self, count: reportStamps.count)
        for index in reporters.indices {
            reports.append(
                ReportFact(
                    subject: reporters[index],
                    month: BusinessMonth(monthsSince1970: months[index]),
                    stamp: reportStamps[index]
                )
            )
        }
        try decodeComplaints(&reader, start, nameCount)
    }

    private mutating func decodeConduct(
        _ reader: inout ByteReader,
        _ start: UInt64,
        _ nameCount: UInt32
    ) throws(DamageError) {
        let stamps = try reader.stamps(from: start)
        let subjects = try reader.names(stamps.count, below: nameCount)
        let tags = try reader.list(of: UInt8.self, count: stamps.count)
        let decisionCount = tags.count { $0 >= ConductTag.decisionFirst }
        let decidedRules = try reader.names(decisionCount, below: nameCount)
        conduct.reserveCapacity(stamps.count)
        var decided = 0
        for index in stamps.indices {
            let kind: SupervisionFact.Kind
            switch tags[index] {
            case ConductTag.exitRequested: kind = .exitRequested
            case ConductTag.breachConfirmed: kind = .breachConfirmed
            case ConductTag.irregular: kind = .inspected(isCompliant: false)
            case ConductTag.compliant: kind = .inspected(isCompliant: true)
            case let tag where tag >= ConductTag.decisionFirst:
                let place = Int64(tag - ConductTag.decisionFirst)
                guard let decision = ExitDecision(stored: place) else {
                    throw reader.damage("an unknown decision")
                }
                kind = .decisionTaken(rule: decidedRules[decided], decision)
                decided += 1
            case let tag:
                let place = Int64(tag) - Int64(ConductTag.terminatedFirst)
                guard let initiator = AgreementInitiator(stored: place) else {
                    throw reader.damage("an unknown kind of conduct")
                }
                kind = .agreementTerminated(initiator)
            }
            conduct.append(
                SupervisionFact(subject: subjects[index], stamp: stamps[index], kind: kind)
            )
        }
    }

    private mutating func decodeMetrics(
        _ reader: inout ByteReader,
        _ start: UInt64,
        _ nameCount: UInt32
    ) throws(DamageError) {
        let stamps = try reader.stamps(from: start)
        let subjects = try reader.names(stamps.count, below: nameCount)
        let months = try reader.list(of: Int32.self, count: stamps.count)
        let kinds = try reader.list(of: UInt8.self, count: stamps.count)
        let amounts = try reader.list(of: Int64.self, count: stamps.count)
        let metricCount = PerformanceMetric.allCases.count
        metrics.reserveCapacity(stamps.count)
        for index in stamps.indices {
            guard Int(kinds[index] >> 1) < metricCount else {
                throw reader.damage("an unknown metric")
            }
            metrics.append(
                MetricFact(
                    subject: subjects[index],
                    month: BusinessMonth(monthsSince1970: months[index]),
                    stamp: stamps[index],
                    amount: amounts[index],
                    metricPlace: kinds[index] >> 1,
                    isTarget: kinds[index] & 1 == 1
                )
            )
        }
    }

    private mutating func decodeComplaints(
        _ reader: inout ByteReader,
        _ start: UInt64,
        _ nameCount: UInt32
    ) throws(DamageError) {
        let stamps = try reader.stamps(from: start)
        let subjects = try reader.names(stamps.count, below: nameCount)
        let stations = try reader.names(stamps.count, below: nameCount)
        let persons = try reader.optionalNames(stamps.count, below: nameCount)
        for index in subjects.indices {
            filings.append(
                ComplaintFiling(
                    subject: subjects[index],
                    station: stations[index],
                    person: persons[index],
                    stamp: stamps[index]
                )
            )
        }
        let factStamps = try reader.stamps(from: start)
        let complaints = try reader.names(factStamps.count, below: nameCount)
        let tags = try reader.list(of: UInt8.self, count: factStamps.count)
        let targets = try reader.names(tags.count { $0 == 3 }, below: nameCount)
        var merged = 0
        for index in complaints.indices {
            let kind: ComplaintFact.Kind
            switch tags[index] {
            case 0: kind = .upheld
            case 1: kind = .dismissed
            case 2: kind = .resolved
            case 3:
                kind = .merged(into: targets[merged])
                merged += 1
            default: throw reader.damage("an unknown outcome")
            }
            complaintFacts.append(
                ComplaintFact(subject: complaints[index], stamp: factStamps[index], kind: kind)
            )
        }
    }

    /// Makes the index over consecutive parts.
    package static func index(
        _ parts: [StatePart<ExitsProjection>],
        names: LedgerTables
    ) -> ExitsIndex {
        ExitsIndex(parts.map(\.state), names: names)
    }
}
