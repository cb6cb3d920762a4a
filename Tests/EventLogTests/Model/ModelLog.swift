import EventModel

/// The log as `events.md` describes it, in the plainest form: a list, searched from end to end.
///
/// Nothing here is taken from the log's own code. Digests and hashes are SHA-256 over texts that the
/// model itself writes.
struct ModelLog {
    struct Entry {
        let event: ModelEvent
        let recordedAt: Int64
        let digest: SHA256Digest
    }

    struct Expectation {
        enum State: Equatable {
            case any
            case noStream
            case exists
            case exactly(UInt64)
        }
        let stream: String
        let state: State
    }

    struct Request {
        var events: [ModelEvent] = []
        var expectations: [Expectation] = []
        var conditions: [Expectation] = []
        var restores = false
    }

    enum Outcome: Equatable {
        case recorded(position: UInt64, recordedAt: Int64, digest: SHA256Digest)
        case duplicate(of: UInt64, digest: SHA256Digest)
    }

    enum Answer: Equatable {
        case accepted([Outcome], eventCount: UInt64)
        case refused(index: Int, name: RefusalName)
        /// Nothing that a sound log answers.
        case failed(String)
    }

    private struct Refused: Error {
        let index: Int
        let name: RefusalName
    }

    private(set) var entries: [Entry] = []
    private var positions: [ModelReference: Int] = [:]
    private(set) var voids = ModelVoids()
    /// Most events of one request.
    var requestEventsMax = Int.max

    /// Appends a request, all of it or nothing.
    ///
    /// The checks stand in the order in which the log promises to report the first that fails.
    mutating func append(_ request: Request, now: Int64) -> Answer {
        let before = self
        guard request.events.count <= requestEventsMax else {
            return .refused(index: requestEventsMax, name: .tooLarge)
        }
        do throws(Refused) {
            let time = max(now, entries.last?.recordedAt ?? now)
            var outcomes: [Outcome] = []
            for (index, event) in request.events.enumerated() {
                do throws(ModelRefusal) {
                    outcomes.append(try take(event, restores: request.restores, time))
                } catch {
                    throw Refused(index: index, name: error.name)
                }
            }
            // A request of nothing but duplicates is a repetition; its conditions held before.
            if entries.count > before.entries.count || request.events.isEmpty {
                try before.check(request.expectations, .revisionConflict, request)
                try before.check(request.conditions, .conditionFailed, request)
            }
            return .accepted(outcomes, eventCount: UInt64(entries.count))
        } catch {
            self = before
            return .refused(index: error.index, name: error.name)
        }
    }

    private mutating func take(
        _ event: ModelEvent,
        restores: Bool,
        _ time: Int64
    ) throws(ModelRefusal) -> Outcome {
        if restores != (event.recordedAt != nil) { throw ModelRefusal(.recordedTime) }
        if !restores, event.sequence != nil { throw ModelRefusal(.sequence) }
        let digest = SHA256Digest.hash(Array(event.canonicalText.utf8))
        if let earlier = positions[event.reference] {
            guard entries[earlier].digest == digest else { throw ModelRefusal(.idConflict) }
            return .duplicate(of: UInt64(earlier), digest: digest)
        }
        let recordedAt = event.recordedAt ?? time
        if let last = entries.last, recordedAt < last.recordedAt {
            throw ModelRefusal(.recordedTime)
        }
        let position = UInt64(entries.count)
        if let sequence = event.sequence, sequence != position { throw ModelRefusal(.sequence) }
        try takeTargets(of: event, at: Int(position))
        positions[event.reference] = Int(position)
        entries.append(Entry(event: event, recordedAt: recordedAt, digest: digest))
        return .recorded(position: position, recordedAt: recordedAt, digest: digest)
    }

    private mutating func takeTargets(
        of event: ModelEvent,
        at position: Int
    ) throws(ModelRefusal) {
        var corrected: Int?
        if let reference = event.corrects {
            guard let target = positions[reference] else { throw ModelRefusal(.unknownTarget) }
            guard voids.counts(target) else { throw ModelRefusal(.alreadyVoided) }
            let other = entries[target].event
            guard other.type == event.type, Array(other.subject.utf8) == Array(event.subject.utf8)
            else { throw ModelRefusal(.otherSubject) }
            corrected = target
        }
        var voided: Int?
        if let reference = event.voids {
            guard let target = positions[reference] else { throw ModelRefusal(.unknownTarget) }
            voided = target
        }
        guard corrected != nil || voided != nil else { return }
        guard voids.add(position, correcting: corrected, voiding: voided) else {
            throw ModelRefusal(.alreadyVoided)
        }
    }

    private func check(
        _ expectations: [Expectation],
        _ name: RefusalName,
        _ request: Request
    ) throws(Refused) {
        for expectation in expectations {
            let stream = Array(expectation.stream.utf8)
            let count = UInt64(positions(ofStream: expectation.stream).count)
            let holds =
                switch expectation.state {
                case .any: true
                case .noStream: count == 0
                case .exists: count > 0
                case .exactly(let revision): count == revision + 1
                }
            guard !holds else { continue }
            let index = request.events.firstIndex { Array($0.subject.utf8) == stream }
            throw Refused(index: index ?? 0, name: name)
        }
    }
}

/// Why the model refuses an event.
struct ModelRefusal: Error {
    let name: RefusalName
    init(_ name: RefusalName) { self.name = name }
}

// MARK: - Reads

extension ModelLog {
    func positions(where isWanted: (Entry) -> Bool) -> [UInt64] {
        entries.indices.filter { isWanted(entries[$0]) }.map { UInt64($0) }
    }

    func positions(ofStream stream: String) -> [UInt64] {
        let bytes = Array(stream.utf8)
        return positions { Array($0.event.subject.utf8) == bytes }
    }

    func position(of reference: ModelReference) -> UInt64? {
        positions[reference].map { UInt64($0) }
    }

    /// Number of events recorded at or before an instant.
    func eventCount(knownAt millis: Int64) -> UInt64 {
        UInt64(entries.filter { $0.recordedAt <= millis }.count)
    }

    /// The line that the ledger gives back for a position.
    func line(at position: UInt64) -> String {
        let entry = entries[Int(position)]
        return entry.event.line(position: position, recordedAt: entry.recordedAt)
    }

    /// Positions below a cut that are voided or replaced, as known there.
    func voidedPositions(upTo count: UInt64) -> [UInt64] {
        let known = voids.known(below: Int(count))
        return (0..<count).filter { !known.counts(Int($0)) }
    }

    /// RFC 6962, section 2.1, word by word.
    func rootHash(of count: UInt64) -> SHA256Digest {
        Self.treeHash(entries.prefix(Int(count)).enumerated().map { Self.leaf($0, $1) }[...])
    }

    private static func treeHash(_ entries: ArraySlice<[UInt8]>) -> SHA256Digest {
        guard let first = entries.first else { return SHA256Digest.hash([]) }
        guard entries.count > 1 else { return SHA256Digest.hash([0] + first) }
        var split = 1
        while split * 2 < entries.count { split *= 2 }
        let middle = entries.startIndex + split
        let left = treeHash(entries[..<middle]).bytes
        return SHA256Digest.hash([1] + left + treeHash(entries[middle...]).bytes)
    }

    private static func leaf(_ position: Int, _ entry: Entry) -> [UInt8] {
        bigEndian(UInt64(position)) + bigEndian(UInt64(bitPattern: entry.recordedAt))
            + entry.digest.bytes
    }

    private static func bigEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) }
    }
}
