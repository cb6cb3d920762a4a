import Gzip
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers in fewer bytes, for clients that take them.
enum ContentCoding {
    /// Shorter answers are not worth it.
    static let leastByteCount = 1_024

    /// Whether a client takes gzip.
    static func takesGzip(_ acceptEncoding: String?) -> Bool {
        guard let acceptEncoding else { return false }
        for part in acceptEncoding.split(separator: ",") {
            let words = part.split(separator: ";").map { MediaType.trimmed($0).lowercased() }
            guard let name = words.first, name == "gzip" || name == "*" else { continue }
            let weight = words.dropFirst().first { $0.hasPrefix("q=") }
            return weight.map { $0.contains { ("1"..."9").contains($0) } } ?? true
        }
        return false
    }

    /// The bytes as gzip; `nil` if the library fails or nothing is gained.
    static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= leastByteCount, let coded = try? GzipMember.compress(bytes, level: 4),
            coded.count < bytes.count
        else { return nil }
        return coded
    }
}
