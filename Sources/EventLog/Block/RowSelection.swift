/// Which of a block's visible rows are live.
package enum RowSelection: Sendable {
    /// Every one.
    case all
    /// All but those at these positions, ascending.
    case excluding([UInt64])
    /// Only those at these positions, ascending.
    case only([UInt64])

    /// Whether it names the live rows and not the others.
    var isPositive: Bool {
        if case .only = self { true } else { false }
    }

    /// The named rows of a block that holds the positions from `start` up to `end`, ascending.
    func rows(from start: UInt64, to end: UInt64) -> [Int] {
        switch self {
        case .all: []
        case .excluding(let positions), .only(let positions):
            positions.isEmpty ? [] : Self.rows(of: positions, from: start, to: end)
        }
    }

    private static func rows(of positions: [UInt64], from start: UInt64, to end: UInt64) -> [Int] {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < start { low = middle + 1 } else { high = middle }
        }
        return positions[low...].prefix { $0 < end }.map { Int($0 - start) }
    }
}
