import EventModel
import Programme

/// R-EXIT-03: months in a row in which a target was not reached.
struct PerformanceGround {
    let station: StationCase
    /// Months in a row that establish the ground.
    let threshold: Int64

    /// Target and value of one metric in one month.
    private struct Entry {
        var target: Int64?
        var value: Value?
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
        let first = station.firstMonth
        let table = table(from: first)
        var run: [(month: BusinessMonth, failures: [FactStamp])] = []
        var unknown: [BusinessMonth] = []
        for place in 0..<table.count {
            let month = first.advanced(byMonths: place)
            if station.life.isPaused(month) { continue }
            switch outcome(table[place]) {
            case .failed(let failures): run.append((month, failures))
            case .met: run = []
            case .unknown: unknown.append(month)
            }
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

    /// The newest target and value of each metric, for every countable month from the first on.
    ///
    /// They count by their month alone, whatever their own date.
    private func table(from first: BusinessMonth) -> [[Entry]] {
        var last = station.day.businessMonth
        if last.lastDay > station.day { last = last.advanced(byMonths: -1) }
        guard first <= last else { return [] }
        let monthCount = Int(last.monthsSince1970) - Int(first.monthsSince1970) + 1
        let blank = [Entry](repeating: Entry(), count: PerformanceMetric.allCases.count)
        var table = [[Entry]](repeating: blank, count: monthCount)
        for fact in station.visible {
            switch fact.kind {
            case .targetSet(let key, let target):
                guard first <= key.month, key.month <= last else { continue }
                let place = Int(key.month.monthsSince1970) - Int(first.monthsSince1970)
                table[place][key.metricPlace].target = target
            case .performanceRecorded(let key, let amount):
                guard first <= key.month, key.month <= last else { continue }
                let place = Int(key.month.monthsSince1970) - Int(first.monthsSince1970)
                let value = Value(amount: amount, stamp: fact.stamp)
                table[place][key.metricPlace].value = value
            default: continue
            }
        }
        return table
    }

    private func outcome(_ metrics: [Entry]) -> Outcome {
        var failures: [FactStamp] = []
        var isMet = false
        for entry in metrics {
            guard let target = entry.target, let value = entry.value else { continue }
            if value.amount < target { failures.append(value.stamp) } else { isMet = true }
        }
        if !failures.isEmpty { return .failed(failures.sorted()) }
        return isMet ? .met : .unknown
    }
}
