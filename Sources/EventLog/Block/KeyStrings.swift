/// The key columns of a block, opened where somebody asks for one and kept.
final class KeyStrings {
    private var columns: [Int: Column] = [:]

    /// How one key column is stored.
    struct Column {
        fileprivate let descriptor: ColumnDescriptor
        fileprivate let strings: DictionaryStrings?

        /// The string of a partition's row.
        ///
        /// - Parameters:
        ///   - row: Row in the partition.
        ///   - subject: Index of its event's subject.
        ///   - subjects: The subjects of the block.
        ///   - streams: The block's `streams` value.
        /// - Returns: `nil` if the row has none.
        /// - Throws: ``DamageError`` when the dictionary does not decode.
        func string(
            _ row: Int,
            subject: Int,
            _ subjects: DictionaryStrings,
            in streams: RawSpan
        ) throws(DamageError) -> String? {
            switch descriptor.encoding {
            case .absent, .offset, .runs, .steps: return nil
            case .subject: return try subjects.key(subject, in: streams)
            case .dictionary:
                guard let strings, IntegerColumn(streams, descriptor).isPresent(row) else {
                    return nil
                }
                let code = ColumnCode.load(
                    in: streams,
                    at: descriptor.dataOffset,
                    width: descriptor.width,
                    row: row
                )
                return try strings.string(code, in: streams)
            }
        }
    }

    /// The column of a key field of a partition.
    ///
    /// - Throws: ``DamageError`` when there is none.
    func column(
        _ field: Int,
        of place: Int,
        in streams: borrowing BlockStreams,
        _ block: borrowing EventBlock
    ) throws(DamageError) -> Column {
        let number = place << 16 | field
        if let known = columns[number] { return known }
        let descriptor = try streams.keyDescriptor(
            partition: place,
            field: field,
            rowCount: block.directory[place].rowCount
        )
        let column = Column(
            descriptor: descriptor,
            strings: descriptor.encoding == .dictionary
                ? DictionaryStrings(
                    at: descriptor.dictionaryOffset,
                    count: descriptor.dictionaryCount,
                    position: block.firstPosition
                ) : nil
        )
        columns[number] = column
        return column
    }
}
