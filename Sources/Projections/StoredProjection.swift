package import EventLog

/// A projection whose state is kept in parts, so that a question at any cut costs no replay.
///
/// A part is folded from **every** event of its range, voided ones too: it depends on those events alone and
/// stays true for ever, whatever is voided later. What a question does not see it leaves out itself: facts
/// carry positions and are looked at through a ``Cut``. A projection that keeps sums without positions also
/// notes the few events that some event of the range voids or corrects (``foldTargets(_:)``), with what each
/// of them added, so that a question can take out of the sums exactly those that are voided as known at its
/// cut. A void is known before the cut, so a part below the cut has noted its target.
package protocol StoredProjection: Projection {
    /// All facts of the log in an order that serves questions; made once, asked many times.
    associatedtype Index: Sendable

    /// Whether sums without positions are kept: then questions need the state behind the last whole part.
    static var keepsSums: Bool { get }

    /// Takes in the live rows of a block as events that some event of this state's range voids or corrects.
    ///
    /// They may stand before the range, and one event may be handed over by several parts.
    ///
    /// - Throws: ``DamageError`` when a key column does not decode.
    mutating func foldTargets(_ block: borrowing EventBlock) throws(DamageError)

    /// The text fields that it takes in beside the evidence of events (``fold(_:)-(Citation)``); `nil` if it takes
    /// in nothing that stands in the cold part of blocks.
    static var citedTexts: [CitedText]? { get }

    /// Takes in something that an event of the range cites; after the blocks of the range, in order of position.
    mutating func fold(_ citation: Citation)

    /// Writes the state; equal states of one program version give equal bytes.
    ///
    /// - Parameters:
    ///   - writer: Takes the bytes.
    ///   - start: First position of the state's range.
    func encode(to writer: inout ByteWriter, from start: UInt64)

    /// Reads what ``encode(to:from:)`` wrote.
    ///
    /// - Parameters:
    ///   - reader: Stands before the state.
    ///   - start: First position of the state's range.
    ///   - nameCount: Number of the ledger's names; ordinals must be below it.
    /// - Throws: ``DamageError`` when the bytes are no state.
    init(
        decoding reader: inout ByteReader,
        from start: UInt64,
        nameCount: UInt32
    ) throws(DamageError)

    /// Makes the index over consecutive parts that begin with the first event.
    static func index(_ parts: [StatePart<Self>], names: LedgerTables) -> Index
}

extension StoredProjection {
    /// By default facts carry their positions.
    package static var keepsSums: Bool { false }

    /// By default facts carry their positions, and nothing else need be known of voided events.
    package mutating func foldTargets(_: borrowing EventBlock) throws(DamageError) {}

    /// By default hot columns say all.
    package static var citedTexts: [CitedText]? { nil }

    /// By default nothing is taken in.
    package mutating func fold(_: Citation) {}

    /// The state of every event of a range, voided ones too.
    ///
    /// - Parameters:
    ///   - positions: Begins with a block.
    ///   - snapshot: A state of the log that holds the range.
    /// - Returns: The folded state.
    /// - Throws: ``LogError`` when a block is damaged or the storage fails.
    static func folded(_ positions: Range<UInt64>, in snapshot: LogSnapshot) throws -> Self {
        var state = Self()
        try snapshot.forEachBlock(in: positions) { block in try state.fold(block) }
        if let citedTexts {
            try snapshot.forEachCitation(in: positions, texts: citedTexts) { state.fold($0) }
        }
        return state
    }
}
