internal import Access
internal import EventLog
internal import EventModel

/// Reads the events of a request and writes into each who records it, as what.
///
/// An event that names an actor or role itself must name the sender's; one that names none gets them. The digest covers
/// both, so that a receiver can tell who is accountable.
struct StampedEvents {
    private(set) var batch = EventBatch()
    private let reader: EventReader
    private let principal: Principal
    private let stamp: [UInt8]
    private let sealer: PersonalFieldSealer?
    private var line: [UInt8] = []

    init(_ reader: EventReader, by principal: Principal, sealer: PersonalFieldSealer?) {
        self.reader = reader
        self.principal = principal
        self.sealer = sealer
        var stamp = Array("{\"actor\":".utf8)
        CanonicalJSON.append(principal.actor, to: &stamp)
        stamp += Array(",\"role\":\"\(principal.role.rawValue)\",".utf8)
        self.stamp = stamp
    }

    /// Reads the next event.
    ///
    /// - Throws: ``Problem``; the events before it are kept, and thrown away by the caller.
    mutating func read(_ given: ArraySlice<UInt8>) throws(Problem) {
        let index = batch.count
        var given = given
        if let sealer {
            do throws(Refusal) {
                given = try sealer.sealed(Array(given))[...]
            } catch {
                throw .refused(error, index: index)
            }
        }
        if readStamped(given) { return }
        // It names an actor or role itself, or is to be refused in the words of the door.
        let event: IncomingEvent
        do throws(Refusal) {
            event = try reader.read(given)
        } catch {
            throw .refused(error, index: index)
        }
        if let actor = event.event.actor, !actor.hasSameBytes(as: principal.actor) {
            throw .actorMismatch("actor", index: index)
        }
        if let role = event.event.role, !role.hasSameBytes(as: principal.role.rawValue) {
            throw .actorMismatch("role", index: index)
        }
        batch.append(
            event.event.recorded(by: principal.actor, as: principal.role.rawValue),
            recordedAt: event.recordedAt,
            sequence: event.sequence,
            refusalIfNew: event.refusalIfNew
        )
    }

    /// Reads an event with the stamp at its beginning; `false` if that is no event.
    private mutating func readStamped(_ given: ArraySlice<UInt8>) -> Bool {
        guard let brace = given.firstIndex(where: { $0 > 0x20 }), given[brace] == UInt8(ascii: "{")
        else { return false }
        line.removeAll(keepingCapacity: true)
        line += stamp
        line += given[(brace + 1)...]
        return Self.read(line, reader, into: &batch)
    }
}

extension StampedEvents {
    /// Reads a line; `false` if it is refused.
    private static func read(
        _ line: [UInt8],
        _ reader: EventReader,
        into batch: inout EventBatch
    ) -> Bool {
        (try? reader.read(line.span, into: &batch)) != nil
    }
}

extension Event {
    /// The same event with who recorded it.
    fileprivate func recorded(by actor: String, as role: String) -> Event {
        Event(
            id: id,
            source: source,
            schema: schema,
            namesSchema: namesSchema,
            namesContentType: namesContentType,
            subject: subject,
            time: time,
            actor: actor,
            role: role,
            evidence: evidence,
            corrects: corrects,
            data: data
        )
    }
}
