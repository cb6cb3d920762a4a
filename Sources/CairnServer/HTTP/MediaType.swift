/// Media types that the service gives and takes.
enum MediaType {
    static let json = "application/json"
    static let event = "application/cloudevents+json"
    static let batch = "application/cloudevents-batch+json"
    static let lines = "application/x-ndjson"
    static let csv = "text/csv"
    static let sse = "text/event-stream"
    static let problem = "application/problem+json"
    static let note = "text/plain"
    static let schema = "application/schema+json"
    static let metrics = "text/plain; version=0.0.4"

    /// The first of some offered types that an `Accept` header takes, by its order of preference; `nil` if none.
    ///
    /// - Parameters:
    ///   - accept: The header; `nil` or empty takes everything.
    ///   - offered: What can be given, the usual one first.
    /// - Returns: One of those offered.
    /// - Complexity: O(ranges × offered).
    static func negotiated(_ accept: String?, offered: [String]) -> String? {
        guard let accept, !accept.isEmpty else { return offered.first }
        // Thousandths, so that no rounding decides.
        var best: (type: String, quality: Int)?
        for type in offered {
            let quality = quality(of: type, in: accept)
            if quality > best?.quality ?? 0 { best = (type, quality) }
        }
        return best?.type
    }

    /// How much an `Accept` header wants a type, in thousandths; the most specific range decides.
    private static func quality(of type: String, in accept: String) -> Int {
        let family = type.prefix { $0 != "/" } + "/*"
        var found = (rank: 0, quality: 0)
        for range in accept.split(separator: ",") {
            let parts = range.split(separator: ";").map { trimmed($0) }
            guard let name = parts.first?.lowercased() else { continue }
            let rank = name == type ? 3 : name == family ? 2 : name == "*/*" ? 1 : 0
            guard rank > found.rank else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
            found = (rank, weight.map { thousandths($0.dropFirst(2)) } ?? 1_000)
        }
        return found.quality
    }

    private static func thousandths(_ text: Substring) -> Int {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int($0) }), (0...1).contains(whole) else {
            return 0
        }
        let fraction = parts.count > 1 ? String((parts[1] + "000").prefix(3)) : "000"
        return min(1_000, whole * 1_000 + (Int(fraction) ?? 0))
    }

    /// The type in a `Content-Type` header without its parameters, in lower case; `nil` if its charset is not UTF-8.
    static func essence(of contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { trimmed($0).lowercased() }
        guard let type = parts.first else { return nil }
        for parameter in parts.dropFirst() where parameter.hasPrefix("charset=") {
            let charset = parameter.dropFirst("charset=".count).filter { $0 != "\"" }
            guard charset == "utf-8" || charset == "us-ascii" else { return nil }
        }
        return type
    }

    static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return text
    }
}
