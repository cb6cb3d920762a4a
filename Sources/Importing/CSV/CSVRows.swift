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
    private let columns: [String]
    /// The head as it stands in the file.
    package let head: [UInt8]
    private let indices: [String: Int]

    /// Reads the head of the file and checks that the map's columns are there.
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` if the head lacks a column.
    package init(
        _ source: any ByteSource,
        map: ColumnMap,
        reader: EventReader,
        keepsText: Bool = false
    ) throws(ImportError) {
        self.name = source.name
        self.map = map
        self.reader = reader
        self.keepsText = keepsText
        let lines = LineReader(source, limitBytes: reader.limits.lineBytes)
        records = CSVReader(lines, delimiter: map.delimiter)
        let first = try records.next()
        columns = first?.fields ?? []
        head = keepsText ? first?.bytes ?? [] : []
        var indices: [String: Int] = [:]
        for (index, column) in columns.enumerated() where indices[column] == nil {
            indices[column] = index
        }
        self.indices = indices
        for column in map.neededColumns where indices[column] == nil {
            throw .unusable(
                file: name,
                line: first?.line ?? 1,
                reason: "no column \"\(column)\" in the head",
                accepted: "a head with \"\(column)\"; it has " + columns.joined(separator: ", ")
            )
        }
    }

    /// Gives the next record as an event; see ``EventRows/next()``.
    package func next() throws(ImportError) -> EventRow? {
        guard let record = try records.next() else { return nil }
        let outcome = Result { () throws(Refusal) in try event(of: record) }
        return EventRow(
            line: record.line,
            outcome: outcome,
            text: keepsText ? record.bytes : []
        )
    }

    private func event(of record: CSVReader.Record) throws(Refusal) -> IncomingEvent {
        if let fault = record.fault { throw refusal(of: fault) }
        guard record.fields.count == columns.count else {
            throw Refusal(
                .envelope,
                field: nil,
                found: "\(record.fields.count) cells",
                accepted: "\(columns.count) cells, one per column of the head"
            )
        }
        do throws(Refusal) {
            return try reader.read(try json(of: record))
        } catch {
            guard let field = error.field, let column = map.column(of: field) else { throw error }
            let cell = indices[column].map { record.fields[$0] } ?? error.found
            throw Refusal(
                error.name,
                field: "column \"\(column)\" (\(field))",
                found: cell,
                accepted: error.accepted
            )
        }
    }

    private func json(of record: CSVReader.Record) throws(Refusal) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("specversion", .string("1.0")),
            ("id", .string(text(of: map.id, record))),
            ("source", .string(map.source)),
            ("type", .string(map.schema.type)),
            ("subject", .string(text(of: map.subject, record))),
            ("time", .string(try time(of: record))),
        ]
        var data = map.constants.map { (name: $0.field, value: $0.value) }
        for column in map.columns {
            let cell = indices[column.name].map { record.fields[$0] } ?? ""
            guard !cell.isEmpty else { continue }
            switch column.target {
            case .attribute(let attribute): members.append((attribute, .string(cell)))
            case .field(let field):
                guard let index = map.schema.index(of: field) else { continue }
                let value = try CellValue.json(
                    cell,
                    column: column,
                    field: map.schema.fields[index],
                    factor: column.factor.flatMap { indices[$0] }.map { record.fields[$0] }
                )
                data.append((field, value))
            }
        }
        members.append(("data", .object(data)))
        return .object(members)
    }

    private func text(of template: ColumnMap.Template, _ record: CSVReader.Record) -> String {
        template.parts.map { part in
            switch part {
            case .literal(let text): text
            case .line: String(record.line)
            case .column(let name): indices[name].map { record.fields[$0] } ?? ""
            }
        }.joined()
    }

    private func time(of record: CSVReader.Record) throws(Refusal) -> String {
        switch map.time {
        case .constant(let text): return text
        case .canonical(let column): return indices[column].map { record.fields[$0] } ?? ""
        case .pattern(let column, let pattern, let spelling, let offset):
            let cell = indices[column].map { record.fields[$0] } ?? ""
            guard let found = pattern.read(cell) else {
                throw Refusal(
                    .timeSpelling,
                    field: "time",
                    found: cell,
                    accepted: "a valid time spelled \(spelling)"
                )
            }
            let seconds = found.milliseconds / 1000
            let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { part in
                part < 10 ? "0\(part)" : "\(part)"
            }
            return "\(found.date)T\(clock.joined(separator: ":"))\(offset)"
        }
    }

    private func refusal(of fault: CSVReader.Fault) -> Refusal {
        func column(_ index: Int) -> String {
            index < columns.count ? "column \"\(columns[index])\"" : "cell \(index + 1)"
        }
        return switch fault {
        case .quoting(let field):
            Refusal(
                .envelope,
                field: column(field),
                found: "a quote that is not closed, or text behind a closing quote",
                accepted: "a cell in quotes, with quotes in it doubled"
            )
        case .encoding(let field):
            Refusal(
                .envelope,
                field: column(field),
                found: "bytes that are not UTF-8",
                accepted: "UTF-8; convert the file first, such as with iconv -f GB18030 -t UTF-8"
            )
        case .tooLong(let byteCount):
            Refusal(
                .tooLarge,
                field: nil,
                found: "a record of \(byteCount) bytes or more",
                accepted: "a record of at most \(reader.limits.lineBytes) bytes"
            )
        }
    }
}
