import EventModel
import Zstd

/// Writes the `cold` value: ids, texts and the rest of the envelope in zstd frames of 4,096 events.
///
/// A frame holds four sections, each behind its length (u32): source codes, flags, ids, rest. Ids are
/// written against the one before them of the same source; texts against those seen before in the frame.
enum ColdEncoder {
    /// zstd level: levels above gain 1–5 % and cost 2–6 times the time.
    private static let compressionLevel: Int32 = 1

    static func encode(
        _ firstPosition: UInt64,
        _ events: [InternedEvent],
        _ sources: SourceIndex
    ) throws(ZstdError) -> [UInt8] {
        let step = BlockLayout.Cold.frameEventCount
        let frameCount = (events.count + step - 1) / step
        var writer = ValueFrame.open(.cold, reservingCapacity: events.count * 8)
        writer.append(firstPosition)
        writer.append(UInt32(events.count))
        writer.append(UInt32(frameCount))
        let directoryStart = writer.count
        writer.append(
            bytes: repeatElement(0, count: frameCount * BlockLayout.Cold.frameEntryByteCount)
        )
        for frame in 0..<frameCount {
            let rows = frame * step..<min((frame + 1) * step, events.count)
            var encoder = ColdFrameEncoder(sourceCount: sources.entries.count)
            for row in rows { encoder.append(events[row].event, source: sources.codes[row]) }
            let raw = encoder.finish()
            let compressed = try ZstdFrame.compress(raw, level: compressionLevel)
            let entry = directoryStart + frame * BlockLayout.Cold.frameEntryByteCount
            writer.patch(UInt32(raw.count), at: entry)
            writer.patch(UInt32(compressed.count), at: entry + 4)
            writer.patch(UInt32(writer.count), at: entry + 8)
            writer.append(bytes: compressed)
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

    /// The offset that needs no bytes: Asia/Shanghai.
    static let usualOffsetMinutes: Int16 = 480
}

/// How an id is written: the first byte, and what follows it.
enum ColdIDTag {
    /// 0…199: a decimal number, larger by `tag + 1` than the source's number before it.
    static let largestStep: UInt64 = 200
    /// Shared front with the source's id before (LEB128), length (LEB128), bytes.
    static let literal: UInt8 = 200
    /// Lower-case UUID: number of shared leading bytes (u8), the other bytes.
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
    private let sourceWidth: Int
    private var sourceCodes = ByteWriter()
    private var flags = ByteWriter()
    private var ids = ByteWriter()
    private var rest = ByteWriter()
    private var previous: [Int: SourceID] = [:]
    private var texts: [ColdTextTable: [[UInt8]: Int]] = [:]

    init(sourceCount: Int) {
        sourceWidth = ColumnEncoder.width(of: UInt64(max(sourceCount, 1) - 1))
    }

    mutating func append(_ event: Event, source: Int) {
        sourceCodes.append(UInt64(source), width: sourceWidth)
        appendID(event.id, source: source)
        var flag: UInt8 = 0
        if event.namesSchema { flag |= ColdFlag.namesSchema }
        if event.namesContentType { flag |= ColdFlag.namesContentType }
        if event.time.offsetMinutes != ColdFlag.usualOffsetMinutes {
            flag |= ColdFlag.hasOtherOffset
            rest.appendSigned(Int64(event.time.offsetMinutes))
        }
        if let actor = event.actor {
            flag |= ColdFlag.hasActor
            appendText(actor, in: .actor)
        }
        if let role = event.role {
            flag |= ColdFlag.hasRole
            appendText(role, in: .role)
        }
        if let evidence = event.evidence {
            flag |= ColdFlag.hasEvidence
            rest.append(bytes: evidence.bytes)
        }
        if let corrects = event.corrects {
            flag |= ColdFlag.corrects
            appendText(corrects.source, in: .correctedSource)
            rest.append(corrects.id)
        }
        flags.append(flag)
        for (index, field) in event.schema.fields.enumerated() where field.storage == .text {
            appendText(event.data[index].textValue, in: ColdTextTable(event.schema, field: index))
        }
    }

    func finish() -> [UInt8] {
        let sections = [sourceCodes, flags, ids, rest]
        var frame = ByteWriter(reservingCapacity: sections.reduce(16) { $0 + $1.count })
        for section in sections {
            frame.append(UInt32(section.count))
            frame.append(bytes: section.bytes)
        }
        return frame.bytes
    }

    /// 0: absent; 1: a new text follows; k + 2: the k-th text of the table.
    private mutating func appendText(_ text: String?, in table: ColdTextTable) {
        guard let text else { return rest.append(UInt8(0)) }
        let bytes = Array(text.utf8)
        let known = texts[table]?[bytes]
        if let known {
            rest.appendVariable(UInt64(known) + 2)
        } else {
            texts[table, default: [:]][bytes] = texts[table]?.count ?? 0
            rest.append(UInt8(1))
            rest.append(text)
        }
    }

    private mutating func appendID(_ id: String, source: Int) {
        let now = SourceID(id)
        let before = previous[source] ?? SourceID("")
        previous[source] = now
        if let number = now.number {
            guard let last = before.number else {
                ids.append(ColdIDTag.number)
                return ids.appendVariable(number)
            }
            if number > last, number - last <= ColdIDTag.largestStep {
                return ids.append(UInt8(number - last - 1))
            }
            ids.append(ColdIDTag.step)
            return ids.appendSigned(Int64(number) - Int64(last))
        }
        if let uuid = now.uuid {
            let shared = before.uuid.map { Self.shared($0, uuid) } ?? 0
            ids.append(ColdIDTag.uuid)
            ids.append(UInt8(shared))
            return ids.append(bytes: uuid[shared...])
        }
        let shared = Self.shared(before.bytes, now.bytes)
        ids.append(ColdIDTag.literal)
        ids.appendVariable(UInt64(shared))
        ids.appendVariable(UInt64(now.bytes.count - shared))
        ids.append(bytes: now.bytes[shared...])
    }

    private static func shared(_ left: [UInt8], _ right: [UInt8]) -> Int {
        zip(left, right).prefix { $0 == $1 }.count
    }
}

/// An id in the forms that compress best.
struct SourceID {
    /// UTF-8 bytes of the id.
    let bytes: [UInt8]
    /// The number, if the id is a decimal number as it would be printed, of at most 18 digits.
    let number: UInt64?
    /// The 16 bytes, if the id is a UUID in lower-case hex with its four hyphens.
    let uuid: [UInt8]?

    init(_ id: String) {
        bytes = Array(id.utf8)
        number = Self.number(bytes)
        uuid = number == nil ? Self.uuid(bytes) : nil
    }

    private static func number(_ bytes: [UInt8]) -> UInt64? {
        guard (1...18).contains(bytes.count), bytes[0] != UInt8(ascii: "0") || bytes.count == 1
        else {
            return nil
        }
        var result: UInt64 = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            result = result * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return result
    }

    private static let hyphens: Set<Int> = [8, 13, 18, 23]

    private static func uuid(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count == 36 else { return nil }
        var digits: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if hyphens.contains(index) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

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
