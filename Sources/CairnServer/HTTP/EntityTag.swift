/// A strong entity tag: the same tag for the same address means the same bytes (RFC 9110, section 8.8.3).
struct EntityTag: Hashable, Sendable {
    /// With its quotes.
    let text: String

    /// Makes a tag of parts that need no escapes.
    init(_ parts: String...) { text = "\"" + parts.joined(separator: "-") + "\"" }

    private init(text: String) { self.text = text }

    /// The tag of the same content in another coding.
    func coded(_ coding: String) -> EntityTag {
        EntityTag(text: "\(text.dropLast())-\(coding)\"")
    }

    /// Whether an `If-None-Match` header names the tag, so that nothing need be sent (RFC 9110, section 13.1.2).
    func matches(_ ifNoneMatch: String) -> Bool {
        // Nearly always it is the tag itself.
        if ifNoneMatch.utf8.elementsEqual(text.utf8) { return true }
        for part in ifNoneMatch.split(separator: ",") {
            var tag = MediaType.trimmed(part)
            if tag == "*" { return true }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            if tag == text { return true }
        }
        return false
    }
}
