import EventLog
import EventModel

extension ActivityDays {
    /// Sets the bits of (name, business day) for every live row that has the name.
    ///
    /// Nine of ten events pass here, so a row costs a look at its instant and at the day last set for its
    /// name; the sets are touched only when that day changes.
    mutating func fold(_ partition: borrowing BlockPartition, of field: String) {
        let column = partition.names(field)
        let range = partition.instantRange
        let first = BusinessDate(of: Instant(millisecondsSince1970: range.lowerBound))
        let last = BusinessDate(of: Instant(millisecondsSince1970: range.upperBound))
        if first == last {
            foldOneDay(partition, column, first)
        } else {
            foldManyDays(partition, column)
        }
    }

    private mutating func foldOneDay(
        _ partition: borrowing BlockPartition,
        _ column: borrowing NameColumn,
        _ day: BusinessDate
    ) {
        if let constant = column.constant {
            if partition.liveRanges.contains(where: { !$0.isEmpty }) { insert(constant, day) }
            return
        }
        guard column.dictionaryCount > 0 else {
            var previous = NameColumn.absentName
            for range in partition.liveRanges {
                for row in range {
                    let ordinal = column[row]
                    if ordinal == previous || ordinal == NameColumn.absentName { continue }
                    previous = ordinal
                    insert(ordinal, day)
                }
            }
            return
        }
        var isSeen = [Bool](repeating: false, count: column.dictionaryCount)
        for range in partition.liveRanges {
            for row in range where column.isPresent(row) {
                isSeen[column.code(row)] = true
            }
        }
        for code in isSeen.indices where isSeen[code] {
            insert(column.dictionaryOrdinal(code), day)
        }
    }

    private mutating func foldManyDays(
        _ partition: borrowing BlockPartition,
        _ column: borrowing NameColumn
    ) {
        let instants = partition.instants()
        // The day last set per dictionary entry; names without a dictionary share one place.
        let hasDictionary = column.dictionaryCount > 0
        var setDays = [Int32](repeating: .min, count: max(column.dictionaryCount, 1))
        var previous = NameColumn.absentName
        var day = BusinessDate(daysSince1970: 0)
        var dayStart = Int64.max
        for range in partition.liveRanges {
            for row in range where column.isPresent(row) {
                let instant = instants[row]
                let offset = UInt64(bitPattern: instant &- dayStart)
                if offset >= UInt64(Instant.millisecondsPerDay) {
                    day = BusinessDate(of: Instant(millisecondsSince1970: instant))
                    dayStart = day.firstInstant.millisecondsSince1970
                }
                if hasDictionary {
                    let code = column.code(row)
                    if setDays[code] == day.daysSince1970 { continue }
                    setDays[code] = day.daysSince1970
                    insert(column.dictionaryOrdinal(code), day)
                } else {
                    let ordinal = column[row]
                    if ordinal == previous, setDays[0] == day.daysSince1970 { continue }
                    previous = ordinal
                    setDays[0] = day.daysSince1970
                    insert(ordinal, day)
                }
            }
        }
    }
}
