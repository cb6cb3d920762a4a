package import EventModel
internal import LMDB

/// A text field whose values are asked for beside the evidence of events.
package struct CitedText: Sendable {
    /// The type, in any of its versions.
    package let type: String
    /// Wire name of the field, stored as `.text`.
    package let field: String

    /// Names a field of a type.
    package init(_ type: EventSchema, _ field: String) {
        self.type = type.type
        self.field = field
    }

    /// Whether a field of a schema is meant.
    func isField(_ index: Int, of schema: EventSchema) -> Bool {
        schema.type.hasSameBytes(as: type) && schema.fields[index].name.hasSameBytes(as: field)
    }
}

/// Something that an event cites: the paper behind it, or the number of one.
package struct Citation: Sendable {
    /// Position of the event.
    package let position: UInt64
    /// When the event happened, in milliseconds since 1970-01-01T00:00:00Z.
    package let instant: Int64
    /// Type of the event in its stored version.
    package let schema: EventSchema
    /// Index of the field that holds the text; `nil` for the event's `evidence`.
    package let field: Int?
    /// XXH64 of the text (of `evidence` its 64 hex digits): equal texts have equal fingerprints, equal
    /// fingerprints may have different texts.
    package let fingerprint: UInt64
}

extension LogSnapshot {
    /// Hands over what the events of a range cite, in order of position; voided events too.
    ///
    /// - Parameters:
    ///   - positions: Begins with a block (``blockEvents``) or behind the last event; more than there are means
    ///     all.
    ///   - texts: Fields whose texts are handed over beside the evidence; empty texts are not.
    ///   - body: Takes one thing that is cited.
    /// - Throws: ``LogError`` when a block is damaged or the storage fails.
    /// - Complexity: O(events): each frame of 4,096 events is decompressed, and stepped through if anything is
    ///   cited in it.
    package func forEachCitation(
        in positions: Range<UInt64>,
        texts: [CitedText],
        _ body: (Citation) -> Void
    ) throws(LogError) {
        let end = min(positions.upperBound, eventCount)
        var position = positions.lowerBound
        precondition(
            position >= end || position % blockEvents == 0,
            "no block begins at \(position)"
        )
        let decoder = FrameDecoder()
        while position < end {
            guard position < sealedCount else {
                let tail = try tail()
                tail.forEachCitation(in: position..<end, texts: texts, tables, body)
                return
            }
            let key = position
            try read { transaction throws(LogError) in
                try parts.blocks.withCitations(
                    ofBlock: key,
                    texts: texts,
                    decoder: decoder,
                    in: transaction
                ) { citations throws(DamageError) in
                    try citations.forEach { if $0.position < end { body($0) } }
                }
            }
            position += blockEvents
            try renewIfDue(after: position)
        }
    }
}

extension BlockStore {
    /// Lends what the events of a block cite.
    func withCitations(
        ofBlock key: UInt64,
        texts: [CitedText],
        decoder: FrameDecoder,
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        _ body: (borrowing BlockCitations) throws(DamageError) -> Void
    ) throws(LogError) {
        try withValues(ofBlock: key, in: transaction) { hot, streams throws(LogError) in
            guard let cold = try transaction.bytes(for: key, in: store.cold) else {
                throw Self.missing("cold", key)
            }
            do throws(DamageError) {
                try body(
                    try BlockCitations(
                        hot: hot,
                        streams: streams,
                        cold: cold,
                        key: key,
                        texts: texts,
                        tables: tables,
                        decoder: decoder
                    )
                )
            } catch {
                throw LogError.damaged(error)
            }
        }
    }
}

extension TailView {
    /// Hands over what the tail's events at positions of a range cite.
    func forEachCitation(
        in positions: Range<UInt64>,
        texts: [CitedText],
        _ tables: LedgerTables,
        _ body: (Citation) -> Void
    ) {
        let recorded = recordedEvents()
        let packed = recorded.packed
        for index in 0..<packed.count {
            let record = packed.records[index]
            guard positions.contains(record.sequence) else { continue }
            let schema = recorded.schema(at: index)
            func cite(_ range: PackedRange, _ field: Int?) {
                let text = packed.text(range, of: record)
                guard !text.isEmpty else { return }
                body(
                    Citation(
                        position: record.sequence,
                        instant: record.instant,
                        schema: schema,
                        field: field,
                        fingerprint: XXH64.hash([UInt8](copying: text))
                    )
                )
            }
            if record.flags.contains(.hasEvidence) { cite(record.evidence, nil) }
            for field in schema.fields.indices
            where texts.contains(where: { $0.isField(field, of: schema) }) {
                let value = packed.values[record.firstValue + field]
                if value.kind == .text { cite(value.range, field) }
            }
        }
    }
}
