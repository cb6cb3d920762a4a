package import EventLog
import EventModel
import Programme

extension ExitsProjection {
    /// Takes a block's live rows in.
    package mutating func fold(_ block: borrowing EventBlock) throws(DamageError) {
        rules.fold(block)
        stations.foldStationFacts(block)
        foldConduct(block)
        foldMetrics(block)
        foldReports(block)
        foldDecisions(block)
        foldFilings(block)
        foldOutcomes(block, "complaint.upheld", as: .upheld)
        foldOutcomes(block, "complaint.dismissed", as: .dismissed)
        foldOutcomes(block, "complaint.resolved", as: .resolved)
        foldMerges(block)
    }

    private mutating func foldConduct(_ block: borrowing EventBlock) {
        foldPlain(block, "station.exitRequested", as: .exitRequested)
        foldPlain(block, "station.integrityBreachConfirmed", as: .breachConfirmed)
        if let partition = block.partition(of: "station.agreementTerminated") {
            let stations = partition.names("station")
            let initiators = partition.integers("initiator")
            for range in partition.liveRanges {
                for row in range {
                    guard let initiator = AgreementInitiator(stored: initiators[row]) else {
                        continue
                    }
                    let stamp = partition.stamp(row)
                    add(stations[row], stamp, .agreementTerminated(initiator))
                }
            }
        }
        if let partition = block.partition(of: "station.inspected") {
            let stations = partition.names("station")
            let verdicts = partition.integers("ledgerCompliant")
            for range in partition.liveRanges {
                for row in range {
                    let isCompliant = verdicts[row] != 0
                    add(stations[row], partition.stamp(row), .inspected(isCompliant: isCompliant))
                }
            }
        }
    }

    private mutating func foldPlain(
        _ block: borrowing EventBlock,
        _ type: String,
        as kind: SupervisionFact.Kind
    ) {
        guard let partition = block.partition(of: type) else { return }
        let stations = partition.names("station")
        for range in partition.liveRanges {
            for row in range { add(stations[row], partition.stamp(row), kind) }
        }
    }

    private mutating func foldMetrics(_ block: borrowing EventBlock) {
        if let partition = block.partition(of: "station.targetSet") {
            let stations = partition.names("station")
            let months = partition.integers("month")
            let metrics = partition.integers("metric")
            let targets = partition.integers("target")
            for range in partition.liveRanges {
                for row in range {
                    guard let key = MetricMonth(months[row], metrics[row]) else { continue }
                    let kind = SupervisionFact.Kind.targetSet(key, target: targets[row])
                    add(stations[row], partition.stamp(row), kind)
                }
            }
        }
        if let partition = block.partition(of: "station.performanceRecorded") {
            let stations = partition.names("station")
            let months = partition.integers("month")
            let metrics = partition.integers("metric")
            let values = partition.integers("value")
            for range in partition.liveRanges {
                for row in range {
                    guard let key = MetricMonth(months[row], metrics[row]) else { continue }
                    let kind = SupervisionFact.Kind.performanceRecorded(key, value: values[row])
                    add(stations[row], partition.stamp(row), kind)
                }
            }
        }
    }

    private mutating func foldReports(_ block: borrowing EventBlock) {
        guard let partition = block.partition(of: "station.reportSubmitted") else { return }
        let stations = partition.names("station")
        let months = partition.integers("month")
        for range in partition.liveRanges {
            for row in range {
                let month = BusinessMonth(monthsSince1970: Int32(clamping: months[row]))
                add(stations[row], partition.stamp(row), .reportSubmitted(month))
            }
        }
    }

    private mutating func foldDecisions(_ block: borrowing EventBlock) {
        guard let partition = block.partition(of: "exit.decisionTaken") else { return }
        let stations = partition.names("station")
        let rules = partition.names("rule")
        let decisions = partition.integers("decision")
        for range in partition.liveRanges {
            for row in range {
                guard let decision = ExitDecision(stored: decisions[row]) else { continue }
                let kind = SupervisionFact.Kind.decisionTaken(rule: rules[row], decision)
                add(stations[row], partition.stamp(row), kind)
            }
        }
    }

    private mutating func foldFilings(_ block: borrowing EventBlock) {
        guard let partition = block.partition(of: "complaint.filed") else { return }
        let complaints = partition.names("complaint")
        let stations = partition.names("station")
        let persons = partition.names("person")
        for range in partition.liveRanges {
            for row in range {
                filings.append(
                    ComplaintFiling(
                        subject: complaints[row],
                        station: stations[row],
                        person: persons.present(row),
                        stamp: partition.stamp(row)
                    )
                )
            }
        }
    }

    private mutating func foldOutcomes(
        _ block: borrowing EventBlock,
        _ type: String,
        as kind: ComplaintFact.Kind
    ) {
        guard let partition = block.partition(of: type) else { return }
        let complaints = partition.names("complaint")
        for range in partition.liveRanges {
            for row in range {
                let stamp = partition.stamp(row)
                complaintFacts.append(
                    ComplaintFact(subject: complaints[row], stamp: stamp, kind: kind)
                )
            }
        }
    }

    private mutating func foldMerges(_ block: borrowing EventBlock) {
        guard let partition = block.partition(of: "complaint.merged") else { return }
        let complaints = partition.names("complaint")
        let targets = partition.names("into")
        for range in partition.liveRanges {
            for row in range {
                complaintFacts.append(
                    ComplaintFact(
                        subject: complaints[row],
                        stamp: partition.stamp(row),
                        kind: .merged(into: targets[row])
                    )
                )
            }
        }
    }

    private mutating func add(
        _ station: UInt32,
        _ stamp: FactStamp,
        _ kind: SupervisionFact.Kind
    ) {
        supervision.append(SupervisionFact(subject: station, stamp: stamp, kind: kind))
    }
}

extension MetricMonth {
    /// Reads the stored month and metric; `nil` for a metric that is none.
    fileprivate init?(_ month: Int64, _ metric: Int64) {
        guard (0..<Int64(PerformanceMetric.allCases.count)).contains(metric) else { return nil }
        let month = BusinessMonth(monthsSince1970: Int32(clamping: month))
        self.init(month: month, metricPlace: Int(metric))
    }
}
