import EventModel
import Projections

// What the list of exceptions asks of the board.
extension ExitBoard {
    /// The stations that are judged on the day, in order of their names.
    var judgedStations: [StationCase] {
        zip(index.stationsByName, lives).compactMap { station, lives in
            judgedCase(station, lives, includeClosed: false)
        }
    }

    /// The newest life of a station; `nil` if it was never opened.
    func newestLife(of station: UInt32) -> StationLife? {
        index.stationsByName.firstIndex(of: station).flatMap { lives[$0].newest }
    }

    /// The established grounds of a station, one for each rule: R-EXIT-04 read as either ground, R-EXIT-05 as filed.
    func establishedGrounds(_ judged: StationCase) -> [ExitGround] {
        grounds(judged, includesClear: false).filter { ground in
            guard ground.status == .established, ground.ground == nil else { return false }
            return ground.reading.map { ["either", "filed"].contains($0) } ?? true
        }
    }

    /// When the events happened that grounds of a station may rest on, by position.
    ///
    /// - Complexity: O(facts of the station + complaints).
    func evidenceStamps(of judged: StationCase) -> [UInt64: FactStamp] {
        var stamps: [UInt64: FactStamp] = [:]
        for fact in judged.conduct { stamps[fact.stamp.position] = fact.stamp }
        let last = day.lastInstant.millisecondsSince1970
        index.metrics.forEach(of: judged.station, through: last, seenBy: cut) { fact in
            stamps[fact.stamp.position] = fact.stamp
        }
        for filing in complaints.filings(through: last) where filing.station == judged.station {
            stamps[filing.stamp.position] = filing.stamp
        }
        return stamps
    }
}
