internal import HTTPTypes
internal import Hummingbird

/// `GET /v1/openapi.json` and `/v1/asyncapi.json`: what the service takes and gives, for programs that read that.
struct ContractRoutes: Sendable {
    func add(to table: inout RouteTable) {
        table.get("/v1/openapi.json", nil) { _ in Self.reply(PackageResources.openapi_json) }
        table.get("/v1/asyncapi.json", nil) { _ in Self.reply(PackageResources.asyncapi_json) }
    }

    private static func reply(_ bytes: [UInt8]) -> Response {
        var headers = HTTPFields()
        headers[.cacheControl] = "max-age=3600"
        return Reply.bytes(bytes, MediaType.json, headers: headers)
    }
}
