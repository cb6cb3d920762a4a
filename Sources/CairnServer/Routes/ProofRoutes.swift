internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import Evidence
internal import Feeds
internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// `GET /v1/checkpoints…` and `GET /v1/proofs/…`: what lets others check the log without trusting the service.
struct ProofRoutes: Sendable {
    let service: ServiceParts
    private let signing = SigningPause()

    init(service: ServiceParts) { self.service = service }

    func add(to table: inout RouteTable) {
        table.get("/v1/checkpoints", .proofs, ["limit"]) { try await checkpoints($0) }
        table.get("/v1/checkpoints/{size}", .proofs) { try await checkpoint($0) }
        table.get("/v1/proofs/inclusion", .events, ["event", "size", "format"]) {
            try await inclusion($0)
        }
        table.get("/v1/proofs/consistency", .proofs, ["from", "to"]) { try await consistency($0) }
    }

    // MARK: - Checkpoints

    private func checkpoints(_ exchange: Exchange) async throws -> Response {
        let limit = Int(try exchange.query.number("limit", in: 1...1_000) ?? 100)
        let folder = service.ledger.log.folder
        let json = try await service.ledger.threads.run {
            let kept = KeptCheckpoints(of: folder)
            let listed = try kept.sizes.suffix(limit).reversed().map { size in
                let signed = try kept.checkpoint(ofSize: size)
                return JSONValue.object([
                    ("treeSize", .integer(Int64(clamping: size))),
                    ("rootHash", .string(signed.checkpoint.rootHash.description)),
                    ("note", .string(signed.description)),
                ])
            }
            return JSONValue.object([("checkpoints", .array(listed))])
        }
        return Reply.json(json)
    }

    private func checkpoint(_ exchange: Exchange) async throws -> Response {
        let text = exchange.argument
        let note = try await service.ledger.read { snapshot in
            if text == "latest" {
                guard let newest = try snapshot.newestCheckpoint() else {
                    throw Problem.unknownCheckpoint(text)
                }
                return newest.description
            }
            guard let size = UInt64(text) else { throw Problem.unknownCheckpoint(text) }
            return try kept(size, snapshot).description
        }
        return Reply.bytes(Array(note.utf8), MediaType.note + "; charset=utf-8")
    }

    private func kept(_ size: UInt64, _ snapshot: LogSnapshot) throws -> SignedCheckpoint {
        let kept = KeptCheckpoints(of: service.ledger.log.folder)
        guard size <= snapshot.eventCount, try kept.sizes.contains(size) else {
            throw Problem.unknownCheckpoint(String(size))
        }
        return try kept.checkpoint(ofSize: size)
    }

    /// The newest checkpoint over at least so many events; signed now if a known sender asks and none is there.
    private func covering(
        _ count: UInt64,
        _ snapshot: LogSnapshot,
        _ exchange: Exchange
    ) throws -> SignedCheckpoint {
        if let newest = try snapshot.newestCheckpoint(), newest.checkpoint.treeSize >= count {
            return newest
        }
        guard exchange.principal.proof != .none, service.ledger.isWritable else {
            throw Problem.notCovered(count, after: 60)
        }
        guard signing.isOver(at: exchange.context.arrivedAt) else {
            throw Problem.notCovered(count, after: 1)
        }
        return try snapshot.signCheckpoint()
    }

    // MARK: - Proofs

    private func inclusion(_ exchange: Exchange) async throws -> Response {
        let event = try exchange.query.required("event")
        let size = try exchange.query.number("size", in: 1...(.max - 1))
        let form = try exchange.query.word("format", of: ["json", "tlog"]) ?? "json"
        let scope = service.policy.counties(of: exchange.principal)
        let counties = service.ledger.counties
        let bytes = try await service.ledger.read { snapshot -> [UInt8] in
            guard let position = try EventRoutes.position(of: event, in: snapshot) else {
                throw Problem.unknownEvent(event)
            }
            // The proof holds the event.
            if let scope, let recorded = try snapshot.event(at: position) {
                let found = try counties.counties(of: recorded.event, in: snapshot)
                guard found.touches(scope) else { throw Problem.outOfScope(scope, index: nil) }
            }
            let signed: SignedCheckpoint
            if let size {
                guard position < size else { throw Problem.notCovered(position + 1, after: 60) }
                signed = try kept(size, snapshot)
            } else {
                signed = try covering(position + 1, snapshot, exchange)
            }
            let proof: EventProof
            do throws(EvidenceError) {
                proof = try snapshot.proof(ofEventAt: position, under: signed)
            } catch {
                throw Problem.proofFailed("\(error)")
            }
            return form == "tlog" ? Array(proof.tlogProof.utf8) : proof.bytes
        }
        let type = form == "tlog" ? MediaType.note + "; charset=utf-8" : MediaType.json
        return Reply.bytes(bytes, type)
    }

    private func consistency(_ exchange: Exchange) async throws -> Response {
        guard let old = try exchange.query.number("from", in: 0...(.max - 1)) else {
            throw Problem.missingParameter("from")
        }
        let new = try exchange.query.number("to", in: 0...(.max - 1))
        let bytes = try await service.ledger.read { snapshot -> [UInt8] in
            let first = try kept(old, snapshot)
            let second =
                if let new { try kept(new, snapshot) } else {
                    try covering(old, snapshot, exchange)
                }
            guard second.checkpoint.treeSize >= old else {
                throw Problem.badNumber(
                    String(second.checkpoint.treeSize),
                    field: "to",
                    accepted: "\(old) or more"
                )
            }
            let proof = ExtensionProof(
                old: first,
                new: second,
                path: try snapshot.consistencyProof(
                    from: old,
                    to: second.checkpoint.treeSize
                ).path
            )
            do throws(EvidenceError) {
                try proof.verifyPath()
            } catch {
                throw Problem.proofFailed("\(error)")
            }
            return proof.bytes
        }
        return Reply.bytes(bytes, MediaType.json)
    }
}

/// Lets one checkpoint be signed a second: each is kept for ever.
private final class SigningPause: Sendable {
    private let last = Mutex<Int64?>(nil)
    private static let milliseconds: Int64 = 1_000

    func isOver(at now: Instant) -> Bool {
        last.withLock { last in
            let moment = now.millisecondsSince1970
            if let last, abs(moment - last) < Self.milliseconds { return false }
            last = moment
            return true
        }
    }
}

extension Problem {
    static func unknownCheckpoint(_ size: String) -> Problem {
        notFound(
            "unknownCheckpoint",
            Phrase(
                zh: "没有 \(size.visible) 条的检查点",
                en: "there is no checkpoint over \(size.visible) events"
            )
        )
    }

    /// No checkpoint covers an event yet.
    static func notCovered(_ count: UInt64, after seconds: Int) -> Problem {
        var problem = Problem(
            .conflict,
            "notCovered",
            Phrase(
                zh: "还没有覆盖前 \(count) 条事件的检查点",
                en: "no checkpoint covers the first \(count) events yet"
            ),
            remedy: Phrase(
                zh: "请等下一个检查点,或用密钥请求签署",
                en: "wait for the next one, or ask with a key, which has one signed"
            )
        )
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }

    /// Stored hashes do not lead to what was signed.
    static func proofFailed(_ cause: String) -> Problem {
        var problem = Problem(
            .internalServerError,
            "proofFailed",
            Phrase(
                zh: "存储的内容与已签署的检查点不一致,不给出证明",
                en: "what is stored does not lead to the signed root; no proof is given"
            ),
            remedy: Phrase(
                zh: "请立即通知管理员核对账本",
                en: "tell the operator at once: the ledger must be verified"
            )
        )
        problem.cause = cause
        return problem
    }
}
