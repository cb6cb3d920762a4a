import EventLog
import EventModel

/// Records of a CSV file that wait for the door, and how a ``ColumnMap`` makes events of them.
struct UnreadRecords: UnreadRows {
    let records: [CSVReader.Record]
    let columns: CSVHead
    let map: ColumnMap
    let reader: EventReader
    let keepsText: Bool
    let sealer: PersonalFieldSealer?

    var count: Int { records.count }

    func read(into batch: inout ImportBatch) {
        for record in records {
            let text = keepsText ? record.bytes : []
            batch.take(line: record.line, text: text) { events throws(Refusal) in
                try read(record, into: &events)
            }
        }
    }

    private func read(
        _ record: CSVReader.Record,
        into batch: inout EventBatch
    ) throws(Refusal) {
        if let fault = record.fault { throw refusal(of: fault) }
        guard record.fields.count == columns.columns.count else {
            throw Refusal(
                .envelope,
                field: nil,
                found: "\(record.fields.count) cells",
                accepted: "\(columns.columns.count) cells, one per column of the head"
            )
        }
        do throws(Refusal) {
            var bytes = try json(of: record).compactText
            if let sealer { bytes = try sealer.sealed(bytes) }
            let sealed = bytes
            try reader.read(sealed.span, into: &batch)
        } catch {
            throw naming(error, record)
        }
    }

    /// The refusal with the columns that the field was made of, and the cell if it is one cell's.
    private func naming(_ error: Refusal, _ record: CSVReader.Record) -> Refusal {
        guard let field = error.field else { return error }
        let names = map.columns(of: field)
        guard !names.isEmpty else { return error }
        let isCell = names.count == 1 && !map.isTemplate(field)
        return Refusal(
            error.name,
            field: names.map { "column \"\($0)\"" }.joined(separator: ", ") + " (\(field))",
            found: isCell ? cell(names[0], record) : error.found,
            accepted: error.accepted
        )
    }

    private func cell(_ column: String, _ record: CSVReader.Record) -> String {
        columns.index(of: column).map { record.fields[$0] } ?? ""
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
            let cell = cell(column.name, record)
            guard !cell.isEmpty else { continue }
            switch column.target {
            case .attribute(let attribute):
                members.append((attribute, try CellValue.json(cell, column: column, attribute)))
            case .field(let field):
                guard let index = map.schema.index(of: field) else { continue }
                let value = try CellValue.json(
                    cell,
                    column: column,
                    field: map.schema.fields[index],
                    factor: column.factor.map { self.cell($0, record) }
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
            case .column(let name): cell(name, record)
            }
        }.joined()
    }

    private func time(of record: CSVReader.Record) throws(Refusal) -> String {
        switch map.time {
        case .constant(let text): return text
        case .canonical(let column): return cell(column, record)
        case .pattern(let column, let pattern, let spelling, let offset):
            let cell = cell(column, record)
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
        Refusal(
            fault.field == nil ? .tooLarge : .envelope,
            field: fault.field.map(columns.name(ofField:)),
            found: fault.found,
            accepted: fault.accepted(limitBytes: reader.limits.lineBytes)
        )
    }
}
