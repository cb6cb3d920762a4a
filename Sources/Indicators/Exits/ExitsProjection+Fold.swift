package import EventLog
import EventModel
import Programme

extension ExitsProjection {
    /// Takes a block's live rows in.
    ///
    /// - Throws: Nothing: no key column is read, which alone could be damaged here; the protocol asks for it.
    /// - Complexity: O(rows of the event types).
    package mutating func fold(_ block: borrowing EventBlock) throws(DamageError) {
        rules.fold(block)
        stations.foldStationFacts(block)
        foldConduct(block)
        foldMetrics(block)
        foldReports(block)
        foldDecisions(block)
        foldFilings(block)
        foldOutcomes(block, ComplaintEvents.upheld, as: .upheld)
        foldOutcomes(block, ComplaintEvents.dismissed, as: .dismissed)
        foldOutcomes(block, ComplaintEvents.resolved, as: .resolved)
        foldMerges(block)
    }

    private mutating func foldConduct(_ block: borrowing EventBlock) {
        foldPlain(block, StationEvents.exitRequested, as: .exitRequested)
        foldPlain(block, SupervisionEvents.integrityBreachConfirmed, as: .breachConfirmed)
        for place in block.places(of: StationEvents.agreementTerminated) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let stations = partition.names("station")
            let initiators = partition.integers("initiator")
            for range in partition.liveRanges {
                for row in range {
                    guard let initiator = AgreementInitiator(stored: initiators[row]) else {
                        continue
                    }
                    let stamp = stamps.stamp(row)
                    add(stations[row], stamp, .agreementTerminated(initiator))
                }
            }
        }
        for place in block.places(of: SupervisionEvents.inspected) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let stations = partition.names("station")
            let verdicts = partition.integers("ledgerCompliant")
            for range in partition.liveRanges {
                for row in range {
                    let isCompliant = verdicts[row] != 0
                    add(stations[row], stamps.stamp(row), .inspected(isCompliant: isCompliant))
                }
            }
        }
    }

    private mutating func foldPlain(
        _ block: borrowing EventBlock,
        _ type: EventSchema,
        as kind: SupervisionFact.Kind
    ) {
        for place in block.places(of: type) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let stations = partition.names("station")
            for range in partition.liveRanges {
                for row in range { add(stations[row], stamps.stamp(row), kind) }
            }
        }
    }

    private mutating func foldMetrics(_ block: borrowing EventBlock) {
        for place in block.places(of: SupervisionEvents.targetSet) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let stations = partition.names("station")
            let months = partition.integers("month")
            let metrics = partition.integers("metric")
            let targets = partition.integers("target")
            for range in partition.liveRanges {
                for row in range {
                    addMetric(
                        stations[row],
                        stamps.stamp(row),
                        month: months[row],
                        metric: metrics[row],
                        amount: targets[row],
                        isTarget: true
                    )
                }
            }
        }
        for place in block.places(of: SupervisionEvents.performanceRecorded) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let stations = partition.names("station")
            let months = partition.integers("month")
            let metrics = partition.integers("metric")
            let values = partition.integers("value")
            for range in partition.liveRanges {
                for row in range {
                    addMetric(
                        stations[row],
                        stamps.stamp(row),
                        month: months[row],
                        metric: metrics[row],
                        amount: values[row],
                        isTarget: false
                    )
                }
            }
        }
    }

    private mutating func foldReports(_ block: borrowing EventBlock) {
        for place in block.places(of: SupervisionEvents.reportSubmitted) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let stations = partition.names("station")
            let months = partition.integers("month")
            for range in partition.liveRanges {
                for row in range {
                    let month = BusinessMonth(monthsSince1970: Int32(clamping: months[row]))
                    let stamp = stamps.stamp(row)
                    reports.append(
                        ReportFact(subject: stations[row], month: month, stamp: stamp)
                    )
                }
            }
        }
    }

    private mutating func foldDecisions(_ block: borrowing EventBlock) {
        for place in block.places(of: SupervisionEvents.exitDecisionTaken) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let stations = partition.names("station")
            let rules = partition.names("rule")
            let decisions = partition.integers("decision")
            for range in partition.liveRanges {
                for row in range {
                    guard let decision = ExitDecision(stored: decisions[row]) else { continue }
                    let kind = SupervisionFact.Kind.decisionTaken(rule: rules[row], decision)
                    add(stations[row], stamps.stamp(row), kind)
                }
            }
        }
    }

    private mutating func foldFilings(_ block: borrowing EventBlock) {
        for place in block.places(of: ComplaintEvents.filed) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
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
                            stamp: stamps.stamp(row)
                        )
                    )
                }
            }
        }
    }

    private mutating func foldOutcomes(
        _ block: borrowing EventBlock,
        _ type: EventSchema,
        as kind: ComplaintFact.Kind
    ) {
        for place in block.places(of: type) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let complaints = partition.names("complaint")
            for range in partition.liveRanges {
                for row in range {
                    let stamp = stamps.stamp(row)
                    complaintFacts.append(
                        ComplaintFact(subject: complaints[row], stamp: stamp, kind: kind)
                    )
                }
            }
        }
    }

    private mutating func foldMerges(_ block: borrowing EventBlock) {
        for place in block.places(of: ComplaintEvents.merged) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let complaints = partition.names("complaint")
            let targets = partition.names("into")
            for range in partition.liveRanges {
                for row in range {
                    complaintFacts.append(
                        ComplaintFact(
                            subject: complaints[row],
                            stamp: stamps.stamp(row),
                            kind: .merged(into: targets[row])
                        )
                    )
                }
            }
        }
    }

    private mutating func add(
        _ station: UInt32,
        _ stamp: FactStamp,
        _ kind: SupervisionFact.Kind
    ) {
        conduct.append(SupervisionFact(subject: station, stamp: stamp, kind: kind))
    }

    /// Takes a target or a value in; one of a metric that is none is passed over.
    private mutating func addMetric(
        _ station: UInt32,
        _ stamp: FactStamp,
        month: Int64,
        metric: Int64,
        amount: Int64,
        isTarget: Bool
    ) {
        guard (0..<Int64(PerformanceMetric.allCases.count)).contains(metric) else { return }
        metrics.append(
            MetricFact(
                subject: station,
                month: BusinessMonth(monthsSince1970: Int32(clamping: month)),
                stamp: stamp,
                amount: amount,
                metricPlace: UInt8(metric),
                isTarget: isTarget
            )
        )
    }
}
