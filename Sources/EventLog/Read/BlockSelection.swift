internal import EventModel
internal import LMDB

/// Narrows a block down to the rows that may pass a filter, without decompressing anything.
///
/// One stream is found in another way (``LogSnapshot/events(ofStream:matching:_:)``).
///
/// It may let rows through that do not pass, never the other way round: ``EventFilter/matches(_:)``
/// decides.
struct BlockSelection {
    let filter: EventFilter
    let tables: LedgerTables
    /// Ordinals of the types asked for; `nil` means all.
    private let typeOrdinals: Set<UInt16>?
    /// Per name ordinal whether it is a code in the region asked for.
    private var namesInRegion: [UInt32: Bool] = [:]

    init(_ filter: EventFilter, tables: LedgerTables) {
        self.filter = filter
        self.tables = tables
        typeOrdinals =
            filter.types.isEmpty
            ? nil : Set(filter.types.flatMap { tables.typeOrdinals(type: $0) })
    }

    /// Rows of a block among `rows` that may pass, ascending.
    mutating func rows(
        _ rows: Range<Int>,
        ofBlock key: UInt64,
        hot: RawSpan,
        streams: RawSpan
    ) throws(DamageError) -> [Int] {
        let summary = try BlockSummary(reading: hot, key: key)
        guard filter.recordedRange.overlaps(summary.recordedAt),
            filter.occurredRange.overlaps(summary.occurred)
        else { return [] }
        let types = summary.typeCounts.map(\.typeOrdinal).filter {
            typeOrdinals?.contains($0) ?? true
        }
        guard !types.isEmpty else { return [] }
        var isCandidate = [Bool](repeating: true, count: summary.eventCount)
        if filter.streamPrefix != nil {
            try narrowToStreams(&isCandidate, BlockStreams(streams, key: key))
        }
        if filter.region != nil || typeOrdinals != nil {
            let block = try EventBlock(hot: hot, streams: streams, key: key, tables: tables)
            narrow(&isCandidate, to: types, of: block)
        }
        return rows.clamped(to: 0..<summary.eventCount).filter { isCandidate[$0] }
    }

    private func narrowToStreams(
        _ isCandidate: inout [Bool],
        _ streams: borrowing BlockStreams
    ) throws(DamageError) {
        guard let prefix = filter.streamPrefix else { return }
        let isWanted = try streams.subjects().map { $0.utf8.starts(with: prefix.utf8) }
        for (row, code) in streams.subjectCodes().enumerated() where !isWanted[code] {
            isCandidate[row] = false
        }
    }

    private mutating func narrow(
        _ isCandidate: inout [Bool],
        to types: [UInt16],
        of block: borrowing EventBlock
    ) {
        var isWanted = [Bool](repeating: false, count: isCandidate.count)
        for type in types {
            guard let partition = block.partition(typeOrdinal: type) else { continue }
            let columns = regionColumns(of: partition.schema)
            for row in 0..<partition.rowCount {
                let isHit =
                    switch columns {
                    case .all: true
                    case .none: false
                    case .names(let fields): isInRegion(row, fields, of: partition)
                    }
                if isHit {
                    isWanted[Int(partition.position(ofRow: row) - block.firstPosition)] = true
                }
            }
        }
        for row in isCandidate.indices where !isWanted[row] { isCandidate[row] = false }
    }

    private enum RegionColumns {
        case all
        case none
        case names([String])
    }

    /// Which columns tell whether a row lies in the region; `all` if only the event itself can.
    private func regionColumns(of schema: EventSchema) -> RegionColumns {
        guard filter.region != nil else { return .all }
        let fields = schema.fields.filter { RegionScope.holdsRegion($0) }
        guard !fields.isEmpty else { return .none }
        guard fields.allSatisfy({ $0.storage == .name }) else { return .all }
        return .names(fields.map(\.name))
    }

    private mutating func isInRegion(
        _ row: Int,
        _ fields: [String],
        of partition: borrowing BlockPartition
    ) -> Bool {
        for field in fields {
            let ordinal = partition.names(field)[row]
            if ordinal != NameColumn.absentName, isInRegion(ordinal) { return true }
        }
        return false
    }

    private mutating func isInRegion(_ ordinal: UInt32) -> Bool {
        if let known = namesInRegion[ordinal] { return known }
        let isInside = filter.region?.contains(tables.name(at: ordinal)) ?? true
        namesInRegion[ordinal] = isInside
        return isInside
    }
}
