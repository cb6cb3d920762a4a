package import EventLog
package import EventModel

/// Events of a CSV file, one a record, made by a ``ColumnMap``.
///
/// Refusals name the column: `column "amount" (data.amountFen)`.
package final class CSVRows: EventRows {
    /// The name of the source.
    package let name: String
    private let records: CSVReader
    private let map: ColumnMap
    private let reader: EventReader
    private let keepsText: Bool
    private let sealer: PersonalFieldSealer?
    private let columns: CSVHead

    /// The head as it stands in the file, if rows are kept.
    package var head: [UInt8] { keepsText ? columns.bytes : [] }

    /// Reads the head of the file and checks that the map's columns are there.
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` if the head lacks a column that
    ///   the map needs, or has it twice, or cannot be read.
    package convenience init(
        _ source: any ByteSource,
        map: ColumnMap,
        reader: EventReader,
        keepsText: Bool = false,
        sealer: PersonalFieldSealer? = nil
    ) throws(ImportError) {
        let lines = LineReader(source, limitBytes: reader.limits.lineBytes)
        let records = CSVReader(lines, delimiter: map.delimiter)
        let columns = try CSVHead(records, file: source.name, limitBytes: reader.limits.lineBytes)
        try self.init(
            records,
            columns,
            name: source.name,
            map,
            reader,
            keepsText: keepsText,
            sealer: sealer
        )
    }

    /// Reads the head of a file whose columns are named as the type's definition names its fields; see
    /// ``ColumnMap/init(of:source:head:)``.
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` if the head does not fit the type.
    package convenience init(
        _ source: any ByteSource,
        schema: EventSchema,
        eventSource: String,
        reader: EventReader,
        keepsText: Bool = false,
        sealer: PersonalFieldSealer? = nil
    ) throws(ImportError) {
        let limit = reader.limits.lineBytes
        let records = CSVReader(LineReader(source, limitBytes: limit))
        let columns = try CSVHead(records, file: source.name, limitBytes: limit)
        let map: ColumnMap
        do throws(ColumnMap.Fault) {
            map = try ColumnMap(of: schema, source: eventSource, head: columns.columns)
        } catch {
            throw .unusable(
                file: source.name,
                line: columns.line,
                reason: error.place,
                accepted: error.accepted
            )
        }
        try self.init(
            records,
            columns,
            name: source.name,
            map,
            reader,
            keepsText: keepsText,
            sealer: sealer
        )
    }

    private init(
        _ records: CSVReader,
        _ columns: CSVHead,
        name: String,
        _ map: ColumnMap,
        _ reader: EventReader,
        keepsText: Bool,
        sealer: PersonalFieldSealer?
    ) throws(ImportError) {
        self.name = name
        self.records = records
        self.columns = columns
        self.map = map
        self.reader = reader
        self.keepsText = keepsText
        self.sealer = sealer
        for column in map.neededColumns { try columns.require(column) }
    }

    /// Takes the next records; see ``EventRows/take(rowCount:byteCount:)``.
    ///
    /// - Throws: ``ImportError`` of the source; the import ends, what was acknowledged stays.
    /// - Complexity: O(bytes of the records).
    package func take(
        rowCount: Int,
        byteCount: Int
    ) throws(ImportError) -> (any UnreadRows)? {
        var taken: [CSVReader.Record] = []
        var takenByteCount = 0
        while taken.count < rowCount, takenByteCount < byteCount,
            let record = try records.next()
        {
            takenByteCount += record.bytes.count
            taken.append(record)
        }
        guard !taken.isEmpty else { return nil }
        return UnreadRecords(
            records: taken,
            columns: columns,
            map: map,
            reader: reader,
            keepsText: keepsText,
            sealer: sealer
        )
    }
}
