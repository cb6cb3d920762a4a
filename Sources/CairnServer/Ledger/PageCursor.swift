internal import EventLog
internal import EventModel

/// Where a page begins, as the client carries it from one page to the next without looking inside.
struct PageCursor: Hashable, Sendable {
    let epoch: LedgerEpoch
    /// First position of the page; backwards the position behind it.
    let position: UInt64
    /// Digest of the other parameters: a cursor goes with the question that it came from.
    let question: String

    private static let version = "1"

    /// Makes a cursor.
    init(epoch: LedgerEpoch, position: UInt64, parameters: String) {
        self.epoch = epoch
        self.position = position
        question = Self.digest(parameters)
    }

    /// Reads a cursor; `nil` if it is not one of this question.
    init?(_ text: String, parameters: String) {
        guard let bytes = Base64.decodeForURL(text) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ".")
        guard parts.count == 4, parts[0] == Self.version, let epoch = LedgerEpoch(parts[1]),
            let position = UInt64(parts[2]), parts[3] == Self.digest(parameters)
        else { return nil }
        self.epoch = epoch
        self.position = position
        question = String(parts[3])
    }

    /// As it is given out.
    var text: String {
        Base64.encodeForURL(Array("\(Self.version).\(epoch).\(position).\(question)".utf8))
    }

    private static func digest(_ parameters: String) -> String {
        String(SHA256Digest.hash(Array(parameters.utf8)).description.prefix(12))
    }
}
