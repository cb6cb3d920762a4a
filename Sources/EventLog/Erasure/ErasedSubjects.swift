import EventModel

/// The subjects whose personal fields were erased, as the log says.
package struct ErasedSubjects: Sendable {
    // By the subject's bytes; the position of the first erasure.
    private let positions: [[UInt8]: UInt64]

    init(_ positions: [[UInt8]: UInt64]) { self.positions = positions }

    /// Position of the event that erased a subject; `nil` if it was not.
    package func position(of subject: String) -> UInt64? { positions[Array(subject.utf8)] }

    /// The subjects, in the order of their bytes.
    package var subjects: [String] {
        positions.keys.sorted { $0.lexicographicallyPrecedes($1) }
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

extension LogSnapshot {
    /// The subjects that were erased; an erasure cannot be voided.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: O(erasures), found by the blocks' partitions.
    package func erasedSubjects() throws(LogError) -> ErasedSubjects {
        var positions: [[UInt8]: UInt64] = [:]
        try forEachEvent(ofType: subjectErased) { recorded in
            guard case .text(let subject) = recorded.event.data.first ?? FieldValue.absent else {
                return
            }
            let key = Array(subject.utf8)
            if positions[key] == nil { positions[key] = recorded.position }
        }
        return ErasedSubjects(positions)
    }

    /// Hands over the events of a type, in order of position; costs nothing where there are none.
    func forEachEvent(
        ofType schema: EventSchema,
        upTo count: UInt64 = .max,
        _ body: (RecordedEvent) -> Void
    ) throws(LogError) {
        guard !tables.typeOrdinals(type: schema.type).isEmpty else { return }
        var filter = EventFilter()
        filter.types = [schema.type]
        filter.positions = 0..<min(count, eventCount)
        do {
            try events(matching: filter) { recorded in
                body(recorded)
                return true
            }
        } catch let error as LogError {
            throw error
        } catch {
            preconditionFailure("nothing else is thrown: \(error)")
        }
    }
}
