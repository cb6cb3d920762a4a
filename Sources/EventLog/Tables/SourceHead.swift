/// What the log remembers of a source besides its events: a row of the table `sources`.
struct SourceHead: Hashable, Sendable {
    /// The source.
    let name: String
    /// Number of its events.
    var eventCount: UInt64 = 0
    /// The greatest of its ids by ``EventIDOrder``: a greater one was never recorded.
    var greatestID: [UInt8] = []

    /// No event of it stands before this position; only the writer that took the source in knows more than 0.
    var firstPosition: UInt64 = 0

    /// Whether an id is above all that were recorded under the source.
    func hasIDsBelow(_ id: Span<UInt8>) -> Bool { EventIDOrder.precedes(greatestID.span, id) }

    /// Encodes the row of an ordinal.
    func row(ordinal: UInt32) -> [UInt8] {
        TableRow.encode(.sources, key: UInt64(ordinal)) { writer in
            writer.append(name)
            writer.append(eventCount)
            writer.append(text: greatestID.span)
        }
    }

    init(name: String) { self.name = name }

    /// Decodes the row of an ordinal.
    init(row: RawSpan, ordinal: UInt32) throws(DamageError) {
        self = try TableRow.decode(
            .sources,
            key: UInt64(ordinal),
            row
        ) { reader throws(DamageError) -> SourceHead in
            var head = SourceHead(name: try reader.string())
            head.eventCount = try reader.integer(UInt64.self)
            head.greatestID = Array(try reader.string().utf8)
            return head
        }
    }
}
