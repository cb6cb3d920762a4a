package import EventModel
internal import Privacy

/// Seals the personal fields of events that still hold them in clear, before they come to the door.
///
/// The clear value goes no further than this: digest, log and every copy have the sealed one. The key is that of the
/// event's stream (`subject`).
package struct PersonalFieldSealer: Sendable {
    private struct Ledger {
        let log: EventLog
        let keys: SubjectKeys
        let erased: ErasedSubjects
    }

    /// `nil` for a rehearsal.
    private let ledger: Ledger?
    private let registry: SchemaRegistry

    /// Seals with the keys of an open ledger; keys that are missing are made.
    ///
    /// - Throws: As ``LogSnapshot/event(at:)``.
    package init(_ log: EventLog, registry: SchemaRegistry) throws {
        ledger = Ledger(
            log: log,
            keys: SubjectKeys(of: log.folder),
            erased: try log.withSnapshot { snapshot in try snapshot.erasedSubjects() }
        )
        self.registry = registry
    }

    /// Seals with keys that are thrown away, to see whether events would be taken before any key is made for them.
    package init(rehearsing registry: SchemaRegistry) {
        ledger = nil
        self.registry = registry
    }

    /// The event with its personal fields sealed; other events, and what is no event, come back as they are.
    ///
    /// A personal field is clear where it holds a string; one that is sealed already stays.
    ///
    /// - Parameter line: One event as JSON.
    /// - Returns: The event as JSON, with the members in their order.
    /// - Throws: ``Refusal`` when the subject was erased, or its key cannot be read or made.
    package func sealed(_ line: [UInt8]) throws(Refusal) -> [UInt8] {
        // The door says better what is wrong with such a line.
        guard let event = try? JSONValue(parsing: line), let members = event.objectValue,
            let place = EventPlace(of: event), let data = event["data"]?.objectValue,
            let schema = registry.schema(type: place.type)
        else { return line }
        var sealed: [(name: String, value: JSONValue)] = []
        var hasChanged = false
        for member in data {
            guard let text = member.value.stringValue,
                let field = schema.fields.first(where: { $0.name.hasSameBytes(as: member.name) }),
                field.kind == .sealed
            else {
                sealed.append(member)
                continue
            }
            hasChanged = true
            let key = try key(of: place.subject, field: member.name)
            let text2 = key.seal(text, at: place.context(of: member.name))
            sealed.append((member.name, .object([("enc", .string(text2))])))
        }
        guard hasChanged else { return line }
        return JSONValue.object(
            members.map { $0.name == "data" ? ($0.name, .object(sealed)) : $0 }
        ).compactText
    }

    /// Whether an event of the stream holds a sealed field: a second key would part what one person's is.
    private static func hasSealedEvents(
        _ subject: String,
        _ log: EventLog
    ) throws(LogError) -> Bool {
        do {
            return try log.withSnapshot { snapshot in
                var filter = EventFilter()
                filter.stream = subject
                var isSealed = false
                try snapshot.events(matching: filter) { recorded in
                    isSealed = zip(recorded.event.schema.fields, recorded.event.data).contains {
                        $0.kind == .sealed && $1 != .absent
                    }
                    return !isSealed
                }
                return isSealed
            }
        } catch let error as LogError {
            throw error
        } catch {
            preconditionFailure("nothing else is thrown: \(error)")
        }
    }

    private func key(of subject: String, field: String) throws(Refusal) -> SubjectKey {
        guard let ledger else { return SubjectKey() }
        if let position = ledger.erased.position(of: subject) {
            throw Refusal(
                .schema,
                field: "data.\(field)",
                found: "a personal field of \(subject)",
                accepted: "none: \(subject) was erased at position \(position)"
            )
        }
        do {
            let keys = ledger.keys
            if let key = try keys.key(of: subject) { return key }
            if try Self.hasSealedEvents(subject, ledger.log) {
                // Another batch may have made it, and been recorded, a moment ago.
                if let key = try keys.key(of: subject) { return key }
                throw Self.refusal(
                    field,
                    "there are sealed events of \(subject), but its key is missing"
                )
            }
            return try keys.makeKey(of: subject)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            // What the system says of its files is nothing for whoever sends events.
            throw Self.refusal(field, "a key that cannot be read or made")
        }
    }

    private static func refusal(_ field: String, _ found: String) -> Refusal {
        Refusal(
            .schema,
            field: "data.\(field)",
            found: "a clear value that cannot be sealed: \(found)",
            accepted: "a key in the ledger's keys/subjects that can be read and made"
        )
    }
}

/// What of an event's envelope a seal is bound to.
struct EventPlace {
    let subject: String
    let source: String
    let id: String
    let type: String

    /// The place of an event in JSON; `nil` if the envelope lacks a part.
    init?(of event: JSONValue) {
        guard let subject = event["subject"]?.stringValue,
            let source = event["source"]?.stringValue, let id = event["id"]?.stringValue,
            let type = event["type"]?.stringValue
        else { return nil }
        self.subject = subject
        self.source = source
        self.id = id
        self.type = type
    }

    func context(of field: String) -> SealingContext {
        SealingContext(subject: subject, source: source, id: id, type: type, field: field)
    }
}
