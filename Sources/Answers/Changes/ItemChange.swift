import EventLog
import EventModel
import Projections

/// An item of a term that a step of the walk changed: a payment that came in, a village that lost its station.
package struct ItemChange: Sendable {
    /// Name of the term.
    package let term: String
    /// What the term is called.
    package let title: Phrase
    /// What its amounts are.
    package let unit: FigureAccount.Unit
    /// The item's key.
    package let key: String
    /// Its state before; `nil` if it was not looked at.
    package let before: Standing?
    /// Its state after; `nil` if it is not looked at any more.
    package let after: Standing?
    /// The events that came in or fell away; empty where time or a rule alone made the change.
    package let entries: [EntryChange]

    /// How an item stands in its term.
    package struct Standing: Hashable, Sendable {
        /// A fixed word (``AccountTerms``).
        package let status: String
        /// What it adds to the term.
        package let amount: Int128
    }

    /// What it adds to the term after the step less what it added before.
    package var change: Int128 { (after?.amount ?? 0) - (before?.amount ?? 0) }

    /// The same change gone backwards.
    var reversed: ItemChange {
        ItemChange(
            term: term,
            title: title,
            unit: unit,
            key: key,
            before: after,
            after: before,
            entries: entries.map(\.reversed)
        )
    }
}

/// An event behind an item's change.
package struct EntryChange: Sendable {
    /// The event and what it states.
    package let entry: FigureAccount.Entry
    /// Whether it counts after the step; otherwise it did before.
    package let isAdded: Bool
    /// The event that voided or replaced it, or took such a void back; `nil` if none did.
    package let cause: Cause?

    /// What became of an event.
    package struct Cause: Hashable, Sendable {
        /// Position of the event that did it; for a correction of what it replaces.
        package let position: UInt64
        /// What it did.
        package let kind: Kind

        /// What can be done to an event.
        package enum Kind: String, Hashable, Sendable {
            /// `event.voided`.
            case voided
            /// A correction took its place.
            case replaced
            /// It is a correction itself.
            case corrects
            /// What had voided or replaced it does not count any more.
            case restored
        }
    }

    /// The same change gone backwards.
    var reversed: EntryChange {
        EntryChange(entry: entry, isAdded: !isAdded, cause: cause)
    }
}

/// Finds what changed in the terms of a row from one state of a walk to the next.
struct ItemComparison {
    let before: EventScope
    let after: EventScope
    let relations: [VoidGraph.Relation]

    /// The items that changed, in the order of the terms.
    func changes(from old: FigureAccount?, to new: FigureAccount?) -> [ItemChange] {
        var changes: [ItemChange] = []
        let names = ((old?.terms ?? []) + (new?.terms ?? [])).map(\.name)
        for (place, name) in names.enumerated() where names.firstIndex(of: name) == place {
            let terms = (
                old: old?.terms.first { $0.name == name }, new: new?.terms.first { $0.name == name }
            )
            guard let term = terms.new ?? terms.old else { continue }
            changes += self.changes(
                of: term,
                from: terms.old?.items ?? [],
                to: terms.new?.items ?? []
            )
        }
        return changes
    }

    private func changes(
        of term: FigureAccount.Term,
        from old: [FigureAccount.Item],
        to new: [FigureAccount.Item]
    ) -> [ItemChange] {
        var before: [ExactName: FigureAccount.Item] = [:]
        for item in old { before[ExactName(item.key)] = item }
        let kept = Set(new.map { ExactName($0.key) })
        let gone = old.filter { !kept.contains(ExactName($0.key)) }
        return gone.compactMap { change(of: term, from: $0, to: nil) }
            + new.compactMap { change(of: term, from: before[ExactName($0.key)], to: $0) }
    }

    private func change(
        of term: FigureAccount.Term,
        from old: FigureAccount.Item?,
        to new: FigureAccount.Item?
    ) -> ItemChange? {
        guard let key = (new ?? old)?.key, isChange(term, old, new) else { return nil }
        func standing(_ item: FigureAccount.Item?) -> ItemChange.Standing? {
            item.map { ItemChange.Standing(status: $0.status, amount: $0.amount) }
        }
        return ItemChange(
            term: term.name,
            title: term.title,
            unit: term.unit,
            key: key,
            before: standing(old),
            after: standing(new),
            entries: entries(from: old?.entries ?? [], to: new?.entries ?? [])
        )
    }

    /// Whether what changed matters to the row: what is counted does always, the rest where a row lists it or
    /// counts in a row.
    private func isChange(
        _ term: FigureAccount.Term,
        _ old: FigureAccount.Item?,
        _ new: FigureAccount.Item?
    ) -> Bool {
        if (old?.amount ?? 0) != (new?.amount ?? 0) { return true }
        guard term.listsEvidence || term.unit == .none else { return false }
        func positions(_ item: FigureAccount.Item?) -> [UInt64] {
            (item?.entries ?? []).filter { !$0.isWitness }.map(\.position)
        }
        return old?.status != new?.status || positions(old) != positions(new)
    }

    private func entries(
        from old: [FigureAccount.Entry],
        to new: [FigureAccount.Entry]
    ) -> [EntryChange] {
        func isIn(_ list: [FigureAccount.Entry], _ entry: FigureAccount.Entry) -> Bool {
            list.contains { $0.position == entry.position && $0.role == entry.role }
        }
        var removed = old.filter { !isIn(new, $0) }
        var added = new.filter { !isIn(old, $0) }
        // Where an event appeared or went away in this step, it is the reason, and what stands with it is not.
        let appeared = added.filter { !sees(before, $0) }
        let vanished = removed.filter { !sees(after, $0) }
        if !appeared.isEmpty || !vanished.isEmpty { (added, removed) = (appeared, vanished) }
        return removed.map { EntryChange(entry: $0, isAdded: false, cause: cause(of: $0, false)) }
            + added.map { EntryChange(entry: $0, isAdded: true, cause: cause(of: $0, true)) }
    }

    /// Whether a scope sees an event on its day: a fact with a date of its own waits for that.
    private func sees(_ scope: EventScope, _ entry: FigureAccount.Entry) -> Bool {
        let event = entry.event
        let day: BusinessDate =
            switch event.type {
            case "region.retired": event.date("retiredOn")
            case "region.declared", "village.povertyStatusSet": event.date("validFrom")
            default: event.day
            }
        return scope.cut.sees(event.position) && day <= scope.day
    }

    private func cause(of entry: FigureAccount.Entry, _ isAdded: Bool) -> EntryChange.Cause? {
        let position = entry.position
        guard before.cut.sees(position) != after.cut.sees(position) else { return nil }
        let killers = relations.filter { $0.target == position }
        guard isAdded else {
            // One that counts itself, if there is one: a replaced correction still covers.
            let killer = killers.last { after.cut.sees($0.killer) } ?? killers.last
            return killer.map { relation in
                EntryChange.Cause(
                    position: relation.killer,
                    kind: relation.kind == .void ? .voided : .replaced
                )
            }
        }
        let restorer = relations.last { relation in
            killers.contains { $0.killer == relation.target }
        }
        if let restorer { return EntryChange.Cause(position: restorer.killer, kind: .restored) }
        let own = relations.last { $0.killer == position && $0.kind == .correction }
        return own.map { EntryChange.Cause(position: $0.target, kind: .corrects) }
    }
}
