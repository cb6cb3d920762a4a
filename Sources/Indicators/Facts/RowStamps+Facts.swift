import EventLog
import EventModel

extension RowStamps {
    /// When the row's event happened, and its position.
    @inline(__always)
    func stamp(_ row: Int) -> FactStamp {
        FactStamp(instant: instant(row), position: position(row))
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
