import EventModel
import Zstd

/// A decompressed frame of a block's `cold` value, of which only a few events are asked for.
///
/// What belongs to other events is stepped over, not decoded; ``ColdFrame`` decodes all.
struct SparseFrame {
    /// Index of the frame's first event in its block.
    let firstRow: Int
    /// Number of its events.
    let rowCount: Int
    private let raw: [UInt8]
    private let sections: [Range<Int>]
    private let codeWidth: Int
    private let sourceCount: Int
    private let position: UInt64

    /// Decompresses a frame.
    ///
    /// - Throws: ``DamageError`` when it does not decode.
    init(
        _ index: Int,
        in cold: RawSpan,
        eventCount: Int,
        sourceCount: Int,
        position: UInt64,
        decompressor: ZstdDecompressor
    ) throws(DamageError) {
        func damage(_ detail: String) -> DamageError {
            DamageError(part: "cold", position: position, detail: "frame \(index): \(detail)")
        }
        let raw = try ColdFrame.decompress(index, of: cold, position: position, decompressor)
        let firstRow = index * BlockLayout.Cold.frameEventCount
        let rowCount = min(BlockLayout.Cold.frameEventCount, eventCount - firstRow)
        let sections = try ColdFrame.sections(of: raw, position: position)
        let codeWidth = ColumnEncoder.width(of: UInt64(max(sourceCount, 1) - 1))
        guard sections[0].count >= rowCount * codeWidth, sections[1].count == rowCount else {
            throw damage("\(sections[1].count) flags")
        }
        self.firstRow = firstRow
        self.rowCount = rowCount
        self.raw = raw
        self.sections = sections
        self.codeWidth = codeWidth
        self.sourceCount = sourceCount
        self.position = position
    }

    /// The flags (``ColdFlag``) of an event, by its place in the frame.
    func flags(at place: Int) -> UInt8 {
        raw.rawSpan.littleEndian(UInt8.self, at: sections[1].lowerBound + place)
    }

    /// The place in the block's table of sources of an event's source, by the event's place in the frame.
    ///
    /// - Throws: ``DamageError`` when the block has no such source.
    func sourceCode(at place: Int) throws(DamageError) -> Int {
        let code = storedCode(at: place)
        guard code < sourceCount else {
            throw DamageError(
                part: "cold",
                position: position,
                detail: "source \(code) of \(sourceCount)"
            )
        }
        return code
    }

    @inline(__always)
    private func storedCode(at place: Int) -> Int {
        let bytes = raw.rawSpan
        let start = sections[0].lowerBound
        switch codeWidth {
        case 0: return 0
        case 1: return Int(bytes.littleEndian(UInt8.self, at: start + place))
        default:
            var code = 0
            for index in 0..<codeWidth {
                let byte = bytes.littleEndian(UInt8.self, at: start + place * codeWidth + index)
                code |= Int(byte) << (8 * index)
            }
            return code
        }
    }

    /// The ids of some events.
    ///
    /// - Parameter places: Places in the frame, ascending.
    /// - Returns: One for each place.
    /// - Throws: ``DamageError`` when the section does not decode.
    func ids(at places: [Int]) throws(DamageError) -> [String] {
        var slots = [Int16](repeating: -1, count: sourceCount)
        var slotCount = 0
        for place in places {
            let code = try sourceCode(at: place)
            guard slots[code] < 0 else { continue }
            slots[code] = Int16(slotCount)
            slotCount += 1
        }
        var ids = ColdIDReader(idBytes, sourceCount: slotCount, position: position)
        var result: [String] = []
        var rest = places[...]
        for place in 0..<((places.last ?? -1) + 1) {
            let slot = Int(slots[try sourceCode(at: place)])
            guard slot >= 0 else {
                try ids.skip()
                continue
            }
            try ids.step(source: slot)
            while rest.first == place {
                result.append(ids.id(ofSource: slot))
                rest.removeFirst()
            }
        }
        return result
    }

    /// The place of a source's event with an id; `nil` if the frame does not hold it.
    ///
    /// - Throws: ``DamageError`` when the section does not decode.
    func place(ofID id: SoughtID, source code: Int) throws(DamageError) -> Int? {
        var ids = ColdIDReader(idBytes, sourceCount: 1, position: position)
        for place in 0..<rowCount {
            if storedCode(at: place) == code {
                try ids.step(source: 0)
                if ids.isLast(id, ofSource: 0) { return place }
            } else {
                try ids.skip()
            }
        }
        return nil
    }

    private var idBytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get { raw.rawSpan.extracting(sections[2]) }
    }

    /// Raw bytes of the sections that hold sources and ids.
    var identityByteCount: Int { sections[0].count + sections[2].count }

    /// Raw bytes of each event's flags, envelope and texts, in order.
    ///
    /// - Parameter tables: As for ``details(at:tables:)``.
    /// - Returns: One for each event of the frame.
    /// - Throws: ``DamageError`` when the section does not decode.
    func detailByteCounts(tables: (Int) -> [ColdTextTable]) throws(DamageError) -> [Int] {
        let bytes = raw.rawSpan
        var steps = ColdDetailsReader(bytes.extracting(sections[3]), position: position)
        var counts: [Int] = []
        counts.reserveCapacity(rowCount)
        for place in 0..<rowCount {
            let start = steps.offset
            _ = try steps.next(flags: flags(at: place), tables: tables(place), isWanted: false)
            counts.append(1 + steps.offset - start)
        }
        return counts
    }

    /// The envelope's rest and the texts of some events.
    ///
    /// - Parameters:
    ///   - places: Places in the frame, ascending.
    ///   - tables: Gives, for the event at a place, the tables of its schema's text fields.
    /// - Returns: One for each place.
    /// - Throws: ``DamageError`` when the section does not decode.
    func details(
        at places: [Int],
        tables: (Int) -> [ColdTextTable]
    ) throws(DamageError) -> [ColdDetails] {
        let bytes = raw.rawSpan
        var steps = ColdDetailsReader(
            bytes.extracting(sections[3]),
            position: position
        )
        var result: [ColdDetails] = []
        var rest = places[...]
        for place in 0..<((places.last ?? -1) + 1) {
            let details = try steps.next(
                flags: flags(at: place),
                tables: tables(place),
                isWanted: rest.first == place
            )
            guard let details else { continue }
            while rest.first == place {
                result.append(details)
                rest.removeFirst()
            }
        }
        return result
    }
}
