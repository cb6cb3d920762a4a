import EventModel

extension HistoryGenerator {
    /// Puts a fact of the script on the agenda.
    mutating func plan(scripted place: Int) {
        let scripted = options.script[place]
        let fact: Fact
        switch scripted.content {
        case .fact(let own), .correction(let own, _): fact = own
        case .void(let tag):
            // The target's id is known once it is recorded; its stream is known now.
            fact = .voided(EventReference(source: "", id: ""), in: subject(ofScripted: tag))
        }
        agenda.add(
            PlannedFact(
                fact: fact,
                source: producers.place(of: scripted.source),
                occurredAt: scripted.occurredAt.millisecondsSince1970,
                scriptPlace: place
            ),
            recordedAt: scripted.recordedAt.millisecondsSince1970
        )
    }

    private func subject(ofScripted tag: String) -> String {
        guard let target = options.script.first(where: { $0.tag == tag }) else {
            return "void/\(tag)"
        }
        switch target.content {
        case .fact(let fact), .correction(let fact, _): return fact.subject
        case .void(let earlier): return subject(ofScripted: earlier)
        }
    }
}
