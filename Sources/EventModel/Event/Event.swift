/// One fact as its producer gave it: the envelope of a CloudEvents 1.0 event and its typed data.
///
/// It holds exactly what the content digest covers: every attribute and `data`, without the
/// position and the recorded time that the ledger adds (see ``RecordedEvent``). Values have passed the
/// door: an `Event` in memory obeys its schema.
package struct Event: Sendable {
    /// Unique within ``source``; 1–128 bytes of UTF-8.
    package let id: String
    /// URI-reference of the producer; holds no `#`.
    package let source: String
    /// Type and version that `data` obeys; gives the event's type name.
    package let schema: EventSchema
    /// Whether the producer named its schema (`dataschema`); part of the canonical bytes.
    package let namesSchema: Bool
    /// Whether the producer gave `datacontenttype` (only `application/json` is accepted).
    package let namesContentType: Bool
    /// The stream: one per thing that has a history, such as `station/540222100-01`.
    package let subject: String
    /// When the fact happened, with the producer's offset.
    package let time: OccurredAt
    /// Who recorded it, if given.
    package let actor: String?
    /// The role in which the actor recorded it, if given.
    package let role: String?
    /// SHA-256 of the voucher, photo or report behind the fact, if given.
    package let evidence: SHA256Digest?
    /// The event that this one replaces, if it is a correction.
    package let corrects: EventReference?
    /// Values of ``EventSchema/fields``, in that order; as many as the schema has fields.
    package let data: [FieldValue]

    /// Makes an event from values that obey `schema`; the door (``EventReader``) checks outside input.
    package init(
        id: String,
        source: String,
        schema: EventSchema,
        namesSchema: Bool = false,
        namesContentType: Bool = false,
        subject: String,
        time: OccurredAt,
        actor: String? = nil,
        role: String? = nil,
        evidence: SHA256Digest? = nil,
        corrects: EventReference? = nil,
        data: [FieldValue]
    ) {
        precondition(data.count == schema.fields.count, "one value per schema field")
        self.id = id
        self.source = source
        self.schema = schema
        self.namesSchema = namesSchema
        self.namesContentType = namesContentType
        self.subject = subject
        self.time = time
        self.actor = actor
        self.role = role
        self.evidence = evidence
        self.corrects = corrects
        self.data = data
    }

    /// The pair that names this event everywhere: idempotency key, target of voids, evidence.
    package var reference: EventReference { EventReference(source: source, id: id) }
}

/// Names an event by `source` and `id`; written `source#id`.
///
/// Two references are equal if their bytes are: Swift compares strings by canonical equivalence, but an
/// id is stored as given, so that `é` and `e` + U+0301 are different ids.
package struct EventReference: Hashable, Sendable, CustomStringConvertible {
    /// The producer's URI-reference; holds no `#`.
    package let source: String
    /// The event's id within the source.
    package let id: String

    /// Makes the reference from its two parts.
    package init(source: String, id: String) {
        self.source = source
        self.id = id
    }

    /// Reads `source#id`, split at the first `#`; `nil` if there is none or the id is empty.
    package init?(parsing text: String) {
        // By bytes: a combining mark after the `#` would hide it in a search by characters.
        let bytes = text.utf8
        guard let mark = bytes.firstIndex(of: UInt8(ascii: "#")) else { return nil }
        let id = bytes[bytes.index(after: mark)...]
        guard !id.isEmpty else { return nil }
        self.init(
            source: String(decoding: bytes[..<mark], as: UTF8.self),
            id: String(decoding: id, as: UTF8.self)
        )
    }

    /// Whether source and id have the same bytes.
    package static func == (left: EventReference, right: EventReference) -> Bool {
        left.id.hasSameBytes(as: right.id) && left.source.hasSameBytes(as: right.source)
    }

    /// Feeds the bytes of source and id to the hasher.
    package func hash(into hasher: inout Hasher) {
        source.hashBytes(into: &hasher)
        id.hashBytes(into: &hasher)
    }

    /// `source#id`, as evidence lists print it.
    package var description: String { "\(source)#\(id)" }

    /// Bytes that ``writeJSON(to:)`` may need.
    package var jsonSizeBound: Int { JSONSize.quoted(source) + JSONSize.quoted(id) }

    /// Writes ``description`` as a JSON string.
    package func writeJSON(to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: "\""))
        output.append(escaped: source.utf8Span.span)
        output.append(UInt8(ascii: "#"))
        output.append(escaped: id.utf8Span.span)
        output.append(UInt8(ascii: "\""))
    }
}

/// An event with what the ledger added when it was appended.
package struct RecordedEvent: Sendable {
    /// Zero-based, gapless, in commit order, never reused; also the Merkle leaf index.
    package let position: UInt64
    /// The append's instant by the ledger's clock; never decreases with ``position``.
    package let recordedAt: Instant
    /// The fact as its producer gave it.
    package let event: Event

    /// Joins an event with its place in the log.
    package init(position: UInt64, recordedAt: Instant, event: Event) {
        self.position = position
        self.recordedAt = recordedAt
        self.event = event
    }
}
