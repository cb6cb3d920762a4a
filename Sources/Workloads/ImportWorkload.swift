import EventLog
import EventModel
import Importing
import Programme
import Simulation

/// Files of simulated events, and their import.
public struct ImportWorkload: Sendable {
    /// The form of a file.
    public enum Form: String, Sendable {
        /// One event a line, every type, with recorded times.
        case ndjson
        /// Parcel scans only, with the columns that the type names.
        case csv
    }

    private let ledger: SimulatedLedger

    /// Prepares imports into ledgers like this one.
    public init(_ ledger: SimulatedLedger) { self.ledger = ledger }

    /// Hands over the text of a history piece by piece.
    ///
    /// - Parameters:
    ///   - eventCount: Length of the history; a CSV file has its parcel scans only.
    ///   - form: What is written.
    ///   - write: Takes pieces of a few hundred kilobytes, to be written one behind the other.
    /// - Returns: The number of rows.
    public func write(
        eventCount: Int,
        form: Form,
        to write: ([UInt8]) throws -> Void
    ) rethrows -> UInt64 {
        var events = ledger.generator(eventCount: eventCount)
        var bytes: [UInt8] =
            form == .csv ? Array("id,subject,time,parcel,node,nodeLevel,county,kind\n".utf8) : []
        var position: UInt64 = 0
        while let simulated = events.next() {
            switch form {
            case .ndjson:
                let recorded = RecordedEvent(
                    position: position,
                    recordedAt: simulated.recordedAt,
                    event: simulated.event
                )
                EventWriter.append(recorded, to: &bytes)
                bytes.append(UInt8(ascii: "\n"))
            case .csv:
                guard simulated.event.schema.type == ParcelEvents.scanned.type else { continue }
                Self.append(simulated.event, as: position, to: &bytes)
            }
            position += 1
            if bytes.count >= 1 << 18 {
                try write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try write(bytes)
        return position
    }

    /// Imports a file into a new ledger.
    ///
    /// Everything counts: reading and expanding the file, the door's checks, digests, durable commits.
    public func run(file: String, form: Form) async throws -> Timing {
        try ledger.create()
        let log = try ledger.open(.writing)
        defer { log.close() }
        return try await Timing.of { () async throws -> UInt64 in
            var options = ImportOptions()
            options.restoresRecordedTime = form == .ndjson
            var events = EventImport(into: log, options: options)
            let report = try await events.run(try Self.rows(of: file, form))
            return report.writtenCount
        }
    }

    /// Takes the lines of an NDJSON file through the door alone: parsed, validated, digested, then dropped.
    public static func parse(file: String) throws -> Timing {
        try Timing.of {
            let rows = try rows(of: file, .ndjson)
            var count: UInt64 = 0
            var events = EventBatch()
            while let unread = try rows.take(
                rowCount: LogOptions.standardBlockEvents,
                byteCount: .max
            ) {
                var batch = ImportBatch(reusing: events)
                unread.read(into: &batch)
                if let refused = batch.refused.first { throw refused.refusal }
                count += UInt64(batch.events.count)
                events = batch.events
                events.computeDigests()
            }
            return count
        }
    }

    private static func rows(of file: String, _ form: Form) throws -> any EventRows {
        let source = try FileSource(path: file)
        let reader = EventReader(registry: programmeRegistry)
        switch form {
        case .ndjson: return NDJSONRows(source, reader: reader)
        case .csv:
            return try CSVRows(
                source,
                schema: ParcelEvents.scanned,
                eventSource: "/synthetic/scans",
                reader: reader
            )
        }
    }

    private static func append(_ event: Event, as position: UInt64, to bytes: inout [UInt8]) {
        func cell(_ text: some Sequence<UInt8>, _ end: Unicode.Scalar) {
            bytes.append(contentsOf: text)
            bytes.append(UInt8(ascii: end))
        }
        cell(String(position + 1).utf8, ",")
        cell(event.subject.utf8, ",")
        cell(event.time.description.utf8, ",")
        for (index, value) in event.data.enumerated() {
            let text =
                switch (value, event.schema.fields[index].kind) {
                case (.integer(let choice), .choice(let names)): names[Int(choice)]
                case (.integer(let number), _): String(number)
                case (.text(let text), _): text
                default: ""
                }
            cell(text.utf8, index + 1 == event.data.count ? "\n" : ",")
        }
    }
}
