internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import Hummingbird

/// `GET /v1/figures/{figure}`: a quoted figure, the same bytes for ever.
struct FigureRoutes: Sendable {
    let service: ServiceParts

    func add(to table: inout RouteTable) {
        table.get("/v1/figures/{figure+}", .indicators, ["format"]) { try await answer($0) }
    }

    private func answer(_ exchange: Exchange) async throws -> Response {
        let name: FigureID
        do throws(FigureSpellingError) {
            name = try FigureID(parsing: exchange.argument)
        } catch {
            throw Problem(error)
        }
        let question = Question(indicator: name.indicator, asOf: name.asOf, region: name.region)
        try service.allow(question, to: exchange.principal)
        let form = try exchange.form(Reply.answerForms)
        let ledger = service.ledger
        let key = AnswerCache.Key(
            question: name.description,
            eventCount: name.position,
            form: form
        )
        let entry = try await service.answers.entry(key) {
            try await ledger.read { snapshot in
                let answer = try name.answer(
                    from: snapshot,
                    tables: ledger.log.tables,
                    store: ledger.store
                )
                let digest = SHA256Digest.hash(Array(name.description.utf8))
                let tag = EntityTag(String(digest.description.prefix(32)), form)
                return AnswerCache.Entry(answer, tag: tag, form: form)
            }
        }
        return Reply.answer(entry, isPinned: true, exchange.request)
    }
}
