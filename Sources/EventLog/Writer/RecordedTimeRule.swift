internal import EventModel

/// When an event may carry `recordedtime` and `sequence`, and which.
enum RecordedTimeRule {
    /// A restoring import carries `recordedtime` in every line; a live append carries neither.
    static func checkPresence(_ event: PackedEvent, restores: Bool) throws(Refusal) {
        if restores {
            guard event.recordedAt == PackedEvent.notRecorded else { return }
            throw Refusal(
                .recordedTime,
                field: "recordedtime",
                found: "nothing",
                accepted: "the recorded time, such as 2019-07-01T02:00:00.000Z, in every line"
            )
        }
        if let recordedAt = event.givenRecordedAt {
            throw Refusal(
                .recordedTime,
                field: "recordedtime",
                found: recordedAt.utcDescription,
                accepted: "no recordedtime: the ledger sets it; a restoring import may carry it"
            )
        }
        if let sequence = event.givenSequence {
            throw Refusal(
                .sequence,
                field: "sequence",
                found: String(sequence),
                accepted: "no sequence: the ledger sets it; a restoring import may carry it"
            )
        }
    }

    /// What a restoring import carries must fit the place that the event gets.
    static func checkValues(
        _ event: PackedEvent,
        position: UInt64,
        last: Instant?
    ) throws(Refusal) {
        if let recordedAt = event.givenRecordedAt, let last, recordedAt < last {
            throw Refusal(
                .recordedTime,
                field: "recordedtime",
                found: recordedAt.utcDescription,
                accepted: "\(last.utcDescription) or later: recorded times never decrease"
            )
        }
        if let sequence = event.givenSequence, sequence != position {
            throw Refusal(
                .sequence,
                field: "sequence",
                found: String(sequence),
                accepted: "\(position), the position that the event gets, or no sequence"
            )
        }
    }
}
