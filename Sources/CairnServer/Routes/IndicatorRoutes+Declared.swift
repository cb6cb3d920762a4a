internal import Access
internal import Answers
internal import Declared
internal import EventLog
internal import EventModel
internal import Hummingbird

extension IndicatorRoutes {
    /// Answers an indicator that the deployment defines.
    func answer(
        _ indicator: DeclaredIndicator,
        _ exchange: Exchange
    ) async throws -> Response {
        let query = exchange.query
        if let name = ["reading", "region", "include"].first(where: { query[$0] != nil }) {
            throw Problem.badParameters(
                Phrase(
                    zh: "\(name) 不用于 \(indicator.name)",
                    en: "\(name) does not go with \(indicator.name)"
                ),
                field: name
            )
        }
        guard service.policy.allows(indicator: indicator.name, to: exchange.principal) else {
            throw exchange.principal.proof == .none
                ? Problem.needsKey
                : Problem.indicatorNotAllowed(indicator.name, exchange.principal.role)
        }
        // Its rows are not told apart by county.
        if let scope = service.policy.counties(of: exchange.principal) {
            throw Problem.outOfScope(scope, index: nil)
        }
        let asOf = try query.day("asOf") ?? BusinessDate(of: exchange.context.arrivedAt)
        let knownAt = try query.instant("knownAt")
        let form = try exchange.form(Reply.answerForms)
        let count = try await eventCount(knownAt: knownAt, query)
        let ledger = service.ledger
        let key = AnswerCache.Key(
            question: "\(indicator.digest)|\(asOf)|\(knownAt?.utcDescription ?? "")",
            eventCount: count,
            form: form
        )
        let entry = try await service.answers.entry(key) {
            try await ledger.read { snapshot in
                let answer = try DeclaredAnswer(
                    indicator,
                    asOf: asOf,
                    knownAt: knownAt,
                    position: count,
                    from: snapshot
                )
                let tag = EntityTag(
                    String(indicator.digest.description.prefix(16)),
                    String(answer.treeSize),
                    String(answer.rootHash.description.prefix(16)),
                    asOf.description,
                    form
                )
                return AnswerCache.Entry(
                    tag: tag,
                    form: form,
                    json: Array(answer.json.utf8),
                    csv: answer.csv
                )
            }
        }
        return Reply.answer(entry, isPinned: service.live.isPast(knownAt), exchange.request)
    }
}
