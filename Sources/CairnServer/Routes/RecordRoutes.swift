internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird

/// `POST /v1/events` and `POST /v1/validate`: events into the ledger, and what would happen to them.
struct RecordRoutes: Sendable {
    let service: ServiceParts

    func add(to table: inout RouteTable) {
        table.post("/v1/events", .append, ["seal"]) { try await record($0) }
        table.post("/v1/validate", .validate) { try await validate($0) }
    }

    // MARK: - Recording

    private func record(_ exchange: Exchange) async throws -> Response {
        guard service.ledger.isWritable else { throw Problem.readOnly }
        let type = try contentType(of: exchange)
        let bytes = try await BodyReading.bytes(of: exchange.request, service.limits)
        guard let key = try idempotencyKey(of: exchange) else {
            return try await record(bytes, type, exchange)
        }
        // What else decides what the request means belongs to its body.
        let target = exchange.request.head.path ?? ""
        let digest = SHA256Digest.hash(Array("\(type)\n\(target)\n".utf8) + bytes)
        switch service.receipts.begin(key, digest, now: exchange.context.arrivedAt) {
        case .answered(let kept): return Self.response(kept)
        case .otherBody: throw Problem.idempotencyKeyReused
        case .inFlight: throw Problem.idempotencyKeyInFlight
        case .new: break
        }
        do {
            return try await record(bytes, type, exchange)
        } catch {
            service.receipts.giveUp(key)
            throw error
        }
    }

    private func record(
        _ bytes: [UInt8],
        _ type: String,
        _ exchange: Exchange
    ) async throws -> Response {
        let body = try EventBody(bytes, type: type, eventsMax: service.limits.batchEvents)
        let recorder = EventRecorder(service: service, principal: exchange.principal)
        let events = try await recorder.events(of: body, seals: try exchange.query.flag("seal"))
        let request = AppendRequest(
            events: events,
            expectations: body.expectations,
            conditions: body.conditions
        )
        let receipt: AppendReceipt
        do throws(AppendError) {
            receipt = try await service.ledger.append(request)
        } catch {
            throw Problem(error)
        }
        let names = (0..<events.count).map { events.reference(at: $0) }
        let kept = Self.kept(receipt, names, isSingle: body.isSingle)
        if let key = try idempotencyKey(of: exchange) {
            service.receipts.finish(key, kept, now: exchange.context.arrivedAt)
        }
        return Self.response(kept)
    }

    private static func kept(
        _ receipt: AppendReceipt,
        _ names: [EventReference],
        isSingle: Bool
    ) -> ReceiptMemory.Kept {
        var isNew = false
        var location: String?
        for outcome in receipt.outcomes {
            switch outcome {
            case .recorded(let position, _, _):
                isNew = true
                if isSingle { location = "/v1/events/\(position)" }
            case .duplicate(let position, _):
                if isSingle { location = "/v1/events/\(position)" }
            }
        }
        return ReceiptMemory.Kept(
            status: isNew ? 201 : 200,
            type: MediaType.json,
            body: receipt.json(of: names) + [UInt8(ascii: "\n")],
            location: location
        )
    }

    private static func response(_ kept: ReceiptMemory.Kept) -> Response {
        var headers = HTTPFields()
        headers[.location] = kept.location
        return Reply.bytes(
            kept.body,
            kept.type,
            status: HTTPResponse.Status(code: kept.status),
            headers: headers
        )
    }

    /// The key as it is remembered: with who sent it.
    private func idempotencyKey(of exchange: Exchange) throws -> String? {
        guard let key = exchange.header(.idempotencyKey) else { return nil }
        // A structured string (RFC 8941) stands in quotes; many clients send it bare.
        var text = key[...]
        if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
            text = text.dropFirst().dropLast()
        }
        guard (1...128).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw Problem.badIdempotencyKey(
                Phrase(zh: "Idempotency-Key 不可用", en: "the Idempotency-Key cannot be used")
            )
        }
        return exchange.principal.name + "\n" + text
    }

    private func contentType(of exchange: Exchange) throws -> String {
        let given = exchange.header(.contentType)
        guard let type = given.flatMap(MediaType.essence), EventBody.types.contains(type) else {
            throw Problem.unsupportedMediaType(given, accepted: EventBody.types)
        }
        if let coding = exchange.header(.contentEncoding), coding.lowercased() != "identity" {
            throw Problem.unsupportedMediaType(coding, accepted: ["identity"])
        }
        return type
    }

    // MARK: - Trying

    private func validate(_ exchange: Exchange) async throws -> Response {
        let type = try contentType(of: exchange)
        let bytes = try await BodyReading.bytes(of: exchange.request, service.limits)
        let body = try EventBody(bytes, type: type, eventsMax: service.limits.batchEvents)
        let trial = EventTrial(service: service, principal: exchange.principal)
        let report = try await trial.report(of: body)
        return Reply.json(report.json(exchange.context.language))
    }
}
