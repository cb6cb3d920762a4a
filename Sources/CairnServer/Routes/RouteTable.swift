internal import Access
internal import HTTPTypes
internal import Hummingbird

/// All ways into the service, in the order of the resources.
struct RouteTable: Sendable {
    private(set) var routes: [Route] = []

    /// Adds a way of reading.
    mutating func get(
        _ path: String,
        _ right: Right?,
        _ parameters: [String] = [],
        _ handler: @escaping Route.Handler
    ) {
        routes.append(
            Route(method: .get, path: path, right: right, parameters: parameters, handler: handler)
        )
    }

    /// Adds a way of sending.
    mutating func post(
        _ path: String,
        _ right: Right?,
        _ parameters: [String] = [],
        _ handler: @escaping Route.Handler
    ) {
        routes.append(
            Route(method: .post, path: path, right: right, parameters: parameters, handler: handler)
        )
    }

    /// Methods of the routes whose template a path fits.
    func methods(at path: Substring) -> [String] {
        var methods: [String] = []
        for route in routes where route.fits(path) {
            methods.append(route.method.rawValue)
            if route.method == .get { methods.append("HEAD") }
        }
        return methods
    }
}

extension Route {
    /// The template up to its argument, and whether there is one.
    private var parts: (prefix: Substring, argument: Substring) {
        guard let brace = path.firstIndex(of: "{") else { return (path[...], "") }
        return (path[..<brace], path[brace...])
    }

    /// Whether the argument takes all segments that follow.
    private var takesRest: Bool { path.hasSuffix("+}") }

    /// How Hummingbird's router spells the template.
    var routerPath: RouterPath {
        let parts = parts
        if parts.argument.isEmpty { return RouterPath(path) }
        return RouterPath(takesRest ? parts.prefix + "**" : parts.prefix + "{argument}")
    }

    /// Whether a path fits the template.
    func fits(_ path: Substring) -> Bool {
        let parts = parts
        guard !parts.argument.isEmpty else { return path == parts.prefix }
        guard path.hasPrefix(parts.prefix) else { return false }
        let rest = path.dropFirst(parts.prefix.count)
        return !rest.isEmpty && (takesRest || !rest.contains("/"))
    }

    /// What stands in the argument's place, decoded.
    ///
    /// - Throws: ``Problem``
    func argument(in path: Substring) throws(Problem) -> String {
        let parts = parts
        guard !parts.argument.isEmpty else { return "" }
        let raw = path.dropFirst(parts.prefix.count)
        return try QueryParameters.decoded(raw.utf8, field: String(parts.argument))
    }
}
