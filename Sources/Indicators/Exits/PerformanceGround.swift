import EventModel
import Programme

/// R-EXIT-03: months in a row in which a target was not reached.
struct PerformanceGround {
    let station: StationCase
    /// Months in a row that establish the ground.
    let threshold: Int64

    private struct Month {
        /// Targets and values by metric, in the order of the metrics.
        var targets: [Int64?] = Array(repeating: nil, count: PerformanceMetric.allCases.count)
        var values: [Value?] = Array(repeating: nil, count: PerformanceMetric.allCases.count)
    }

    private struct Value {
        let amount: Int64
        let stamp: FactStamp
    }

    private enum Outcome {
        case failed([FactStamp])
        case met
        case unknown
    }

    /// The ground at the end of the station's day.
    var ground: ExitGround {
        let months = months
        var run: [(month: BusinessMonth, failures: [FactStamp])] = []
        var unknown: [BusinessMonth] = []
        var month = station.firstMonth
        while month.lastDay <= station.day {
            if !station.life.isPaused(month) {
                switch outcome(months[month]) {
                case .failed(let failures): run.append((month, failures))
                case .met: run = []
                case .unknown: unknown.append(month)
                }
            }
            month = month.advanced(byMonths: 1)
        }
        let count = Int64(run.count)
        return ExitGround(
            rule: "R-EXIT-03",
            status: ExitGround.status(run: count, threshold: threshold),
            run: count,
            threshold: threshold,
            establishedOn: count >= threshold ? run[Int(threshold) - 1].month.lastDay : nil,
            unknownMonths: unknown,
            evidence: run.flatMap { $0.failures.map { .event(position: $0.position) } }
        )
    }

    /// The newest target and value of each metric and month; they count by their month alone.
    private var months: [BusinessMonth: Month] {
        var months: [BusinessMonth: Month] = [:]
        for fact in station.visible {
            switch fact.kind {
            case .targetSet(let key, let target):
                months[key.month, default: Month()].targets[Int(key.metric.stored)] = target
            case .performanceRecorded(let key, let amount):
                let value = Value(amount: amount, stamp: fact.stamp)
                months[key.month, default: Month()].values[Int(key.metric.stored)] = value
            default: continue
            }
        }
        return months
    }

    private func outcome(_ month: Month?) -> Outcome {
        guard let month else { return .unknown }
        var failures: [FactStamp] = []
        var isMet = false
        for (target, value) in zip(month.targets, month.values) {
            guard let target, let value else { continue }
            if value.amount < target { failures.append(value.stamp) } else { isMet = true }
        }
        if !failures.isEmpty { return .failed(failures.sorted()) }
        return isMet ? .met : .unknown
    }
}
