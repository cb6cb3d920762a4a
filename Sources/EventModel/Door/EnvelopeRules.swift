/// What the envelope's texts must look like, beyond being strings.
enum EnvelopeRules {
    /// Checks a text's length in bytes; `nil` if it is fine.
    static func length(_ text: String, upTo limit: Int, field: String) -> Refusal? {
        guard text.utf8.isEmpty || text.utf8.count > limit else { return nil }
        let found = text.isEmpty ? "an empty string" : "\(text.utf8.count) bytes: \(text)"
        return Refusal(
            .envelope,
            field: field,
            found: found,
            accepted: "1–\(limit) bytes of UTF-8"
        )
    }

    /// Checks length and that no control character hides in the text, which CloudEvents forbids in
    /// attributes; `nil` if it is fine.
    static func name(_ text: String, upTo limit: Int, field: String) -> Refusal? {
        if let problem = length(text, upTo: limit, field: field) { return problem }
        guard text.holdsControlCharacters else { return nil }
        return Refusal(
            .envelope,
            field: field,
            found: text,
            accepted: "text without control characters (U+0000–U+001F, U+007F–U+009F)"
        )
    }

    /// ASCII characters that no URI-reference holds (RFC 3986); letters of any script are accepted, as an
    /// IRI has them (RFC 3987).
    private static let excluded = #""<>\^`{|}"#
    private static let neverInURIs = Set((" " + excluded).unicodeScalars)

    /// Checks a `source`, which must be a URI-reference and must not hold a `#`; `nil` if it is fine.
    static func source(
        _ text: String,
        field: String,
        limits: EventLimits = .standard
    ) -> Refusal? {
        if let problem = name(text, upTo: limits.sourceBytes, field: field) { return problem }
        if text.holds("#") {
            return Refusal(
                .sourceFragment,
                field: field,
                found: text,
                accepted: "a URI-reference without #, which separates source and id"
            )
        }
        guard text.unicodeScalars.contains(where: neverInURIs.contains) else { return nil }
        return Refusal(
            .envelope,
            field: field,
            found: text,
            accepted:
                "a URI-reference, such as /540222/stations/540222100-01: no spaces, no \(excluded)"
        )
    }
}
