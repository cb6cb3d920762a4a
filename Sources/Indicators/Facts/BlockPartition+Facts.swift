import EventLog
import EventModel

extension BlockPartition {
    /// When the row's event happened, and its position.
    ///
    /// For the few rows that become facts; tight loops read the columns themselves.
    func stamp(_ row: Int) -> FactStamp {
        FactStamp(instant: instants()[row], position: position(ofRow: row))
    }
}

extension NameColumn {
    /// The row's name ordinal, `nil` if it has none.
    func present(_ row: Int) -> UInt32? {
        let ordinal = self[row]
        return ordinal == Self.absentName ? nil : ordinal
    }
}

extension DatedStamp {
    /// Joins a stored date with the stamp of its event.
    init(_ storedDate: Int64, _ stamp: FactStamp) {
        date = BusinessDate(daysSince1970: Int32(clamping: storedDate))
        self.stamp = stamp
    }
}
