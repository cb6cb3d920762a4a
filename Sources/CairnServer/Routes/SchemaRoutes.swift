internal import Access
internal import Answers
internal import EventModel
internal import HTTPTypes
internal import Hummingbird

/// `GET /v1/schemas…`: the event types, built in and the deployment's own.
struct SchemaRoutes: Sendable {
    let service: ServiceParts

    func add(to table: inout RouteTable) {
        table.get("/v1/schemas", .proofs) { list($0) }
        table.get("/v1/schemas/{type}", .proofs, ["version"]) { try schema($0) }
    }

    private func list(_ exchange: Exchange) -> Response {
        let items = service.ledger.registry.all.map { schema in
            JSONValue.object([
                ("type", .string(schema.type)), ("version", .integer(Int64(schema.version))),
                ("urn", .string(schema.urn)), ("titleChinese", .string(schema.titleChinese)),
                ("summary", .string(schema.summary)),
                (
                    "recordable",
                    .boolean(
                        service.policy.allows(appending: schema.type, to: exchange.principal)
                    )
                ),
            ])
        }
        return Reply.json(.object([("schemas", .array(items))]))
    }

    private func schema(_ exchange: Exchange) throws -> Response {
        let version = try exchange.query.number("version", in: 1...65_535).map { Int($0) }
        let type = exchange.argument
        guard let schema = service.ledger.registry.schema(type: type, version: version) else {
            throw Problem.notFound(
                "unknownSchema",
                Phrase(
                    zh: "没有事件类型“\(type.visible)”或该版本",
                    en: "there is no event type \"\(type.visible)\", or not in this version"
                )
            )
        }
        return Reply.bytes(schema.jsonSchema(), MediaType.schema)
    }
}
