import EventModel
import Zstd

/// One decompressed frame of a block's `cold` value.
struct ColdFrame {
    /// Index of the frame's first event in its block.
    let firstRow: Int
    /// Number of its events.
    let rowCount: Int
    private let raw: [UInt8]
    /// Places of source codes, flags, ids and rest.
    private let sections: [Range<Int>]
    private let codeWidth: Int
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
        let sections = try sections(of: raw, count: 5, position: position)
        guard sections[4].upperBound == raw.count else {
            throw DamageError(part: "cold", position: position, detail: "bytes are left over")
        }
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

    /// Places of a frame's first sections: source codes, flags, ids, rest, and in the second format UUIDs.
    ///
    /// - Throws: ``DamageError`` when one of them ends outside the frame.
    static func sections(
        of raw: [UInt8],
        count: Int = 4,
        position: UInt64
    ) throws(DamageError) -> [Range<Int>] {
        var sections: [Range<Int>] = []
        var reader = ByteReader(raw.rawSpan, part: "cold", position: position)
        for _ in 0..<count {
            let length = Int(try reader.integer(UInt32.self))
            let start = reader.offset
            try reader.skip(length)
            sections.append(start..<(start + length))
        }
        return sections
    }

    /// Decompresses a frame and checks who produced its events.
    init(
        _ index: Int,
        in cold: RawSpan,
        eventCount: Int,
        sourceCount: Int,
        position: UInt64,
        decompressor: ZstdDecompressor? = nil
    ) throws(DamageError) {
        func damage(_ detail: String) -> DamageError {
            DamageError(part: "cold", position: position, detail: "frame \(index): \(detail)")
        }
        let own: ZstdDecompressor
        if let decompressor {
            own = decompressor
        } else {
            do throws(ZstdError) {
                own = try ZstdDecompressor()
            } catch {
                throw damage("\(error)")
            }
        }
        let raw = try Self.decompress(index, of: cold, position: position, own)
        firstRow = index * BlockLayout.Cold.frameEventCount
        rowCount = min(BlockLayout.Cold.frameEventCount, eventCount - firstRow)
        codeWidth = ColumnEncoder.width(of: UInt64(max(sourceCount, 1) - 1))
        self.position = position
        let sections = try Self.sections(of: raw, position: position)
        self.raw = raw
        self.sections = sections
        guard codeWidth <= 2, sections[0].count >= rowCount * codeWidth else {
            throw damage("source codes end early")
        }
        guard sections[1].count == rowCount else { throw damage("\(sections[1].count) flags") }
        for row in 0..<rowCount {
            let code = sourceCode(row)
            guard code < sourceCount else { throw damage("source \(code) of \(sourceCount)") }
        }
    }

    /// The index into the block's sources of an event's source, by the event's row in the frame.
    @inline(__always)
    func sourceCode(_ row: Int) -> Int {
        let start = sections[0].lowerBound
        switch codeWidth {
        case 0: return 0
        case 1: return Int(raw.rawSpan.littleEndian(UInt8.self, at: start + row))
        default: return Int(raw.rawSpan.littleEndian(UInt16.self, at: start + 2 * row))
        }
    }

    /// The flags (``ColdFlag``) of an event, by its row in the frame.
    @inline(__always)
    func flags(_ row: Int) -> UInt8 { raw[sections[1].lowerBound + row] }

    /// The undecoded ids; see ``ColdIDReader``.
    var idSection: RawSpan {
        @_lifetime(borrow self)
        borrowing get { raw.rawSpan.extracting(sections[2]) }
    }

    /// The undecoded envelopes and texts; see ``PackedDetails``.
    var restSection: RawSpan {
        @_lifetime(borrow self)
        borrowing get { raw.rawSpan.extracting(sections[3]) }
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
