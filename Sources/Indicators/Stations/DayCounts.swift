import EventLog
import EventModel

/// Number of events by name and business day.
///
/// Counts and not marks, so that a voided event can be taken out again. A row of cells for each day and a cell
/// for each name in it: the events of one block lie in a few rows, so nine of ten events cost one addition to
/// memory that is close at hand.
struct DayCounts: Sendable {
    /// The names that have a cell, in order of first appearance.
    private(set) var names: [UInt32] = []
    /// The days that have a row, in order of first appearance.
    private(set) var days: [Int32] = []
    // Place in a row plus one, by name ordinal; 0 for a name without events.
    private var places: [UInt32] = []
    private var rows: [Int32: Int] = [:]
    private var cells: [UInt32] = []
    // Cells of a row, a power of two.
    private var width = 8
    private var scratch = Scratch()
    // Days by their low bits: the late facts of a block spread over some weeks.
    private var recent = [Recent](repeating: Recent(day: 0, row: -1), count: recentCount)

    private struct Recent: Sendable {
        var day: Int32
        var row: Int32
    }

    private static let recentCount = 64

    /// Buffers that are kept from chunk to chunk.
    private struct Scratch: Sendable {
        var ordinals: [UInt32] = []
        var days: [Int32] = []
        var cells: [UInt32] = []
    }

    /// Makes the state before the first event.
    init() {}

    /// Takes counts over, row by row; there must be one for each day and name.
    init(days: [Int32], names: [UInt32], counts: [UInt32]) {
        precondition(counts.count == days.count * names.count, "a count for each day and name")
        while width < names.count { width *= 2 }
        self.days = days
        self.names = names
        places = [UInt32](repeating: 0, count: Int(names.max() ?? 0) + 1)
        for (place, name) in names.enumerated() { places[Int(name)] = UInt32(place) + 1 }
        cells.reserveCapacity(days.count * width)
        for (row, day) in days.enumerated() {
            rows[day] = row
            cells += counts[(row * names.count)..<((row + 1) * names.count)]
            cells += repeatElement(0, count: width - names.count)
        }
    }

    // Few enough that the buffers stay in the nearest cache.
    private static let chunkRowCount = 2_048

    /// Counts the live rows of a partition that have a name in the field.
    mutating func fold(_ partition: borrowing BlockPartition, of field: String) {
        let column = partition.names(field)
        for range in partition.liveRanges {
            var start = range.lowerBound
            while start < range.upperBound {
                let end = min(start + Self.chunkRowCount, range.upperBound)
                column.decode(start..<end, into: &scratch.ordinals)
                partition.decodeBusinessDays(start..<end, into: &scratch.days)
                addChunk(end - start)
                start = end
            }
        }
    }

    /// Counts events of a name on a day.
    mutating func add(_ name: UInt32, on day: Int32, count: UInt32 = 1) {
        let place = place(of: name)
        let row = row(of: day)
        cells[row * width + place] &+= count
    }

    /// One above the greatest name ordinal.
    var nameLimit: Int { places.count }

    /// Number of events of the place of a name (``names``) on the day of a row (``days``).
    func count(row: Int, place: Int) -> UInt32 { cells[row * width + place] }

    /// Takes in the counts of other events.
    mutating func merge(_ other: DayCounts) {
        for (row, day) in other.days.enumerated() {
            for (place, name) in other.names.enumerated() {
                let count = other.count(row: row, place: place)
                if count > 0 { add(name, on: day, count: count) }
            }
        }
    }

    /// Adds the counts of a range of days to the sums of names, by ordinal; the sums must have room.
    func addCounts(in window: ClosedRange<Int32>, to sums: inout [Int64]) {
        for (row, day) in days.enumerated() where window.contains(day) {
            let start = row * width
            for place in names.indices {
                let count = cells[start + place]
                if count > 0 { sums[Int(names[place])] += Int64(count) }
            }
        }
    }

    /// Counts the first rows of the scratch buffers.
    private mutating func addChunk(_ count: Int) {
        // Out of the state, so that its other parts can change meanwhile.
        var buffers = Scratch()
        swap(&buffers, &scratch)
        defer { swap(&buffers, &scratch) }
        if buffers.cells.count < count {
            buffers.cells = [UInt32](repeating: 0, count: Self.chunkRowCount)
        }
        let (ordinals, days) = (buffers.ordinals, buffers.days)
        var found = findCells(ordinals.span, days.span, count, &buffers.cells)
        if found == nil {
            givePlaces(ordinals, count)
            found = findCells(ordinals.span, days.span, count, &buffers.cells)
        }
        guard let found else { preconditionFailure("every name has a place") }
        Self.countOne(in: &cells, at: buffers.cells, count: found)
    }

    /// Writes the cell of each row that has a name; `nil` if a name has no place yet.
    private mutating func findCells(
        _ ordinals: Span<UInt32>,
        _ days: Span<Int32>,
        _ count: Int,
        _ targets: inout [UInt32]
    ) -> Int? {
        var targets = targets.mutableSpan
        let known = self.places
        let places = known.span
        var day = Int32.min
        var start: UInt32 = 0
        var found = 0
        for index in 0..<count {
            let ordinal = ordinals[index]
            if ordinal == NameColumn.absentName { continue }
            guard Int(ordinal) < places.count, places[Int(ordinal)] > 0 else { return nil }
            if days[index] != day || found == 0 {
                day = days[index]
                start = UInt32(row(of: day) * width)
            }
            targets[found] = start &+ places[Int(ordinal)] &- 1
            found += 1
        }
        return found
    }

    private static func countOne(in cells: inout [UInt32], at places: [UInt32], count: Int) {
        let places = places.span
        var cells = cells.mutableSpan
        for index in 0..<count { cells[Int(places[index])] &+= 1 }
    }

    /// Gives every name of the first ordinals a place.
    private mutating func givePlaces(_ ordinals: [UInt32], _ count: Int) {
        var index = firstUnplaced(ordinals, from: 0, to: count)
        while index < count {
            if ordinals[index] != NameColumn.absentName { _ = place(of: ordinals[index]) }
            index = firstUnplaced(ordinals, from: index + 1, to: count)
        }
    }

    private func firstUnplaced(_ ordinals: [UInt32], from start: Int, to end: Int) -> Int {
        let places = places.span
        let ordinals = ordinals.span
        for index in start..<max(start, end) {
            let ordinal = Int(ordinals[index])
            if ordinal >= places.count || places[ordinal] == 0 { return index }
        }
        return end
    }

    private mutating func place(of name: UInt32) -> Int {
        let index = Int(name)
        if index >= places.count {
            places.append(contentsOf: repeatElement(0, count: index + 1 - places.count))
        }
        if places[index] == 0 {
            if names.count == width { widen() }
            names.append(name)
            places[index] = UInt32(names.count)
        }
        return Int(places[index]) - 1
    }

    private mutating func row(of day: Int32) -> Int {
        let slot = Int(day) & (Self.recentCount - 1)
        if recent[slot].day == day, recent[slot].row >= 0 { return Int(recent[slot].row) }
        let row = rows[day] ?? addedRow(of: day)
        recent[slot] = Recent(day: day, row: Int32(row))
        return row
    }

    private mutating func addedRow(of day: Int32) -> Int {
        let row = days.count
        rows[day] = row
        days.append(day)
        cells.append(contentsOf: repeatElement(0, count: width))
        return row
    }

    private mutating func widen() {
        var wider = [UInt32](repeating: 0, count: cells.count * 2)
        for row in days.indices {
            for place in names.indices {
                wider[row * width * 2 + place] = cells[row * width + place]
            }
        }
        cells = wider
        width *= 2
    }
}
