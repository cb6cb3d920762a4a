internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import Feeds
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `GET /v1/feeds…`: the log as receivers follow it (HTTP Feeds), as batches with a long poll, as a stream of lines, or as
/// server-sent events.
struct FeedRoutes: Sendable {
    let service: ServiceParts
    private let board = CheckpointBoard()

    private static let parameters = [
        "lastEventId", "limit", "timeout", "type", "county", "format",
    ]
    private static let forms = [
        (word: "batch", type: MediaType.batch), (word: "ndjson", type: MediaType.lines),
        (word: "sse", type: MediaType.sse),
    ]
    private static let heartbeat = Duration.seconds(15)
    /// Longest wait before it is looked at again whether the receiver may still follow.
    private static let checkPause = Duration.seconds(5)
    private static let streamRunMax = 4_096

    init(service: ServiceParts) { self.service = service }

    func add(to table: inout RouteTable) {
        table.get("/v1/feeds", .feeds) { list($0) }
        table.get("/v1/feeds/{name}", .feeds, Self.parameters) { try await follow($0) }
    }

    private func list(_: Exchange) -> Response {
        let registry = service.ledger.registry
        let feeds = FeedCatalogue.names(registry).map { name in
            JSONValue.object([
                ("name", .string(name)),
                (
                    "types",
                    .array(
                        (FeedCatalogue.types(ofFeed: name, in: registry) ?? []).map { .string($0) }
                    )
                ),
            ])
        }
        return Reply.json(
            .object([
                ("epoch", .string(service.ledger.epoch.description)), ("feeds", .array(feeds)),
            ])
        )
    }

    /// What one receiver follows.
    private struct Following: Sendable {
        let name: String
        let reader: FeedReader
        let service: ServiceParts
        let board: CheckpointBoard

        /// Reads the next run, and makes the head that joins the one before it.
        ///
        /// - Parameters:
        ///   - told: Where the head before it ended; the receiver knows nothing of what was looked at since.
        ///   - first: First position to look at.
        ///   - limit: Events at most.
        /// - Returns: The head that stands before the run, and the run.
        /// - Throws: ``LogError`` when the log cannot be read.
        func read(
            after told: UInt64,
            from first: UInt64,
            limit: Int
        ) async throws -> (FeedHead, FeedReader.Run) {
            let (name, reader, board, ledger) = (name, reader, board, service.ledger)
            return try await ledger.read { snapshot in
                let run = try reader.read(snapshot, from: first, limit: limit)
                let head = FeedHead(
                    name: name,
                    epoch: ledger.epoch,
                    from: told,
                    next: run.next,
                    eventCount: run.eventCount,
                    previousEntry: told > 0 ? try snapshot.leafHash(at: told - 1) : nil,
                    checkpoint: try board.newest(snapshot, now: ledger.clock.now())
                )
                return (head, run)
            }
        }
    }

    private func follow(_ exchange: Exchange) async throws -> Response {
        let query = exchange.query
        let form = try exchange.form(Self.forms)
        let following = Following(
            name: exchange.argument,
            reader: FeedReader(
                try selection(exchange),
                counties: service.ledger.counties
            ),
            service: service,
            board: board
        )
        let first = try await first(exchange)
        guard form == "batch" else {
            if let other = ["limit", "timeout"].first(where: { query[$0] != nil }) {
                throw Problem.badParameters(
                    Phrase(
                        zh: "\(other) 只用于批次,不用于持续的流",
                        en: "\(other) goes with batches, not with a stream"
                    ),
                    field: other
                )
            }
            return stream(following, from: first, asEvents: form == "sse", to: exchange.principal)
        }
        let limit = Int(
            try query.number("limit", in: 1...UInt64(service.limits.pageEvents)) ?? 1_000
        )
        let waitMax = UInt64(service.limits.waitSeconds) * 1_000
        let wait = try query.number("timeout", in: 0...waitMax) ?? 0
        return try await batch(following, from: first, limit, .milliseconds(wait), exchange)
    }

    private func selection(_ exchange: Exchange) throws -> FeedSelection {
        let registry = service.ledger.registry
        guard var types = FeedCatalogue.types(ofFeed: exchange.argument, in: registry) else {
            throw Problem.unknownFeed(exchange.argument)
        }
        let wanted = exchange.query.words("type")
        for type in wanted where registry.schema(type: type) == nil {
            throw Problem.unknownType(type)
        }
        if !wanted.isEmpty {
            types = types.isEmpty ? wanted : wanted.filter { types.contains($0) }
            guard !types.isEmpty else { throw Problem.unknownType(wanted[0]) }
        }
        var counties = exchange.query.words("county")
        for county in counties where !Principal.isCounty(county) {
            throw Problem.badValue(county, field: "county", accepted: ["540202", "…"])
        }
        if let scope = service.policy.counties(of: exchange.principal) {
            guard counties.allSatisfy({ scope.contains($0) }), !scope.isEmpty else {
                throw Problem.outOfScope(scope, index: nil)
            }
            if counties.isEmpty { counties = scope }
        }
        return FeedSelection(types: types, counties: counties)
    }

    /// The first position that the receiver has not seen.
    private func first(_ exchange: Exchange) async throws -> UInt64 {
        let given = exchange.query["lastEventId"] ?? exchange.header(.lastEventID)
        guard let given, !given.isEmpty else { return 0 }
        guard let cursor = FeedCursor(given) else { throw Problem.badCursor("lastEventId") }
        let epoch = service.ledger.epoch
        guard cursor.epoch == epoch else {
            throw Problem.epochChanged(current: epoch.description, field: "lastEventId")
        }
        let count = try await service.ledger.read { $0.eventCount }
        guard cursor.position < count else { throw Problem.cursorAhead(eventCount: count) }
        return cursor.position + 1
    }

    // MARK: - Batches

    private func batch(
        _ following: Following,
        from first: UInt64,
        _ limit: Int,
        _ wait: Duration,
        _ exchange: Exchange
    ) async throws -> Response {
        service.metrics.feedBegan()
        defer { service.metrics.feedEnded() }
        let deadline = ContinuousClock.now + wait
        var position = first
        while true {
            let (head, run) = try await following.read(after: first, from: position, limit: limit)
            let rest = deadline - ContinuousClock.now
            guard run.count == 0, run.next >= run.eventCount, rest > .zero,
                !service.live.watch.isStopped
            else { return send(head, run, exchange) }
            position = run.next
            _ = await service.live.watch.wait(beyond: position, for: rest)
        }
    }

    private func send(
        _ head: FeedHead,
        _ run: FeedReader.Run,
        _ exchange: Exchange
    ) -> Response {
        service.metrics.fed(run.count)
        var headers = head.headers
        if let cursor = head.cursor {
            let path = ServiceResponder.path(of: exchange.request)
            let kept = (exchange.request.uri.query ?? "").split(separator: "&").filter {
                !$0.hasPrefix("lastEventId=")
            }
            let query = (["lastEventId=\(cursor)"] + kept).joined(separator: "&")
            headers[.link] = "<\(path)?\(query)>; rel=\"next\""
        }
        let list = run.count == 0 ? Array("[]".utf8) : EventPage.list(of: run.bytes)
        return Reply.bytes(list, MediaType.batch, headers: headers)
    }

    // MARK: - Streams

    private func stream(
        _ following: Following,
        from first: UInt64,
        asEvents: Bool,
        to principal: Principal
    ) -> Response {
        let service = service
        let (metrics, watch) = (service.metrics, service.live.watch)
        let body = ResponseBody { writer in
            metrics.feedBegan()
            defer { metrics.feedEnded() }
            var (position, told) = (first, first)
            var silentSince: ContinuousClock.Instant?
            // A key that is revoked, a token that expires: the stream ends, and cannot be begun anew.
            while !watch.isStopped,
                service.authenticator.isValid(principal, now: service.ledger.clock.now())
            {
                let (head, run) = try await following.read(
                    after: told,
                    from: position,
                    limit: Self.streamRunMax
                )
                position = run.next
                let silence = silentSince?.duration(to: .now) ?? Self.heartbeat
                if run.count > 0 || silence >= Self.heartbeat {
                    let bytes = asEvents ? Self.events(head, run) : Self.lines(head, run)
                    // Also how a receiver that went away is noticed.
                    try await writer.write(ByteBuffer(bytes: bytes))
                    metrics.fed(run.count)
                    told = position
                    silentSince = .now
                }
                guard position >= run.eventCount else { continue }
                _ = await watch.wait(beyond: position, for: Self.checkPause)
            }
            try await writer.finish(nil)
        }
        var headers = HTTPFields()
        headers[.contentType] = asEvents ? MediaType.sse : MediaType.lines
        headers[.cacheControl] = "no-store"
        headers[.cairnEpoch] = service.ledger.epoch.description
        return Response(status: .ok, headers: headers, body: body)
    }

    private static func lines(_ head: FeedHead, _ run: FeedReader.Run) -> [UInt8] {
        head.line + [UInt8(ascii: "\n")] + run.bytes
    }

    /// As server-sent events: the head under the name `feed`, each event as a message with its cursor.
    private static func events(_ head: FeedHead, _ run: FeedReader.Run) -> [UInt8] {
        var bytes = Array("event: feed\ndata: ".utf8) + head.line + Array("\n\n".utf8)
        bytes.reserveCapacity(bytes.count + run.bytes.count + 64 * run.count)
        var start = 0
        for (position, end) in run.ends {
            let cursor = FeedCursor(epoch: head.epoch, position: position)
            bytes += Array("id: \(cursor)\ndata: ".utf8)
            bytes += run.bytes[start..<end]
            bytes.append(UInt8(ascii: "\n"))
            start = end
        }
        return bytes
    }
}

extension Problem {
    static func unknownFeed(_ name: String) -> Problem {
        notFound(
            "unknownFeed",
            Phrase(zh: "没有订阅源“\(name.visible)”", en: "there is no feed \"\(name.visible)\"")
        )
    }
}
