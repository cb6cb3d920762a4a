internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Messages
internal import Feeds

/// `GET /v1/events…` and `GET /v1/streams/{subject}`: events by filter, by position, by stream.
struct EventRoutes: Sendable {
    let service: ServiceParts

    private static let paging = ["cursor", "limit", "backwards", "format", "unseal"]
    static let filters = [
        "type", "subject", "region", "from", "to", "recordedFrom", "recordedTo", "fromPosition",
        "toPosition",
    ]
    static let forms = [
        (word: "batch", type: MediaType.batch), (word: "ndjson", type: MediaType.lines),
        (word: "json", type: MediaType.json),
    ]

    func add(to table: inout RouteTable) {
        table.get("/v1/events", .events, Self.filters + Self.paging) { try await list($0) }
        table.get("/v1/events/{position}", .events, ["unseal"]) { try await single($0) }
        table.get("/v1/streams/{subject+}", .events, ["from", "to"] + Self.paging) {
            try await stream($0)
        }
    }

    // MARK: - By filter

    private func list(_ exchange: Exchange) async throws -> Response {
        let query = exchange.query
        var filter = EventFilter()
        filter.types = try types(query)
        if let subject = query["subject"] {
            if subject.hasSuffix("*") {
                filter.streamPrefix = String(subject.dropLast())
            } else {
                filter.stream = subject
            }
        }
        filter.region = try query.region("region")
        filter.occurredFrom = try query.day("from")
        filter.occurredThrough = try query.day("to")
        filter.recordedFrom =
            try query["recordedFrom"].flatMap(BusinessDate.init(parsing:))?.firstInstant
            ?? query.instant("recordedFrom")
        filter.recordedThrough = try query.instant("recordedTo")
        let first = try query.number("fromPosition", in: 0...(.max - 1)) ?? 0
        let last = try query.number("toPosition", in: 0...(.max - 1)).map { $0 + 1 } ?? .max
        filter.positions = first..<max(first, last)
        return try await page(filter, exchange)
    }

    /// The types that a filter names: of the service, or of the ledger alone.
    private func types(_ query: QueryParameters) throws(Problem) -> [String] {
        let types = query.words("type")
        for type in types where service.ledger.registry.schema(type: type) == nil {
            guard service.ledger.log.tables.typeOrdinals(type: type).isEmpty else { continue }
            throw .unknownType(type)
        }
        return types
    }

    private func page(_ filter: EventFilter, _ exchange: Exchange) async throws -> Response {
        let query = exchange.query
        let form = try exchange.form(Self.forms)
        let limit = Int(
            try query.number("limit", in: 1...UInt64(service.limits.pageEvents)) ?? 100
        )
        var request = EventPage.Request(
            filter: filter,
            scope: service.policy.counties(of: exchange.principal),
            limit: limit,
            unseals: try query.flag("unseal")
        )
        let isBackwards = try query.flag("backwards")
        request.filter.direction = isBackwards ? .backwards : .forwards
        let parameters =
            exchange.argument + "?"
            + query.canonical(without: ["cursor", "limit", "format", "unseal"])
        if let text = query["cursor"] {
            guard let cursor = PageCursor(text, parameters: parameters) else {
                throw Problem.badCursor("cursor")
            }
            guard cursor.epoch == service.ledger.epoch else {
                throw Problem.epochChanged(
                    current: service.ledger.epoch.description,
                    field: "cursor"
                )
            }
            let positions = request.filter.positions
            request.filter.positions =
                isBackwards
                ? positions
                    .lowerBound..<max(
                        positions.lowerBound,
                        min(cursor.position, positions.upperBound)
                    )
                : max(
                    cursor.position,
                    positions.lowerBound
                )..<max(
                    cursor.position,
                    positions.upperBound
                )
        }
        let ledger = service.ledger
        let page = try await ledger.read { [request] snapshot in
            try EventPage(request, of: snapshot, ledger.log.folder, ledger.counties)
        }
        let next = page.next.map {
            PageCursor(epoch: ledger.epoch, position: $0, parameters: parameters).text
        }
        return Self.response(page, next, form, exchange)
    }

    private static func response(
        _ page: EventPage,
        _ next: String?,
        _ form: String,
        _ exchange: Exchange
    ) -> Response {
        var headers = HTTPFields()
        headers[.cairnHead] = String(page.eventCount)
        if let next {
            headers[.cairnNext] = next
            let path = ServiceResponder.path(of: exchange.request)
            let kept = (exchange.request.uri.query ?? "").split(separator: "&").filter {
                !$0.hasPrefix("cursor=")
            }
            let query = (kept + ["cursor=\(next)"]).joined(separator: "&")
            headers[.link] = "<\(path)?\(query)>; rel=\"next\""
        }
        switch form {
        case "ndjson": return Reply.bytes(page.bytes, MediaType.lines, headers: headers)
        case "batch": return Reply.bytes(page.list, MediaType.batch, headers: headers)
        default:
            var bytes = Array("{\"events\": ".utf8) + page.list
            let cursor = next.map { JSONText.string($0) } ?? "null"
            bytes += Array(", \"next\": \(cursor), \"eventCount\": \(page.eventCount)}\n".utf8)
            return Reply.bytes(bytes, MediaType.json, headers: headers)
        }
    }

    // MARK: - One

    private func single(_ exchange: Exchange) async throws -> Response {
        let text = exchange.argument
        let ledger = service.ledger
        let scope = service.policy.counties(of: exchange.principal)
        let unseals = try exchange.query.flag("unseal")
        let line = try await ledger.read { snapshot in
            let position = try Self.position(of: text, in: snapshot)
            guard let position, let recorded = try snapshot.event(at: position) else {
                throw Problem.unknownEvent(text)
            }
            if let scope {
                let found = try ledger.counties.counties(of: recorded.event, in: snapshot)
                guard found.touches(scope) else { throw Problem.outOfScope(scope, index: nil) }
            }
            let line = EventWriter.json(of: recorded)
            guard unseals else { return line }
            let opener = try PersonalFieldReader(ledger.log.folder, snapshot)
            return try opener.opened(try JSONValue(parsing: line)).compactText
        }
        var headers = HTTPFields()
        // What is recorded never changes, but for another ledger being restored in this place.
        headers[.cacheControl] = unseals ? "no-store" : "private, max-age=60"
        headers[.vary] = "Authorization"
        return Reply.bytes(line, MediaType.event, headers: headers)
    }

    /// Where an event stands that is named by position or by `source#id`; `nil` if there is none.
    static func position(of text: String, in snapshot: LogSnapshot) throws -> UInt64? {
        if let position = UInt64(text) {
            return position < snapshot.eventCount ? position : nil
        }
        guard let reference = EventReference(parsing: text) else { return nil }
        return try snapshot.position(of: reference)
    }

    // MARK: - By stream

    private func stream(_ exchange: Exchange) async throws -> Response {
        var filter = EventFilter()
        filter.stream = exchange.argument
        filter.occurredFrom = try exchange.query.day("from")
        filter.occurredThrough = try exchange.query.day("to")
        let subject = exchange.argument
        let count = try await service.ledger.read { try $0.eventCount(ofStream: subject) }
        guard count > 0 else { throw Problem.unknownStream(subject) }
        var response = try await page(filter, exchange)
        // For the next append's expected revision.
        response.headers[.cairnRevision] = String(count - 1)
        return response
    }
}

extension Problem {
    static func unknownEvent(_ name: String) -> Problem {
        notFound(
            "unknownEvent",
            Phrase(
                zh: "账本里没有事件 \(name.visible)",
                en: "the ledger has no event \(name.visible)"
            )
        )
    }

    static func unknownStream(_ name: String) -> Problem {
        notFound(
            "unknownStream",
            Phrase(
                zh: "账本里没有事件流 \(name.visible)",
                en: "the ledger has no stream \(name.visible)"
            )
        )
    }

    static func unknownType(_ type: String) -> Problem {
        Problem(
            .badRequest,
            "unknownType",
            Phrase(
                zh: "没有事件类型“\(type.visible)”",
                en: "there is no event type \"\(type.visible)\""
            ),
            remedy: Phrase(zh: "全部类型见 /v1/schemas", en: "/v1/schemas lists all types"),
            field: "type"
        )
    }
}
