internal import Access
internal import Answers
internal import Declared
internal import EventModel
internal import HTTPTypes
internal import Hummingbird

/// `GET /v1/indicators` and `/v1/definitions/{name}`: which figures there are, and what they mean.
struct DefinitionRoutes: Sendable {
    let service: ServiceParts

    func add(to table: inout RouteTable) {
        table.get("/v1/indicators", .indicators) { list($0) }
        table.get("/v1/definitions/{name}", .indicators) { try definition($0) }
    }

    private func list(_ exchange: Exchange) -> Response {
        var cards = Indicator.allCases.map { indicator in
            JSONValue.object([
                ("name", .string(indicator.rawValue)),
                ("readsAs", .string("/v1/definitions/\(indicator.rawValue)")),
                ("definition", .string(indicator.definitionDigest.description)),
                ("readings", .array(indicator.readings.map { .string($0) })),
                ("regions", .boolean(indicator.hasRegions)),
                (
                    "allowed",
                    .boolean(
                        service.policy.allows(
                            indicator: indicator.rawValue,
                            to: exchange.principal
                        )
                    )
                ),
            ])
        }
        cards += service.ledger.declared.map { declared in
            JSONValue.object([
                ("name", .string(declared.name)),
                ("readsAs", .string("/v1/definitions/\(declared.name)")),
                ("definition", .string(declared.digest.description)), ("readings", .array([])),
                ("regions", .boolean(false)),
                (
                    "allowed",
                    .boolean(
                        service.policy.allows(indicator: declared.name, to: exchange.principal)
                    )
                ),
            ])
        }
        return Reply.json(.object([("indicators", .array(cards))]))
    }

    private func definition(_ exchange: Exchange) throws -> Response {
        let digest: SHA256Digest
        let definition: JSONValue
        if let declared = service.ledger.declared(named: exchange.argument) {
            (digest, definition) = (declared.digest, declared.json)
        } else {
            let indicator = try Indicator(named: exchange.argument)
            (digest, definition) = (indicator.definitionDigest, indicator.definition.json)
        }
        let tag = EntityTag(String(digest.description.prefix(32)))
        if let match = exchange.header(.ifNoneMatch), tag.matches(match) {
            return Reply.notModified(tag)
        }
        var headers = HTTPFields()
        headers[.eTag] = tag.text
        headers[.cacheControl] = "max-age=3600"
        return Reply.json(
            .object([
                ("digest", .string(digest.description)), ("definition", definition),
            ]),
            headers: headers
        )
    }
}
