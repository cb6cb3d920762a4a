/// One event between the door and its batch: checked, its texts still where they were read.
struct EventDraft {
    /// The type by which `data` was read.
    var schema = eventVoided
    /// The type by which ``values`` were read already; `nil` if they were not.
    var readsAs: EventSchema?
    var flags: PackedEvent.Flags = []
    var time = OccurredAt(instant: Instant(millisecondsSince1970: 0), offsetMinutes: 0)
    /// The time as it stands in the line, which is how it is written; `nil` if it stands in none.
    var timeText: DraftText?
    var recordedAt = PackedEvent.notRecorded
    var sequence: UInt64?
    var id = DraftText.none
    var source = DraftText.none
    /// Index of the source in the batch; `nil` if the batch does not know it yet.
    var knownSource: UInt32?
    var subject = DraftText.none
    var actor = DraftText.none
    var role = DraftText.none
    var evidence = DraftText.none
    /// `source#id`.
    var corrects = DraftText.none
    /// Bytes of ``corrects`` before its `#`.
    var correctedSourceCount = 0
    /// A value for each field of the schema; texts as ``DraftText``.
    var values: [PackedValue] = []
    /// Texts that do not stand in the line as they mean: those with escapes, and lists and objects in their
    /// canonical form.
    var scratch: [UInt8] = []
    /// Whether a text needs escapes in JSON.
    var hasEscapes = false
    /// The attributes of the last line.
    var order = AttributeOrder()

    /// Forgets the event and keeps the memory.
    mutating func reset() {
        flags = []
        readsAs = nil
        timeText = nil
        knownSource = nil
        hasEscapes = false
        recordedAt = PackedEvent.notRecorded
        sequence = nil
        values.removeAll(keepingCapacity: true)
        scratch.removeAll(keepingCapacity: true)
    }

    /// Puts a text into the scratch.
    mutating func keep(_ text: Span<UInt8>) -> DraftText {
        let start = scratch.count
        scratch.append(addingCapacity: text.count) { $0.append(copying: text) }
        let needsEscapes = !JSONSize.isPlain(text)
        if needsEscapes { hasEscapes = true }
        return DraftText(
            start: start,
            count: text.count,
            isInScratch: true,
            needsEscapes: needsEscapes
        )
    }

    /// Puts a text into the scratch.
    mutating func keep(_ text: String) -> DraftText { keep(text.utf8Span.span) }

    /// The bytes of a text that was read from `line`.
    @_lifetime(copy line, borrow self)
    func bytes(of text: DraftText, in line: Span<UInt8>) -> Span<UInt8> {
        if text.isInScratch {
            scratch.span.extracting(text.start..<(text.start + text.count))
        } else {
            line.extracting(text.start..<(text.start + text.count))
        }
    }
}

/// Where a text of an ``EventDraft`` stands: in the line as it is, or decoded in the scratch.
struct DraftText {
    private static let scratchBit: UInt32 = 1 << 31
    private static let escapesBit: UInt32 = 1 << 30

    private let place: PackedRange

    /// The place of a text; lines and scratch are far below 1 GiB.
    init(start: Int, count: Int, isInScratch: Bool = false, needsEscapes: Bool = false) {
        var bits = UInt32(start)
        precondition(bits < Self.escapesBit, "lines are shorter")
        if isInScratch { bits |= Self.scratchBit }
        if needsEscapes { bits |= Self.escapesBit }
        place = PackedRange(start: bits, count: UInt32(count))
    }

    /// Takes a text back out of a value.
    init(_ value: PackedValue) { place = value.range }

    /// A text that is not there.
    static var none: DraftText { DraftText(start: 0, count: 0) }

    var start: Int { Int(place.start & (Self.escapesBit - 1)) }
    var count: Int { Int(place.count) }
    /// Whether the text stands in the scratch.
    var isInScratch: Bool { place.start & Self.scratchBit != 0 }
    /// Whether a JSON string of the text holds escapes.
    var needsEscapes: Bool { place.start & Self.escapesBit != 0 }
    /// As the value of a field.
    var value: PackedValue { .text(place) }
}
