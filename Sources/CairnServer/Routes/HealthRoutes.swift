internal import Answers
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Access

/// `GET /healthz`, `/readyz` and `/metrics`: for whoever runs the service.
struct HealthRoutes: Sendable {
    let service: ServiceParts

    /// Events that answers may lag behind while the service still counts as ready.
    private static let lagMax: UInt64 = 1_000_000

    func add(to table: inout RouteTable) {
        table.get("/healthz", nil) { _ in Reply.bytes(Array("ok\n".utf8), MediaType.note) }
        table.get("/readyz", nil) { _ in await ready() }
        table.get("/metrics", .metrics) { _ in try await metrics() }
    }

    private func ready() async -> Response {
        let lag = service.live.lag
        let canRead = (try? await service.ledger.read { $0.eventCount }) != nil
        let isReady = canRead && lag <= Self.lagMax && !service.live.watch.isStopped
        return Reply.json(
            .object([
                ("ready", .boolean(isReady)), ("readable", .boolean(canRead)),
                ("writable", .boolean(service.ledger.isWritable)),
                ("lag", .integer(Int64(clamping: lag))),
            ]),
            status: isReady ? .ok : .serviceUnavailable
        )
    }

    private func metrics() async throws -> Response {
        let file = try await service.ledger.threads.run { [service] in
            try service.ledger.log.fileStatus()
        }
        var page = MetricsPage()
        addLog(&page, file)
        addAnswers(&page)
        addRequests(&page)
        return Reply.bytes(Array(page.text.utf8), MediaType.metrics)
    }

    private func addLog(_ page: inout MetricsPage, _ file: LogFileStatus) {
        let commits = service.ledger.log.commitStatistics
        page.single("cairn_log_events", "gauge", "Events in the log.", service.live.watch.count)
        page.single(
            "cairn_appended_events_total",
            "counter",
            "Events recorded since the start.",
            commits.eventCount
        )
        page.single(
            "cairn_append_requests_total",
            "counter",
            "Requests that reached the writer.",
            commits.requestCount
        )
        page.single(
            "cairn_commit_failures_total",
            "counter",
            "Commits that failed.",
            commits.failureCount
        )
        page.family(
            "cairn_commit_seconds",
            "histogram",
            "Time of a commit, from the checks to the flush."
        )
        page.histogram(
            "cairn_commit_seconds",
            microsecondBounds: CommitStatistics.durationBounds,
            commits.durations,
            sum: commits.durationSum
        )
        page.family("cairn_commit_group_requests", "histogram", "Requests committed together.")
        page.histogram(
            "cairn_commit_group_requests",
            bounds: CommitStatistics.groupBounds,
            commits.groups,
            sum: commits.requestCount
        )
        page.single(
            "cairn_waiting_requests",
            "gauge",
            "Requests that wait for the writer.",
            service.ledger.log.waitingRequestCount
        )
        page.single("cairn_log_file_bytes", "gauge", "Length of the log's file.", file.fileBytes)
        page.single(
            "cairn_log_allocated_bytes",
            "gauge",
            "Bytes of it on the disk.",
            file.allocatedBytes
        )
        page.single("cairn_log_map_bytes", "gauge", "Bytes up to which it may grow.", file.mapBytes)
        page.single(
            "cairn_reader_slots_used",
            "gauge",
            "Reader slots ever used at once.",
            file.usedReaderCount
        )
        page.single("cairn_reader_slots", "gauge", "Reader slots.", file.readerCountMax)
    }

    private func addAnswers(_ page: inout MetricsPage) {
        let round = service.live.round
        let counts = service.answers.counts
        page.single(
            "cairn_answers_lag_events",
            "gauge",
            "Events that current answers do not see yet.",
            service.live.lag
        )
        page.single(
            "cairn_answers_rounds_total",
            "counter",
            "Times the projections were brought up to the log's end.",
            round.count
        )
        page.single(
            "cairn_answers_round_failures_total",
            "counter",
            "Times that failed.",
            round.failureCount
        )
        page.family("cairn_answers_round_seconds", "gauge", "Time of the last round.")
        page.sample(
            "cairn_answers_round_seconds",
            [],
            MetricsPage.seconds(UInt64(round.lastMicroseconds))
        )
        page.family("cairn_answers_replay_seconds_total", "counter", "Time of all rounds.")
        page.sample(
            "cairn_answers_replay_seconds_total",
            [],
            MetricsPage.seconds(UInt64(round.totalMicroseconds))
        )
        page.single(
            "cairn_answer_cache_hits_total",
            "counter",
            "Answers that were there.",
            counts.hits
        )
        page.single(
            "cairn_answer_cache_misses_total",
            "counter",
            "Answers that were computed.",
            counts.misses
        )
        page.single(
            "cairn_answer_cache_bytes",
            "gauge",
            "Bytes of the answers kept.",
            counts.byteCount
        )
    }

    private func addRequests(_ page: inout MetricsPage) {
        let requests = service.metrics.requests
        page.family("cairn_http_requests_total", "counter", "Requests answered.")
        for (key, count) in requests.counts {
            page.sample(
                "cairn_http_requests_total",
                [("method", key.method), ("route", key.route), ("status", String(key.status))],
                String(count)
            )
        }
        page.family("cairn_http_request_seconds", "histogram", "Time until an answer begins.")
        for (route, histogram) in requests.times {
            page.histogram(
                "cairn_http_request_seconds",
                [("route", route)],
                microsecondBounds: ServiceMetrics.bounds,
                histogram.buckets,
                sum: histogram.microseconds
            )
        }
        page.single(
            "cairn_http_requests_under_way",
            "gauge",
            "Requests being answered.",
            service.metrics.underWayCount
        )
        page.single(
            "cairn_feed_clients",
            "gauge",
            "Receivers that follow a feed.",
            service.metrics.feedClientCount
        )
        page.single(
            "cairn_feed_events_total",
            "counter",
            "Events handed to receivers.",
            service.metrics.fedEventCount
        )
    }
}
