internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird

/// `GET /v1/explain/{figure}` and `GET /v1/diff`: how a figure came about, and what changed between two.
struct ExplainRoutes: Sendable {
    let service: ServiceParts

    func add(to table: inout RouteTable) {
        table.get("/v1/explain/{figure+}", .explanations, ["asOf", "knownAt", "proofs"]) {
            try await explain($0)
        }
        table.get(
            "/v1/diff",
            .explanations,
            [
                "indicator", "from", "to", "reading", "region", "include",
            ]
        ) { try await diff($0) }
    }

    private func explain(_ exchange: Exchange) async throws -> Response {
        let text = exchange.argument
        let hasProofs = try exchange.query.flag("proofs")
        let ledger = service.ledger
        let find: @Sendable (LogSnapshot) throws -> (name: FigureID, answer: Answer)
        if text.hasPrefix(FigureID.scheme) {
            if let name = ["asOf", "knownAt"].first(where: { exchange.query[$0] != nil }) {
                throw Problem.badParameters(
                    Phrase(
                        zh: "引用号已含日期,不能再给 \(name)",
                        en: "the figure's id says its dates: \(name) cannot go with it"
                    ),
                    field: name
                )
            }
            let name = try Self.spelled { () throws(FigureSpellingError) in
                try FigureID(parsing: text)
            }
            guard !name.row.isEmpty else { throw Problem.figureWithoutRow }
            try allow(name.indicator, exchange)
            find = { snapshot in
                let question = try name.question(in: snapshot)
                return (
                    name,
                    try question.answer(
                        from: snapshot,
                        tables: ledger.log.tables,
                        store: ledger.store
                    )
                )
            }
        } else {
            let search = try search(text, exchange)
            find = { try search.find(in: $0, tables: ledger.log.tables, store: ledger.store) }
        }
        let page = try await ledger.read { snapshot in
            let found = try find(snapshot)
            let explanation = try Explanation(of: found.name, in: found.answer, from: snapshot)
            return JSONPage.text(try explanation.json(provedBy: hasProofs ? snapshot : nil))
        }
        return Reply.json(page)
    }

    private func search(_ text: String, _ exchange: Exchange) throws -> FigureSearch {
        let path = String(text.prefix { $0 != "#" })
        let indicator = try Self.spelled { () throws(FigureSpellingError) in
            try FigureID.path(path).indicator
        }
        try allow(indicator, exchange)
        let question = Question(
            indicator: indicator,
            asOf: try exchange.query.day("asOf") ?? BusinessDate(of: exchange.context.arrivedAt),
            knownAt: try exchange.query.instant("knownAt")
        )
        let search = try Self.spelled { () throws(FigureSpellingError) in
            try FigureSearch(text, question: question)
        }
        guard !search.namesIndicator else { throw Problem.figureWithoutRow }
        return search
    }

    /// Explanations name events: a role with a county has them through its own events and rows.
    private func allow(_ indicator: Indicator, _ exchange: Exchange) throws(Problem) {
        let name = indicator.rawValue
        guard service.policy.allows(indicator: name, to: exchange.principal) else {
            throw .indicatorNotAllowed(name, exchange.principal.role)
        }
        guard let scope = service.policy.counties(of: exchange.principal) else { return }
        guard indicator == .coverage else { throw .outOfScope(scope, index: nil) }
    }

    private static func spelled<Result>(
        _ body: () throws(FigureSpellingError) -> Result
    ) throws(Problem) -> Result {
        do throws(FigureSpellingError) {
            return try body()
        } catch {
            throw Problem(error)
        }
    }

    // MARK: - Differences

    private func diff(_ exchange: Exchange) async throws -> Response {
        let indicator = try Indicator(named: try exchange.query.required("indicator"))
        try allow(indicator, exchange)
        let from = try question(indicator, "from", exchange)
        let to = try question(indicator, "to", exchange)
        let ledger = service.ledger
        let page = try await ledger.read { snapshot in
            JSONPage.text(
                try FigureChanges(
                    from: from,
                    to: to,
                    in: snapshot,
                    tables: ledger.log.tables,
                    store: ledger.store
                ).json
            )
        }
        return Reply.json(page)
    }

    /// An end of a difference: `2019-12-31` or `2019-12-31@2020-01-31`.
    private func question(
        _ indicator: Indicator,
        _ name: String,
        _ exchange: Exchange
    ) throws -> Question {
        let text = try exchange.query.required(name)
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let day = Question.day(String(parts[0])) else {
            throw Problem.badDay(String(parts[0]), field: name)
        }
        var knownAt: Instant?
        if parts.count > 1 {
            guard let instant = Question.instant(String(parts[1])) else {
                throw Problem.badInstant(String(parts[1]), field: name)
            }
            knownAt = instant
        }
        var question = Question(
            indicator: indicator,
            asOf: day,
            knownAt: knownAt,
            region: try exchange.query.region("region")
        )
        try question.takeChoices(exchange.query)
        return question
    }
}
