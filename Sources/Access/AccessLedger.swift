package import EventLog
package import EventModel
internal import Evidence

/// The ledger of reads that must be accounted for: those of auditors, and of personal fields in clear.
///
/// It is a ledger like any other, in the folder `access/` of the one that is read, so that it is appended to, signed and
/// verified by the same means (`cairn events --ledger DIR/access`). A read is recorded before it is answered; if that
/// fails, nothing is answered.
package final class AccessLedger: Sendable {
    /// The log of reads.
    package let log: EventLog
    private let source: String

    /// Longest path and query that can be accounted for.
    package static let targetBytesMax = 4_096

    /// The one type of its events.
    package static let readRecorded = EventSchema(
        "access.read",
        chinese: "读取记录",
        summary:
            "Somebody read what is accounted for: an auditor, or anybody personal fields in clear.",
        source: "R-ACT-04; Personal Information Protection Law 个人信息保护法",
        fields: [
            SchemaField(
                "route",
                .string(maximumBytes: 128),
                storage: .name,
                chinese: "接口",
                summary: "Method and path template of the request, such as `GET /v1/events`."
            ),
            SchemaField(
                "target",
                .string(maximumBytes: targetBytesMax),
                chinese: "读取内容",
                summary: "Path and query as they were asked for."
            ),
            SchemaField(
                "unsealed",
                .boolean,
                chinese: "含个人信息明文",
                summary: "Whether personal fields were asked for in clear."
            ),
            SchemaField(
                "request",
                .string(maximumBytes: 128),
                chinese: "请求编号",
                summary:
                    "The request's id, as in the service's log and in the answer's `X-Request-Id`."
            ),
        ]
    )

    /// Opens the access ledger of a ledger for writing, and makes it if there is none.
    ///
    /// - Parameters:
    ///   - folder: The ledger that is read.
    ///   - options: Sizes.
    ///   - clock: Gives recorded times.
    /// - Throws: ``LogError`` as ``EventLog/create(at:options:clock:ledgerID:signingKey:)`` and
    ///   ``EventLog/init(opening:mode:registry:options:clock:salvaging:)``.
    package init(
        of folder: LedgerFolder,
        options: LogOptions,
        clock: any LedgerClock
    ) throws(LogError) {
        let path = folder.path + "/access"
        let ledgerID = String((folder.manifest.ledgerID + "/access").suffix(128))
        do throws(LogError) {
            log = try Self.open(path, options, clock)
        } catch {
            guard case .notALedger = error else { throw error }
            let name = folder.manifest.key.map { $0.name + "/access" } ?? "cairn/access"
            let key = try? SigningKey(name: name, kind: .log)
            try EventLog.create(
                at: path,
                options: options,
                clock: clock,
                ledgerID: ledgerID,
                signingKey: key
            )
            log = try Self.open(path, options, clock)
        }
        source = "/access"
    }

    private static func open(
        _ path: String,
        _ options: LogOptions,
        _ clock: any LedgerClock
    ) throws(LogError) -> EventLog {
        try EventLog(
            opening: path,
            mode: .writing,
            registry: SchemaRegistry([readRecorded]),
            options: options,
            clock: clock
        )
    }

    /// Records a read; it is on the disk when this returns.
    ///
    /// - Parameters:
    ///   - principal: Who reads.
    ///   - route: Method and path template.
    ///   - target: Path and query, of at most ``targetBytesMax``.
    ///   - unsealed: Whether personal fields are shown in clear.
    ///   - request: The request's id.
    ///   - now: The moment.
    /// - Throws: ``AppendError``; then nothing must be answered.
    package func record(
        _ principal: Principal,
        route: String,
        target: String,
        unsealed: Bool,
        request: String,
        now: OccurredAt
    ) async throws(AppendError) {
        let event = Event(
            id: request,
            source: source,
            schema: Self.readRecorded,
            subject: "reader/" + principal.name,
            time: now,
            actor: principal.actor,
            role: principal.role.rawValue,
            data: [
                .text(route), .text(target), .integer(unsealed ? 1 : 0), .text(request),
            ]
        )
        _ = try await log.appendRecovering(AppendRequest(events: [IncomingEvent(event)]))
    }
}
