/// All relations of a log, ready to tell which events are voided as known at any position.
///
/// The same answer as ``VoidGraph`` over the relations below the position, in one pass over arrays.
struct VoidHistory: Sendable {
    /// Number of rows of the table `voids` that were read.
    let rowCount: UInt64
    /// By ascending killer.
    let relations: [VoidGraph.Relation]
    // Positions of all killers and targets, ascending.
    private let nodes: [UInt64]
    // Per node where its killers begin in `killers`.
    private let bounds: [Int]
    private let killers: [Killer]

    private struct Killer {
        let node: Int
        let kind: VoidGraph.Kind
    }

    /// - Parameters:
    ///   - relations: By ascending killer.
    ///   - rowCount: Number of rows that they stand in.
    /// - Complexity: O(*n* log *n*).
    init(_ relations: [VoidGraph.Relation] = [], rowCount: UInt64 = 0) {
        self.rowCount = rowCount
        self.relations = relations
        var positions = relations.flatMap { [$0.killer, $0.target] }
        positions.sort()
        var nodes: [UInt64] = []
        for position in positions where nodes.last != position { nodes.append(position) }
        let ends = relations.map { relation in
            (
                target: Self.index(of: relation.target, in: nodes),
                killer: Killer(
                    node: Self.index(of: relation.killer, in: nodes),
                    kind: relation.kind
                )
            )
        }
        var bounds = [Int](repeating: 0, count: nodes.count + 1)
        for end in ends { bounds[end.target + 1] += 1 }
        for node in nodes.indices { bounds[node + 1] += bounds[node] }
        var next = bounds
        var killers = [Killer](repeating: Killer(node: 0, kind: .void), count: ends.count)
        for end in ends {
            killers[next[end.target]] = end.killer
            next[end.target] += 1
        }
        self.nodes = nodes
        self.bounds = bounds
        self.killers = killers
    }

    /// Positions of the events below `count` that are voided or replaced among those, ascending.
    ///
    /// - Complexity: O(relations).
    func voidedPositions(upTo count: UInt64) -> [UInt64] {
        var isActive = [Bool](repeating: true, count: nodes.count)
        var covers = [Bool](repeating: true, count: nodes.count)
        var voided: [UInt64] = []
        // Killers come later than their targets.
        for node in nodes.indices.reversed() where nodes[node] < count {
            var isVoided = false
            var isCovered = false
            for killer in killers[bounds[node]..<bounds[node + 1]] where nodes[killer.node] < count
            {
                switch killer.kind {
                case .void: isVoided = isVoided || isActive[killer.node]
                case .correction: isCovered = isCovered || covers[killer.node]
                }
            }
            isActive[node] = !isVoided && !isCovered
            covers[node] = isActive[node] || isCovered
            if !isActive[node] { voided.append(nodes[node]) }
        }
        voided.reverse()
        return voided
    }

    /// Positions of the events that those in a range void or correct, ascending, each once.
    func targets(ofEventsIn positions: Range<UInt64>) -> [UInt64] {
        let targets = relations(ofEventsIn: positions).map(\.target)
        var distinct: [UInt64] = []
        for target in targets.sorted() where distinct.last != target { distinct.append(target) }
        return distinct
    }

    /// What the events of a range do, by ascending killer.
    func relations(ofEventsIn positions: Range<UInt64>) -> [VoidGraph.Relation] {
        var low = 0
        var high = relations.count
        while low < high {
            let middle = (low + high) / 2
            if relations[middle].killer < positions.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return Array(relations[low...].prefix { $0.killer < positions.upperBound })
    }

    private static func index(of position: UInt64, in nodes: [UInt64]) -> Int {
        var low = 0
        var high = nodes.count
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle] < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
