import EventModel
import Programme

/// R-EXIT-03: months in a row in which a target was not reached.
struct PerformanceGround {
    let station: StationCase
    /// Months in a row that establish the ground.
    let threshold: Int64
    /// Whether a ground that is clear is to list its unknown months too.
    var describesClear = true

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
    ///
    /// The run is looked for from the newest countable month back to the last one in which the targets were
    /// reached; earlier months matter only for the list of those that are unknown.
    var ground: ExitGround {
        let first = station.firstMonth
        var last = station.day.businessMonth
        if last.lastDay > station.day { last = last.advanced(byMonths: -1) }
        var run: [(month: BusinessMonth, failures: [FactStamp])] = []
        var unknown: [BusinessMonth] = []
        var isRunning = true
        var number = last.monthsSince1970
        while number >= first.monthsSince1970 {
            let month = BusinessMonth(monthsSince1970: number)
            number -= 1
            if station.life.isPaused(month) { continue }
            switch outcome(of: month) {
            case .failed(let failures): if isRunning { run.append((month, failures)) }
            case .met:
                isRunning = false
                if run.isEmpty, !describesClear { return clear }
            case .unknown: unknown.append(month)
            }
        }
        run.reverse()
        unknown.reverse()
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

    private var clear: ExitGround {
        ExitGround(rule: "R-EXIT-03", status: .clear, run: 0, threshold: threshold)
    }

    /// Holds the newest value of each metric in a month against its newest target.
    ///
    /// They count by their month alone, whatever their own date.
    private func outcome(of month: BusinessMonth) -> Outcome {
        // No list is made for a month: there are very many.
        var entries = InlineArray<8, Entry>(repeating: Entry())
        station.forEachMetric(in: month) { fact in
            if fact.isTarget {
                entries[Int(fact.metricPlace)].target = fact.amount
            } else {
                entries[Int(fact.metricPlace)].value = Value(
                    amount: fact.amount,
                    stamp: fact.stamp
                )
            }
        }
        var failures: [FactStamp] = []
        var isMet = false
        for place in entries.indices {
            guard let target = entries[place].target, let value = entries[place].value
            else { continue }
            if value.amount < target { failures.append(value.stamp) } else { isMet = true }
        }
        if !failures.isEmpty { return .failed(failures.sorted()) }
        return isMet ? .met : .unknown
    }
}
