internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Feeds

/// `GET /v1/stations/{id}` and `GET /v1/parcels/{id}`: what happened to one thing, and what follows from it.
struct StationRoutes: Sendable {
    let service: ServiceParts

    private static let eventsMax = 10_000

    func add(to table: inout RouteTable) {
        table.get("/v1/stations/{id}", .events, ["asOf", "knownAt"]) { try await station($0) }
        table.get("/v1/parcels/{id}", .events, ["knownAt"]) { try await parcel($0) }
    }

    private func station(_ exchange: Exchange) async throws -> Response {
        let id = exchange.argument
        let question = Question(
            indicator: .exits,
            asOf: try exchange.query.day("asOf") ?? BusinessDate(of: exchange.context.arrivedAt),
            knownAt: try exchange.query.instant("knownAt"),
            includesAll: true,
            includesClosed: true
        )
        let ledger = service.ledger
        let scope = service.policy.counties(of: exchange.principal)
        let json = try await ledger.read { snapshot in
            let count = try question.eventCount(in: snapshot)
            let events = try timeline(
                "station/" + id,
                snapshot,
                upTo: count,
                asOf: question.asOf,
                scope
            )
            guard !events.isEmpty else { throw Problem.unknownStation(id) }
            let answer = try question.answer(
                from: snapshot,
                tables: ledger.log.tables,
                store: ledger.store
            ).filtered { $0["station"] == .text(id) }
            return JSONValue.object([
                ("station", .string(id)), ("asOf", .string(question.asOf.description)),
                ("knownAt", answer.knownAt.map { .string($0.utcDescription) } ?? .null),
                ("eventCount", .integer(Int64(clamping: answer.treeSize))),
                ("rootHash", .string(answer.rootHash.description)),
                ("figure", .string(answer.figure.description)),
                (
                    "grounds",
                    .array(
                        answer.rows.map { row in
                            (try? JSONValue(parsing: row.json())) ?? .null
                        }
                    )
                ),
                ("events", .array(events)), ("complete", .boolean(events.count < Self.eventsMax)),
            ])
        }
        return Reply.json(json)
    }

    /// The events of a stream that a question sees, as they were recorded.
    private func timeline(
        _ stream: String,
        _ snapshot: LogSnapshot,
        upTo count: UInt64,
        asOf day: BusinessDate?,
        _ scope: [String]?
    ) throws -> [JSONValue] {
        var filter = EventFilter()
        filter.stream = stream
        filter.positions = 0..<count
        filter.occurredThrough = day
        let voided = Set(try snapshot.voidedPositions(upTo: count))
        var events: [JSONValue] = []
        try snapshot.events(matching: filter) { recorded in
            if let scope, events.isEmpty {
                let found = try service.ledger.counties.counties(
                    of: recorded.event,
                    in: snapshot
                )
                guard found.touches(scope) else { throw Problem.outOfScope(scope, index: nil) }
            }
            let event = try JSONValue(parsing: EventWriter.json(of: recorded))
            events.append(
                .object([
                    ("voided", .boolean(voided.contains(recorded.position))), ("event", event),
                ])
            )
            return events.count < Self.eventsMax
        }
        return events
    }

    private func parcel(_ exchange: Exchange) async throws -> Response {
        let id = exchange.argument
        let knownAt = try exchange.query.instant("knownAt")
        let scope = service.policy.counties(of: exchange.principal)
        let json = try await service.ledger.read { snapshot in
            let count =
                if let knownAt { try snapshot.eventCount(knownAt: knownAt) } else {
                    snapshot.eventCount
                }
            let events = try timeline(
                "parcel/" + id,
                snapshot,
                upTo: count,
                asOf: nil,
                scope
            )
            guard !events.isEmpty else { throw Problem.unknownParcel(id) }
            return JSONValue.object([
                ("parcel", .string(id)),
                ("eventCount", .integer(Int64(clamping: count))),
                ("rootHash", .string(try snapshot.rootHash(of: count).description)),
                ("events", .array(events)), ("complete", .boolean(events.count < Self.eventsMax)),
            ])
        }
        return Reply.json(json)
    }
}

extension Problem {
    static func unknownStation(_ id: String) -> Problem {
        notFound(
            "unknownStation",
            Phrase(
                zh: "此时账本里没有站点 \(id.visible)",
                en: "the ledger has no station \(id.visible) at these dates"
            )
        )
    }

    static func unknownParcel(_ id: String) -> Problem {
        notFound(
            "unknownParcel",
            Phrase(
                zh: "此时账本里没有邮件 \(id.visible)",
                en: "the ledger has no parcel \(id.visible) at this instant"
            )
        )
    }
}
