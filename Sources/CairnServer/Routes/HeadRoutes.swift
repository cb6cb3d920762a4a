internal import Access
internal import Answers
internal import EventLog
internal import EventModel
internal import Evidence
internal import HTTPTypes
internal import Hummingbird

/// `GET /v1/head`: how far the log reaches, and how far answers see.
struct HeadRoutes: Sendable {
    let service: ServiceParts

    func add(to table: inout RouteTable) {
        table.get("/v1/head", .proofs) { try await head($0) }
    }

    private func head(_ exchange: Exchange) async throws -> Response {
        let ledger = service.ledger
        let live = service.live
        let manifest = ledger.log.folder.manifest
        let json = try await ledger.read { snapshot in
            let count = snapshot.eventCount
            let seen = live.current
            let newest = try snapshot.newestCheckpoint()
            return JSONValue.object([
                ("ledger", .string(manifest.ledgerID)),
                ("epoch", .string(ledger.epoch.description)),
                ("synthetic", .boolean(manifest.isSynthetic)),
                ("eventCount", .integer(Int64(clamping: count))),
                ("rootHash", .string(try snapshot.rootHash(of: count).description)),
                (
                    "lastRecordedAt",
                    try snapshot.lastRecordedAt.map { .string($0.utcDescription) } ?? .null
                ),
                ("answersSee", .integer(Int64(clamping: seen.eventCount))),
                (
                    "checkpoint",
                    newest.map { .integer(Int64(clamping: $0.checkpoint.treeSize)) } ?? .null
                ),
                ("key", manifest.key.map { .string("\($0)") } ?? .null),
            ])
        }
        return Reply.json(json)
    }
}
