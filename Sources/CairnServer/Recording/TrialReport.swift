internal import Answers
internal import EventLog
internal import EventModel

/// What would become of each event of a body.
struct TrialReport: Sendable {
    /// What would become of one event.
    enum Outcome: Sendable {
        /// It would be recorded.
        case fine(EventReference, SHA256Digest)
        /// It stands there already.
        case duplicate(EventReference, of: UInt64, SHA256Digest)
        /// It would be refused, and with it its batch.
        case refused(Problem)
    }

    /// By the order of the body.
    var outcomes: [Outcome]

    /// The report.
    func json(_ language: Language) -> JSONValue {
        let refusedCount = outcomes.count { if case .refused = $0 { true } else { false } }
        return .object([
            ("accepted", .boolean(refusedCount == 0)),
            ("outcomes", .array(outcomes.enumerated().map { Self.json($1, $0, language) })),
        ])
    }

    private static func json(_ outcome: Outcome, _ index: Int, _ language: Language) -> JSONValue {
        let place = ("index", JSONValue.integer(Int64(index)))
        switch outcome {
        case .fine(let event, let digest):
            return .object([
                place, ("event", .string(event.description)), ("outcome", .string("wouldRecord")),
                ("digest", .string(digest.description)),
            ])
        case .duplicate(let event, let position, let digest):
            return .object([
                place, ("event", .string(event.description)), ("outcome", .string("duplicate")),
                ("position", .integer(Int64(clamping: position))),
                ("digest", .string(digest.description)),
            ])
        case .refused(let problem):
            var members: [(name: String, value: JSONValue)] = [
                place, ("outcome", .string("refused")), ("code", .string(problem.code)),
                ("detail", .string(problem.what[language])),
                ("remedy", .string(problem.remedy[language])),
            ]
            if let field = problem.field { members.append(("field", .string(field))) }
            return .object(members)
        }
    }
}
