import EventModel
import Zstd

/// One decompressed frame of a block's `cold` value.
struct ColdFrame {
    /// Index of the frame's first event in its block.
    let firstRow: Int
    /// Per event the index into the block's sources.
    let sourceCodes: [Int]
    /// Per event its flags (``ColdFlag``).
    let flags: [UInt8]
    /// The undecoded ids; see ``ColdIDReader``.
    let idSection: [UInt8]
    /// The undecoded rest section.
    private let rest: [UInt8]
    private let position: UInt64

    /// Number of frames of a cold value.
    ///
    /// - Throws: ``DamageError`` when the directory lies outside the value.
    static func count(in cold: RawSpan, position: UInt64) throws(DamageError) -> Int {
        let part = ValueFrame.Kind.cold.partName
        guard cold.byteCount >= BlockLayout.Cold.frameDirectory else {
            throw DamageError(part: part, position: position, detail: "header cut short")
        }
        let events = Int(cold.littleEndian(UInt32.self, at: BlockLayout.Cold.eventCount))
        let frames = Int(cold.littleEndian(UInt32.self, at: BlockLayout.Cold.frameCount))
        let step = BlockLayout.Cold.frameEventCount
        let directoryEnd =
            BlockLayout.Cold.frameDirectory + frames * BlockLayout.Cold.frameEntryByteCount
        guard frames == (events + step - 1) / step, directoryEnd <= cold.byteCount else {
            throw DamageError(
                part: part,
                position: position,
                detail: "\(frames) frames for \(events) events"
            )
        }
        return frames
    }

    /// Checks that a `cold` value is sound and belongs to the block whose `hot` value is given, of which nothing
    /// is looked at beyond the checksum that it names.
    static func check(_ cold: RawSpan, of hot: RawSpan, key: UInt64) throws(DamageError) {
        try ValueFrame.check(cold, is: .cold, key: key)
        guard hot.byteCount >= BlockLayout.partitions,
            hot.littleEndian(UInt64.self, at: BlockLayout.coldChecksum)
                == ValueFrame.storedChecksum(cold)
        else {
            throw DamageError(part: "cold", position: key, detail: "it belongs to another block")
        }
    }

    /// Checks that a `cold` value is sound and belongs to the block that another value describes.
    static func check(
        _ cold: RawSpan,
        of summary: BlockSummary,
        key: UInt64
    ) throws(DamageError) {
        try ValueFrame.check(cold, is: .cold, key: key)
        guard summary.coldChecksum == ValueFrame.storedChecksum(cold) else {
            throw DamageError(part: "cold", position: key, detail: "it belongs to another block")
        }
    }

    /// The raw bytes of a frame of a cold value.
    ///
    /// - Throws: ``DamageError`` when there is no such frame, or it does not decompress to its stated size.
    static func decompress(
        _ index: Int,
        of cold: RawSpan,
        position: UInt64,
        _ decompressor: ZstdDecompressor
    ) throws(DamageError) -> [UInt8] {
        func damage(_ detail: String) -> DamageError {
            DamageError(part: "cold", position: position, detail: "frame \(index): \(detail)")
        }
        guard index < (try Self.count(in: cold, position: position)) else {
            throw damage("there is no such frame")
        }
        let entry =
            BlockLayout.Cold.frameDirectory + index * BlockLayout.Cold.frameEntryByteCount
        let rawCount = Int(cold.littleEndian(UInt32.self, at: entry))
        let byteCount = Int(cold.littleEndian(UInt32.self, at: entry + 4))
        let offset = Int(cold.littleEndian(UInt32.self, at: entry + 8))
        guard offset + byteCount <= cold.byteCount else { throw damage("outside the value") }
        let raw: [UInt8]
        do throws(ZstdError) {
            raw = try decompressor.decompress(
                cold.extracting(offset..<(offset + byteCount)),
                atMost: rawCount
            )
        } catch {
            throw damage("\(error)")
        }
        guard raw.count == rawCount else { throw damage("\(raw.count) bytes, not \(rawCount)") }
        return ValueFrame.format(of: cold) < .second ? raw : try joinUUIDs(raw, position)
    }

    /// The four sections of a frame of the second format as the first format has them.
    private static func joinUUIDs(
        _ raw: [UInt8],
        _ position: UInt64
    ) throws(DamageError) -> [UInt8] {
        let bytes = raw.rawSpan
        var reader = ByteReader(bytes, part: "cold", position: position)
        var sections: [Range<Int>] = []
        for _ in 0..<5 {
            let length = Int(try reader.integer(UInt32.self))
            let start = reader.offset
            try reader.skip(length)
            sections.append(start..<(start + length))
        }
        guard reader.isAtEnd else { throw reader.damage("bytes are left over") }
        guard !sections[4].isEmpty else { return raw }
        let ids = try UUIDPlanes.join(
            ids: bytes.extracting(sections[2]),
            with: bytes.extracting(sections[4]),
            position: position
        )
        var joined = ByteWriter(reservingCapacity: raw.count + 2 * sections[1].count)
        joined.append(bytes: raw.span.extracting(0..<sections[1].upperBound))
        joined.append(UInt32(ids.count))
        joined.append(bytes: ids.span)
        let rest = (sections[3].lowerBound - 4)..<sections[3].upperBound
        joined.append(bytes: raw.span.extracting(rest))
        return joined.bytes
    }

    /// Decompresses a frame and reads who produced its events.
    init(
        _ index: Int,
        in cold: RawSpan,
        eventCount: Int,
        sourceCount: Int,
        position: UInt64
    ) throws(DamageError) {
        func damage(_ detail: String) -> DamageError {
            DamageError(part: "cold", position: position, detail: "frame \(index): \(detail)")
        }
        let decompressor: ZstdDecompressor
        do throws(ZstdError) {
            decompressor = try ZstdDecompressor()
        } catch {
            throw damage("\(error)")
        }
        let raw = try Self.decompress(index, of: cold, position: position, decompressor)
        firstRow = index * BlockLayout.Cold.frameEventCount
        let rows = min(BlockLayout.Cold.frameEventCount, eventCount - firstRow)
        var sections: [[UInt8]] = []
        var reader = ByteReader(raw.rawSpan, part: "cold", position: position)
        for _ in 0..<4 {
            let length = Int(try reader.integer(UInt32.self))
            sections.append(try reader.take(length))
        }
        let width = ColumnEncoder.width(of: UInt64(max(sourceCount, 1) - 1))
        var codes: [Int] = []
        codes.reserveCapacity(rows)
        let codeSection = sections[0]
        var codeReader = ByteReader(codeSection.rawSpan, part: "cold", position: position)
        for _ in 0..<rows {
            let code = Int(try codeReader.integer(width: width))
            guard code < sourceCount else { throw damage("source \(code) of \(sourceCount)") }
            codes.append(code)
        }
        guard sections[1].count == rows else { throw damage("\(sections[1].count) flags") }
        sourceCodes = codes
        flags = sections[1]
        idSection = sections[2]
        rest = sections[3]
        self.position = position
    }

    /// The frame's ids, in order.
    ///
    /// - Parameter sourceCount: Number of the block's sources.
    /// - Returns: One per event of the frame.
    /// - Throws: ``DamageError`` when the section does not decode.
    func ids(sourceCount: Int) throws(DamageError) -> [String] {
        var reader = ColdIDReader(
            idSection.rawSpan,
            sourceCount: sourceCount,
            position: position
        )
        var ids: [String] = []
        ids.reserveCapacity(sourceCodes.count)
        for source in sourceCodes {
            try reader.step(source: source)
            ids.append(reader.id(ofSource: source))
        }
        return ids
    }

    /// The envelope's rest and the texts of every event of the frame, in order.
    ///
    /// - Parameters:
    ///   - places: Per event of the frame the place of its schema.
    ///   - schemas: The schemas.
    /// - Returns: One per event of the frame.
    /// - Throws: ``DamageError`` when the section does not decode.
    func details(
        places: [UInt16],
        schemas: [EventSchema]
    ) throws(DamageError) -> [ColdDetails] {
        var reader = ByteReader(rest.rawSpan, part: "cold", position: position)
        let slots = ColdTextSlots(schemas)
        var texts = [[String]](repeating: [], count: slots.count)
        var result: [ColdDetails] = []
        result.reserveCapacity(flags.count)
        for (flag, place) in zip(flags, places) {
            var details = ColdDetails(flags: flag)
            if flag & ColdFlag.hasOtherOffset != 0 {
                details.offsetMinutes = Int16(clamping: try reader.signed())
            }
            if flag & ColdFlag.hasActor != 0 {
                details.actor = try Self.readText(&reader, &texts[ColdTextSlots.actor])
            }
            if flag & ColdFlag.hasRole != 0 {
                details.role = try Self.readText(&reader, &texts[ColdTextSlots.role])
            }
            if flag & ColdFlag.hasEvidence != 0 {
                details.evidence = SHA256Digest(bytes: try reader.take(32))
            }
            if flag & ColdFlag.corrects != 0 {
                let slot = ColdTextSlots.correctedSource
                let source = try Self.readText(&reader, &texts[slot]) ?? ""
                details.corrects = EventReference(source: source, id: try reader.string())
            }
            for slot in slots.ofTextFields[Int(place)] {
                details.texts.append(try Self.readText(&reader, &texts[slot]))
            }
            result.append(details)
        }
        guard reader.isAtEnd else { throw reader.damage("bytes are left over") }
        return result
    }

    private static func readText(
        _ reader: inout ByteReader,
        _ texts: inout [String]
    ) throws(DamageError) -> String? {
        let code = try reader.variable()
        switch code {
        case 0: return nil
        case 1:
            let text = try reader.string()
            texts.append(text)
            return text
        default:
            guard code - 2 < UInt64(texts.count) else {
                throw reader.damage("text \(code) is not known")
            }
            return texts[Int(code) - 2]
        }
    }
}

/// Numbers the tables of repeated texts of a frame, so that finding one costs nothing.
private struct ColdTextSlots {
    static let actor = 0
    static let role = 1
    static let correctedSource = 2

    /// Number of tables.
    let count: Int
    /// Per schema the tables of its text fields, in the order of the fields.
    let ofTextFields: [[Int]]

    init(_ schemas: [EventSchema]) {
        var slots: [ColdTextTable: Int] = [:]
        var next = Self.correctedSource + 1
        ofTextFields = schemas.map { schema in
            schema.fields.indices.filter { schema.fields[$0].storage == .text }.map { field in
                let table = ColdTextTable(schema, field: field)
                if let slot = slots[table] { return slot }
                slots[table] = next
                next += 1
                return next - 1
            }
        }
        count = next
    }
}

/// What the cold part keeps of one event beside its id and source.
struct ColdDetails {
    let flags: UInt8
    var offsetMinutes = ColdFlag.usualOffsetMinutes
    var actor: String?
    var role: String?
    var evidence: SHA256Digest?
    var corrects: EventReference?
    /// One per `.text` field of the schema, in its order; `nil` where absent.
    var texts: [String?] = []

    init(flags: UInt8) { self.flags = flags }
}
