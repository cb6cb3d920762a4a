import EventModel
import Zstd

/// Writes the `cold` value: ids, texts and the rest of the envelope in zstd frames of 4,096 events.
///
/// A frame holds sections, each behind its length (u32): source codes, flags, ids, rest, and from the second
/// format on UUIDs (``UUIDPlanes``). Ids are written against the one before them of the same source; texts
/// against those seen before in the frame.
enum ColdEncoder {
    /// zstd level: levels above gain 1–5 % and cost 2–6 times the time.
    private static let compressionLevel: Int32 = 1

    static func encode(
        _ firstPosition: UInt64,
        _ events: InternedEvents,
        _ count: Int,
        _ sources: SourceIndex,
        _ format: StoredFormat
    ) throws(ZstdError) -> [UInt8] {
        let step = BlockLayout.Cold.frameEventCount
        let frameCount = (count + step - 1) / step
        var writer = ValueFrame.open(.cold, format, reservingCapacity: count * 8)
        writer.append(firstPosition)
        writer.append(UInt32(count))
        writer.append(UInt32(frameCount))
        let directoryStart = writer.count
        writer.append(zeros: frameCount * BlockLayout.Cold.frameEntryByteCount)
        let compressor = try ZstdCompressor(level: compressionLevel)
        for frame in 0..<frameCount {
            let rows = frame * step..<min((frame + 1) * step, count)
            var encoder = ColdFrameEncoder(
                events,
                sourceCount: sources.entries.count,
                format: format
            )
            for row in rows {
                encoder.append(row, of: events.packed, source: Int(sources.codes[row]))
            }
            let raw = encoder.finish(sourceCodes: Array(sources.codes[rows]))
            let compressed = try compressor.compress(raw)
            let entry = directoryStart + frame * BlockLayout.Cold.frameEntryByteCount
            writer.patch(UInt32(raw.count), at: entry)
            writer.patch(UInt32(compressed.count), at: entry + 4)
            writer.patch(UInt32(writer.count), at: entry + 8)
            writer.append(bytes: compressed.span)
        }
        return ValueFrame.seal(writer, key: firstPosition)
    }
}

/// One bit each of an event's flags byte in a cold frame.
enum ColdFlag {
    static let namesSchema: UInt8 = 1
    static let namesContentType: UInt8 = 2
    static let hasActor: UInt8 = 4
    static let hasRole: UInt8 = 8
    static let hasEvidence: UInt8 = 16
    static let corrects: UInt8 = 32
    static let hasOtherOffset: UInt8 = 64
    /// Flags that say that something stands in the rest section.
    static let announcing: UInt8 = hasActor | hasRole | hasEvidence | corrects | hasOtherOffset

    /// The offset that needs no bytes: Asia/Shanghai.
    static let usualOffsetMinutes: Int16 = 480
}

/// How an id is written: the first byte, and what follows it.
enum ColdIDTag {
    /// 0…199: a decimal number, larger by `tag + 1` than the source's number before it.
    static let largestStep: UInt64 = 200
    /// Shared front with the source's id before (LEB128), length (LEB128), bytes.
    static let literal: UInt8 = 200
    /// Lower-case UUID: number of shared leading bytes (u8), the other bytes; from the second format on nothing,
    /// the UUID stands in its own section.
    static let uuid: UInt8 = 201
    /// Decimal number (LEB128).
    static let number: UInt8 = 202
    /// Decimal number as a signed step from the source's number before it (zigzag LEB128).
    static let step: UInt8 = 203
}

/// Where in a frame a repeated text is looked up: actors, roles, corrected sources, and each text field of
/// each type have a table of their own, so that codes stay small.
struct ColdTextTable: Hashable {
    let type: String
    let version: Int
    let field: Int

    static let actor = ColdTextTable(type: "", version: 0, field: 0)
    static let role = ColdTextTable(type: "", version: 0, field: 1)
    static let correctedSource = ColdTextTable(type: "", version: 0, field: 2)

    init(type: String, version: Int, field: Int) {
        self.type = type
        self.version = version
        self.field = field
    }

    init(_ schema: EventSchema, field: Int) {
        self.init(type: schema.type, version: schema.version, field: field)
    }
}

/// Builds one frame.
private struct ColdFrameEncoder {
    private let events: InternedEvents
    private let format: StoredFormat
    private let sourceWidth: Int
    private var flags = ByteWriter()
    private var ids = ByteWriter()
    private var rest = ByteWriter()
    /// The UUIDs, which stand apart from ``ids`` from the second format on.
    private var uuids = UUIDPlanes()
    /// The id before of each source.
    private var previous: [PreviousID]
    private var actors = TextTable()
    private var roles = TextTable()
    private var correctedSources = TextTable()
    /// Text fields of each type that has come up, by type ordinal.
    private var textFields: [[Int]?] = []
    /// Index of the first of a type's ``tables``, by type ordinal.
    private var firstTables: [Int] = []
    /// A table for each text field of each type.
    private var tables: [TextTable] = []

    private struct PreviousID {
        var event = -1
        var form = SourceID.Form.other
    }

    init(_ events: InternedEvents, sourceCount: Int, format: StoredFormat) {
        self.events = events
        self.format = format
        sourceWidth = ColumnEncoder.width(of: UInt64(max(sourceCount, 1) - 1))
        previous = [PreviousID](repeating: PreviousID(), count: sourceCount)
        let step = BlockLayout.Cold.frameEventCount
        flags = ByteWriter(reservingCapacity: step)
        ids = ByteWriter(reservingCapacity: step * 2)
    }

    mutating func append(_ event: Int, of packed: borrowing PackedEvents, source: Int) {
        let record = packed.records[event]
        appendID(event, of: packed, source: source)
        var flag = record.flags.rawValue
        if record.offsetMinutes != ColdFlag.usualOffsetMinutes {
            flag |= ColdFlag.hasOtherOffset
            rest.appendSigned(Int64(record.offsetMinutes))
        }
        flags.append(flag)
        if record.flags.contains(.hasActor) {
            Self.append(packed.text(record.actor, of: record), in: &actors, to: &rest)
        }
        if record.flags.contains(.hasRole) {
            Self.append(packed.text(record.role, of: record), in: &roles, to: &rest)
        }
        if record.flags.contains(.hasEvidence) {
            rest.append(bytes: packed.evidence(of: record).bytes)
        }
        if record.flags.contains(.corrects) {
            let source = packed.text(record.correctedSource, of: record)
            Self.append(source, in: &correctedSources, to: &rest)
            rest.append(text: packed.text(record.correctedID, of: record))
        }
        appendTexts(of: record, packed)
    }

    private mutating func appendTexts(of record: PackedEvent, _ packed: borrowing PackedEvents) {
        let fields = textFields(ofType: record.schema)
        for (place, field) in fields.enumerated() {
            let value = packed.values[record.firstValue + field]
            guard value.kind == .text else {
                rest.append(UInt8(0))
                continue
            }
            let table = firstTables[Int(record.schema)] + place
            Self.append(packed.text(value.range, of: record), in: &tables[table], to: &rest)
        }
    }

    private mutating func textFields(ofType ordinal: UInt16) -> [Int] {
        let type = Int(ordinal)
        while textFields.count <= type {
            textFields.append(nil)
            firstTables.append(0)
        }
        if let known = textFields[type] { return known }
        let fields = events.schema(ofType: ordinal).fields
        let texts = fields.indices.filter { fields[$0].storage == .text }
        textFields[type] = texts
        firstTables[type] = tables.count
        for _ in texts { tables.append(TextTable()) }
        return texts
    }

    /// 0: absent; 1: a new text follows; k + 2: the k-th text of the table.
    private static func append(
        _ text: Span<UInt8>,
        in table: inout TextTable,
        to rest: inout ByteWriter
    ) {
        let (index, isNew) = table.insert(text)
        if isNew {
            rest.append(UInt8(1))
            rest.append(text: text)
        } else {
            rest.appendVariable(UInt64(index) + 2)
        }
    }

    func finish(sourceCodes: [UInt64]) -> [UInt8] {
        var codes = ByteWriter(reservingCapacity: sourceCodes.count * sourceWidth + 8)
        codes.append(sourceCodes, width: sourceWidth)
        var sections = [codes, flags, ids, rest].map(\.bytes)
        if format >= .second { sections.append(uuids.bytes) }
        var frame = ByteWriter(reservingCapacity: sections.reduce(20) { $0 + $1.count })
        for section in sections {
            frame.append(UInt32(section.count))
            frame.append(bytes: section.span)
        }
        return frame.bytes
    }

    private mutating func appendID(
        _ event: Int,
        of packed: borrowing PackedEvents,
        source: Int
    ) {
        let id = packed.id(at: event)
        let before = previous[source]
        let form = SourceID.Form(id)
        previous[source] = PreviousID(event: event, form: form)
        switch (form, before.form) {
        case (.number(let number), .number(let last)):
            if number > last, number - last <= ColdIDTag.largestStep {
                ids.append(UInt8(number - last - 1))
            } else {
                ids.append(ColdIDTag.step)
                ids.appendSigned(Int64(number) - Int64(last))
            }
        case (.number(let number), _):
            ids.append(ColdIDTag.number)
            ids.appendVariable(number)
        case (.uuid(let high, let low), _) where format >= .second:
            ids.append(ColdIDTag.uuid)
            uuids.append(high, low)
        case (.uuid(let high, let low), _):
            var shared = 0
            if case .uuid(let lastHigh, let lastLow) = before.form {
                let front = (high ^ lastHigh).leadingZeroBitCount >> 3
                shared = front < 8 ? front : 8 + (low ^ lastLow).leadingZeroBitCount >> 3
            }
            ids.append(ColdIDTag.uuid)
            ids.append(UInt8(shared))
            for index in shared..<16 {
                let word = index < 8 ? high : low
                ids.append(UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index & 7))))
            }
        case (.other, _):
            let shared =
                before.event < 0 ? 0 : packed.id(at: before.event).sharedCount(with: id)
            ids.append(ColdIDTag.literal)
            ids.appendVariable(UInt64(shared))
            ids.append(text: id.extracting(shared..<id.count))
        }
    }
}

/// The forms of ids that compress best.
enum SourceID {
    /// What an id is.
    enum Form {
        /// A decimal number as it would be printed, of at most 18 digits.
        case number(UInt64)
        /// A UUID in lower-case hex with its four hyphens, as its first and last eight bytes.
        case uuid(UInt64, UInt64)
        /// Anything else.
        case other

        init(_ id: Span<UInt8>) {
            if id.count <= 18, let number = SourceID.number(id) {
                self = .number(number)
            } else if id.count == 36, let (high, low) = SourceID.uuid(id) {
                self = .uuid(high, low)
            } else {
                self = .other
            }
        }
    }

    private static func number(_ id: Span<UInt8>) -> UInt64? {
        guard id.count > 0, id[0] != UInt8(ascii: "0") || id.count == 1 else { return nil }
        var result: UInt64 = 0
        for index in id.indices {
            let digit = id[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            result = result &* 10 &+ UInt64(digit)
        }
        return result
    }

    private static func uuid(_ id: Span<UInt8>) -> (UInt64, UInt64)? {
        var words: (UInt64, UInt64) = (0, 0)
        var count = 0
        for index in id.indices {
            let byte = id[index]
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            if count < 16 {
                words.0 = words.0 << 4 | UInt64(digit)
            } else {
                words.1 = words.1 << 4 | UInt64(digit)
            }
            count += 1
        }
        return words
    }

    /// Bytes of a UUID's text.
    static let uuidTextCount = 36

    /// Writes 16 bytes as a lower-case UUID.
    static func uuidText(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
