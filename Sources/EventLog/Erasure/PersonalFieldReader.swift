package import EventModel
internal import Privacy

/// Opens personal fields for who may read them.
package final class PersonalFieldReader {
    /// What a personal field says.
    package enum Content: Hashable, Sendable {
        /// The value in clear.
        case clear(String)
        /// The key was destroyed; the position is that of the event that says so.
        case erased(UInt64)
        /// The key is not here, or the value was not sealed with it.
        case sealed
    }

    private let keys: SubjectKeys
    private let erased: ErasedSubjects
    // Keys by the subject's bytes; emptied when it has grown.
    private var known: [[UInt8]: SubjectKey?] = [:]
    private static let knownCountMax = 4_096

    /// Reads with the keys of a ledger.
    ///
    /// - Throws: As ``LogSnapshot/event(at:)``.
    package init(_ folder: LedgerFolder, _ snapshot: LogSnapshot) throws(LogError) {
        keys = SubjectKeys(of: folder)
        erased = try snapshot.erasedSubjects()
    }

    /// What a personal field says.
    ///
    /// A subject that was erased stays so, even where a key was brought back from a copy.
    ///
    /// - Parameters:
    ///   - event: The whole event as JSON.
    ///   - field: Name of the field of `data`.
    /// - Returns: `nil` if the field is no sealed value.
    /// - Throws: ``LogError/subjectKey(subject:detail:)``.
    package func content(
        of event: JSONValue,
        field: String
    ) throws(LogError) -> Content? {
        guard let text = event["data"]?[field]?["enc"]?.stringValue,
            let place = EventPlace(of: event)
        else { return nil }
        if let position = erased.position(of: place.subject) { return .erased(position) }
        guard let key = try key(of: place.subject) else { return .sealed }
        do throws(SealingError) {
            return .clear(try key.open(text, at: place.context(of: field)))
        } catch {
            return .sealed
        }
    }

    /// The event with its personal fields opened, which is no longer what the digest covers.
    ///
    /// A field is a string where the key is there, `{"erased": position}` where it was destroyed, else the sealed value.
    ///
    /// - Throws: As ``content(of:field:)``.
    package func opened(_ event: JSONValue) throws(LogError) -> JSONValue {
        guard let members = event.objectValue, let data = event["data"]?.objectValue else {
            return event
        }
        var opened: [(name: String, value: JSONValue)] = []
        for member in data {
            switch try content(of: event, field: member.name) {
            case .clear(let text): opened.append((member.name, .string(text)))
            case .erased(let position):
                let at = JSONValue.integer(Int64(clamping: position))
                opened.append((member.name, .object([("erased", at)])))
            case .sealed, nil: opened.append(member)
            }
        }
        return .object(members.map { $0.name == "data" ? ($0.name, .object(opened)) : $0 })
    }

    private func key(of subject: String) throws(LogError) -> SubjectKey? {
        let bytes = Array(subject.utf8)
        if let found = known[bytes] { return found }
        let key = try keys.key(of: subject)
        if known.count >= Self.knownCountMax { known.removeAll() }
        known[bytes] = key
        return key
    }
}
