internal import EventModel
internal import Feeds

/// The feeds by name: all events, and one for each family of types.
enum FeedCatalogue {
    /// The feed of all events.
    static let all = "events"

    /// Names of the feeds over a registry's types: `events`, then the families.
    static func names(_ registry: SchemaRegistry) -> [String] {
        var names = [all]
        for type in registry.types {
            let family = family(of: type)
            if names.last != family { names.append(family) }
        }
        return names
    }

    /// The types of a feed; empty for all, `nil` if there is no such feed.
    static func types(ofFeed name: String, in registry: SchemaRegistry) -> [String]? {
        if name == all { return [] }
        let types = registry.types.filter { family(of: $0).hasSameBytes(as: name) }
        return types.isEmpty ? nil : types
    }

    private static func family(of type: String) -> String { String(type.prefix { $0 != "." }) }
}
