/// Which events are voided, from the relations of voiding and correcting events alone.
///
/// A relation points from a *killer* to an earlier event. With active(E) = no active void of E and
/// no covering correction of E, and cover(C) = active(C) or some correction of C covers, an event
/// counts exactly if it is active. Killers come later than their targets, so everything is settled
/// by walking from the highest position down. An `event.voided` that corrects another one has two
/// relations.
///
/// A pure value: positions in, positions out.
package struct VoidGraph: Sendable {
    /// What one event does to an earlier one.
    package struct Relation: Hashable, Sendable {
        /// Position of the voiding or correcting event.
        package let killer: UInt64
        /// Position of the earlier event.
        package let target: UInt64
        /// Whether it voids or corrects.
        package let kind: Kind

        /// Makes the relation; `target` lies below `killer`.
        package init(killer: UInt64, target: UInt64, kind: Kind) {
            precondition(target < killer, "a target comes before what voids it")
            self.killer = killer
            self.target = target
            self.kind = kind
        }
    }

    /// The two ways to take an event back; the raw values are stored.
    package enum Kind: UInt8, Hashable, Sendable {
        /// `event.voided`.
        case void = 1
        /// `corrects`.
        case correction = 2
    }

    /// Why a relation is refused.
    package enum Obstacle: Error, Hashable, Sendable {
        /// The target is voided at this moment.
        case targetVoided
        /// A correction would come back whose own target has another standing correction.
        case secondCorrection(of: UInt64)
    }

    private struct Node {
        var killers: [(position: UInt64, kind: Kind)] = []
        var targets: [(position: UInt64, kind: Kind)] = []
        var isActive = true
        /// Whether it covers what it corrects; meaningless unless it corrects something.
        var covers = true
    }

    private struct Change {
        let position: UInt64
        let isActive: Bool
        let covers: Bool
    }

    // Only events that void, correct or are voided or corrected have a node.
    private var nodes: [UInt64: Node] = [:]

    /// Makes a graph without relations: every event counts.
    package init() {}

    /// Takes in relations that were accepted when they were recorded.
    ///
    /// - Parameter relations: In any order.
    /// - Complexity: O(*n* log *n*).
    package init(_ relations: some Sequence<Relation>) {
        for relation in relations { link(relation) }
        for position in nodes.keys.sorted(by: >) {
            let status = status(of: position)
            nodes[position]?.isActive = status.isActive
            nodes[position]?.covers = status.covers
        }
    }

    /// Whether an event counts, seen from the last relation taken in.
    package func isActive(_ position: UInt64) -> Bool { nodes[position]?.isActive ?? true }

    /// Positions of the events that do not count, ascending.
    package var voidedPositions: [UInt64] {
        nodes.filter { !$0.value.isActive }.map(\.key).sorted()
    }

    /// Takes in what one new event does, or refuses and stays as it was.
    ///
    /// A correction is looked at before the void of the same event: it takes the place of what it
    /// corrects, so that a corrected `event.voided` may void the same event once more.
    ///
    /// - Parameters:
    ///   - killer: Position of the new event, above all others in the graph.
    ///   - corrected: Position of the event it corrects, if any.
    ///   - voided: Position of the event it voids, if any.
    /// - Throws: ``Obstacle``; refuse the event as `alreadyVoided`.
    /// - Complexity: O(length of the chain below the targets).
    package mutating func add(
        killer: UInt64,
        correcting corrected: UInt64?,
        voiding voided: UInt64?
    ) throws(Obstacle) {
        var changes: [Change] = []
        var linked: [Relation] = []
        do throws(Obstacle) {
            for (target, kind) in [(corrected, Kind.correction), (voided, Kind.void)] {
                guard let target else { continue }
                guard isActive(target) else { throw .targetVoided }
                let relation = Relation(killer: killer, target: target, kind: kind)
                link(relation)
                linked.append(relation)
                settle(below: killer, &changes)
            }
            try refuseSecondCorrections(among: changes)
        } catch {
            for change in changes.reversed() {
                nodes[change.position]?.isActive = change.isActive
                nodes[change.position]?.covers = change.covers
            }
            for relation in linked.reversed() { unlink(relation) }
            throw error
        }
    }

    /// Takes the newest event's relations out again; `killer` must be the highest position of all.
    package mutating func removeLast(_ killer: UInt64) {
        guard let node = nodes[killer] else { return }
        precondition(node.killers.isEmpty, "only the newest event can be taken out")
        for target in node.targets.reversed() {
            unlink(Relation(killer: killer, target: target.position, kind: target.kind))
        }
        var changes: [Change] = []
        settle(node.targets.map(\.position), &changes)
    }

    private mutating func link(_ relation: Relation) {
        nodes[relation.killer, default: Node()].targets.append((relation.target, relation.kind))
        nodes[relation.target, default: Node()].killers.append((relation.killer, relation.kind))
    }

    private mutating func unlink(_ relation: Relation) {
        nodes[relation.killer]?.targets.removeLast()
        nodes[relation.target]?.killers.removeLast()
        for position in [relation.killer, relation.target] {
            guard let node = nodes[position] else { continue }
            if node.killers.isEmpty, node.targets.isEmpty { nodes[position] = nil }
        }
    }

    private mutating func settle(below killer: UInt64, _ changes: inout [Change]) {
        settle(nodes[killer]?.targets.map(\.position) ?? [], &changes)
    }

    /// Settles events and what lies below them, from the highest position down.
    private mutating func settle(_ positions: [UInt64], _ changes: inout [Change]) {
        var waiting = Set(positions)
        while let position = waiting.max() {
            waiting.remove(position)
            guard let node = nodes[position] else { continue }
            let status = status(of: position)
            guard status.isActive != node.isActive || status.covers != node.covers else { continue }
            changes.append(
                Change(position: position, isActive: node.isActive, covers: node.covers)
            )
            nodes[position]?.isActive = status.isActive
            nodes[position]?.covers = status.covers
            waiting.formUnion(node.targets.map(\.position))
        }
    }

    private func status(of position: UInt64) -> (isActive: Bool, covers: Bool) {
        var isVoided = false
        var isCovered = false
        for killer in nodes[position]?.killers ?? [] {
            guard let node = nodes[killer.position] else { continue }
            switch killer.kind {
            case .void: isVoided = isVoided || node.isActive
            case .correction: isCovered = isCovered || node.covers
            }
        }
        let isActive = !isVoided && !isCovered
        return (isActive, isActive || isCovered)
    }

    private func refuseSecondCorrections(among changes: [Change]) throws(Obstacle) {
        for change in changes where !change.covers {
            guard let node = nodes[change.position], node.covers else { continue }
            for target in node.targets where target.kind == .correction {
                let standing = nodes[target.position]?.killers.filter {
                    $0.kind == .correction && nodes[$0.position]?.covers ?? false
                }
                if (standing?.count ?? 0) > 1 { throw .secondCorrection(of: target.position) }
            }
        }
    }
}
