/// Which events count, by the rules of `events.md` said over as recursion.
struct ModelVoids {
    private struct Relation {
        let by: Int
        let target: Int
    }

    private var voids: [Relation] = []
    private var corrections: [Relation] = []

    /// Whether an event counts: no void of it counts, and no correction of it stands.
    func counts(_ event: Int) -> Bool { !isVoided(event) && standing(for: event) == 0 }

    private func isVoided(_ event: Int) -> Bool {
        voids.contains { $0.target == event && counts($0.by) }
    }

    /// Whether a correction stands: what corrected it stands in its place, or it counts itself.
    private func stands(_ correction: Int) -> Bool {
        standing(for: correction) > 0 || !isVoided(correction)
    }

    /// Number of standing corrections of an event.
    private func standing(for event: Int) -> Int {
        corrections.filter { $0.target == event && stands($0.by) }.count
    }

    /// What was known when the log held so many events.
    func known(below count: Int) -> ModelVoids {
        var known = ModelVoids()
        known.voids = voids.filter { $0.by < count }
        known.corrections = corrections.filter { $0.by < count }
        return known
    }

    /// Takes in a new event's targets; false, and nothing taken in, if the rules refuse them.
    ///
    /// The correction takes the place of what it corrects before the void is looked at.
    mutating func add(_ event: Int, correcting corrected: Int?, voiding voided: Int?) -> Bool {
        let before = self
        let stoodBefore = corrections.filter { before.stands($0.by) }.map(\.by)
        if let corrected { corrections.append(Relation(by: event, target: corrected)) }
        if let voided {
            guard counts(voided) else {
                self = before
                return false
            }
            voids.append(Relation(by: event, target: voided))
        }
        for correction in corrections where correction.by != event {
            let isBroughtBack = !stoodBefore.contains(correction.by) && stands(correction.by)
            if isBroughtBack, standing(for: correction.target) > 1 {
                self = before
                return false
            }
        }
        return true
    }
}
