internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird

/// `GET /v1/indicators/{name}`: answers, as the command line gives them.
struct IndicatorRoutes: Sendable {
    let service: ServiceParts

    static let parameters = [
        "asOf", "knownAt", "reading", "region", "include", "format", "minPosition",
    ]

    /// Longest wait for answers that see a position, in seconds.
    private static let freshnessSeconds = 10

    func add(to table: inout RouteTable) {
        table.get("/v1/indicators/{name}", .indicators, Self.parameters) { try await answer($0) }
    }

    private func answer(_ exchange: Exchange) async throws -> Response {
        if let declared = service.ledger.declared(named: exchange.argument) {
            return try await answer(declared, exchange)
        }
        let indicator = try Indicator(named: exchange.argument)
        let query = exchange.query
        var question = Question(
            indicator: indicator,
            asOf: try query.day("asOf") ?? BusinessDate(of: exchange.context.arrivedAt),
            knownAt: try query.instant("knownAt"),
            region: try query.region("region")
        )
        try question.takeChoices(query)
        try service.allow(question, to: exchange.principal)
        let form = try exchange.form(Reply.answerForms)
        let count = try await eventCount(knownAt: question.knownAt, query)
        if question.knownAt == nil { question.position = count }
        return try await send(question, count, form, exchange)
    }

    /// Sends the answer to a question that stands on a number of events.
    private func send(
        _ question: Question,
        _ count: UInt64,
        _ form: String,
        _ exchange: Exchange
    ) async throws -> Response {
        let ledger = service.ledger
        let key = AnswerCache.Key(question: question.text, eventCount: count, form: form)
        let entry = try await service.answers.entry(key) {
            try await ledger.read { snapshot in
                let answer = try question.answer(
                    from: snapshot,
                    tables: ledger.log.tables,
                    store: ledger.store
                )
                let tag = EntityTag(
                    String(question.indicator.definitionDigest.description.prefix(16)),
                    String(answer.treeSize),
                    String(answer.rootHash.description.prefix(16)),
                    question.asOf.description,
                    form
                )
                return AnswerCache.Entry(answer, tag: tag, form: form)
            }
        }
        // What was known at an instant that is not over may still grow.
        let isPinned = service.live.isPast(question.knownAt)
        if question.knownAt == nil || isPinned {
            remember(entry, question.indicator.rawValue, isPinned: isPinned, count, exchange)
        }
        return Reply.answer(entry, isPinned: isPinned, exchange.request)
    }

    /// Remembers an answer at its address, if nothing but the address decided what it is.
    private func remember(
        _ entry: AnswerCache.Entry,
        _ indicator: String,
        isPinned: Bool,
        _ count: UInt64,
        _ exchange: Exchange
    ) {
        // To wait for a position is more than the address says.
        guard exchange.query["minPosition"] == nil,
            exchange.header(.accept).map({ $0 == "*/*" }) ?? true
        else { return }
        service.fastAnswers.remember(
            FastAnswers.Answer(
                entry: entry,
                indicator: indicator,
                isPinned: isPinned,
                eventCount: count,
                day: exchange.query["asOf"] == nil
                    ? BusinessDate(of: exchange.context.arrivedAt) : nil
            ),
            at: exchange.request.head.path ?? ""
        )
    }

    /// Number of events that an answer stands on.
    func eventCount(knownAt: Instant?, _ query: QueryParameters) async throws -> UInt64 {
        if let knownAt {
            return try await service.ledger.read { try $0.eventCount(knownAt: knownAt) }
        }
        if let seen = try query.number("minPosition", in: 0...(.max - 1)) {
            try await waitForAnswers(seeing: seen + 1)
        }
        return service.live.current.eventCount
    }

    private func waitForAnswers(seeing count: UInt64) async throws(Problem) {
        let isSeen = await service.live.waitForAnswers(
            seeing: count,
            for: .seconds(Self.freshnessSeconds)
        )
        guard isSeen else {
            throw .notSeenYet(position: count - 1, seen: service.live.current.eventCount)
        }
    }
}

extension Question {
    /// Everything that is asked, but for the number of events, as a text that no other question has.
    fileprivate var text: String {
        [
            indicator.rawValue, asOf.description, knownAt?.utcDescription ?? "", reading ?? "",
            region?.prefix ?? "", includesAll ? "all" : "", includesClosed ? "closed" : "",
        ].joined(separator: "|")
    }
}
