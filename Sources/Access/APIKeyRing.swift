package import EventLog
package import EventModel
internal import Synchronization

/// The API keys as the service looks them up: in memory, read again when ``reload()`` is called.
package final class APIKeyRing: Sendable {
    private let file: APIKeyFile
    private let keys: Mutex<[String: APIKey]>

    /// Reads the keys of a ledger.
    ///
    /// - Throws: ``LogError`` as ``APIKeyFile/keys()``.
    package init(of folder: LedgerFolder) throws(LogError) {
        file = APIKeyFile(of: folder)
        keys = Mutex(Self.byID(try file.keys()))
    }

    /// Reads the file again; what was known stays if it cannot be read.
    ///
    /// - Throws: ``LogError`` as ``APIKeyFile/keys()``.
    package func reload() throws(LogError) {
        let new = Self.byID(try file.keys())
        keys.withLock { $0 = new }
    }

    /// Number of keys that open something.
    package func validCount(at now: Instant) -> Int {
        keys.withLock { $0.values.count { $0.isValid(at: now) } }
    }

    /// Whether a key opens something.
    package func isValid(id: String, at now: Instant) -> Bool {
        keys.withLock { $0[id]?.isValid(at: now) ?? false }
    }

    /// Who holds a key.
    ///
    /// - Parameters:
    ///   - text: The key as it was sent.
    ///   - now: The moment.
    /// - Returns: The principal; `nil` if the key opens nothing.
    package func principal(ofKey text: Substring, now: Instant) -> Principal? {
        guard let parts = APIKey.parts(of: text),
            let key = keys.withLock({ $0[String(parts.id)] }),
            key.opens(with: parts.secret), key.isValid(at: now)
        else { return nil }
        return key.principal
    }

    private static func byID(_ keys: [APIKey]) -> [String: APIKey] {
        var found: [String: APIKey] = [:]
        for key in keys { found[key.id] = key }
        return found
    }
}
