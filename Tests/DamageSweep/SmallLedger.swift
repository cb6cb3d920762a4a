import EventLog
import EventModel
import Evidence
import Foundation
import Programme

/// Makes the ledger that is damaged: small blocks, a tail of several commits, voids and corrections, names,
/// several sources and types, states in `views/`; every event of it is invented.
struct SmallLedger {
    let folder: String
    let format: UInt16
    let blockEvents: Int
    let batchEvents: Int

    private var ledger: String { folder + "/ledger" }

    struct CannotMake: Error { let reason: String }

    /// A ledger of the programme's types: a history with late and corrected facts, then parcels.
    func make(history: [UInt8]) throws {
        let lines = history.split(separator: UInt8(ascii: "\n")).map(Array.init)
        let all = lines + Self.parcels(from: 0, count: 150, voiding: true)
        let key = try SigningKey(name: "damage.example/synthetic", kind: .log)
        try make(eventCount: all.count, key: key) { range in
            let reader = EventReader(registry: programmeRegistry)
            var batch = EventBatch()
            for line in all[range] { try reader.read(line.span, into: &batch) }
            try append(batch, registry: programmeRegistry, restoresRecordedTime: true)
            // The events behind the second one are not signed yet.
            if [10, 20].contains(range.lowerBound / batchEvents) { try sign() }
        }
        let rest = Self.parcels(from: 150, count: 10, voiding: false).joined(separator: [0x0A])
        try Data(rest).write(to: URL(filePath: folder + "/rest.ndjson"))
    }

    /// A ledger of two types of its own.
    func makeTiny() throws {
        try make(eventCount: 125) { range in
            let batch = EventBatch(range.map { IncomingEvent(TinyEvents.event($0)) })
            try append(batch, registry: LogQuestion.registry, restoresRecordedTime: false)
        }
    }

    /// Makes the ledger, commit by commit, and keeps some of its states.
    private func make(
        eventCount: Int,
        key: SigningKey? = nil,
        _ record: (Range<Int>) throws -> Void
    ) throws {
        guard let format = StoredFormat(rawValue: format) else {
            throw CannotMake(reason: "there is no format \(format)")
        }
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try EventLog.create(
            at: ledger,
            options: LogOptions(
                mapSizeBytes: 1 << 30,
                isSynthetic: true,
                sealedBlockEvents: blockEvents,
                format: format
            ),
            clock: SystemClock(),
            ledgerID: "synthetic ledger that is damaged on purpose",
            signingKey: key
        )
        var older = 0
        for (index, start) in stride(from: 0, to: eventCount, by: batchEvents).enumerated() {
            // One opening a commit, so that every state of the file is one that was on the disk.
            try record(start..<min(start + batchEvents, eventCount))
            if index % 7 == 5 || start + 4 * batchEvents > eventCount {
                older += 1
                let kept = "\(folder)/older-\(older).mdb"
                try manager.copyItem(atPath: ledger + "/log/data.mdb", toPath: kept)
            }
        }
        // The last state that was kept is the newest.
        try manager.removeItem(atPath: "\(folder)/older-\(older).mdb")
    }

    private func append(
        _ batch: EventBatch,
        registry: SchemaRegistry,
        restoresRecordedTime: Bool
    ) throws {
        let log = try EventLog(
            opening: ledger,
            mode: .writing,
            registry: registry,
            options: LogOptions(mapSizeBytes: 1 << 30),
            clock: SystemClock()
        )
        defer { log.close() }
        _ = try log.appendAndWait(
            AppendRequest(events: batch, restoresRecordedTime: restoresRecordedTime)
        )
    }

    /// Keeps a checkpoint over all events so far.
    private func sign() throws {
        let log = try EventLog(
            opening: ledger,
            mode: .writing,
            registry: programmeRegistry,
            options: LogOptions(mapSizeBytes: 1 << 30),
            clock: SystemClock()
        )
        defer { log.close() }
        _ = try log.withSnapshot { try $0.signCheckpoint() }
    }

    /// Scans of parcels from three sources, some of them voided again.
    private static func parcels(from first: Int, count: Int, voiding: Bool) -> [[UInt8]] {
        (first..<(first + count)).map { number in
            let source = "/synthetic/hub-\(number % 3)"
            let isVoid = voiding && number % 20 == 19
            let name = "P\(number / 4)"
            let data =
                isVoid
                ? #"{"source":"/synthetic/hub-\#((number - 6) % 3)","id":"\#(number - 6)","#
                    + #""reason":"synthetic","authority":"office"}"#
                : #"{"parcel":"\#(name)","node":"N\#(number % 7)","nodeLevel":"township","#
                    + #""county":"540222000000","kind":"arrived"}"#
            let time = "2021-02-\(number / 50 + 10)T09:\(number % 50 + 10):00+08:00"
            let recorded = "2021-03-\(number / 50 + 10)T09:\(number % 50 + 10):00.000Z"
            let text =
                #"{"specversion":"1.0","id":"\#(number)","source":"\#(source)","#
                + #""type":"\#(isVoid ? "event.voided" : "parcel.scanned")","#
                + #""subject":"\#(isVoid ? "ledger" : "parcel/\(name)")","time":"\#(time)","#
                + #""recordedtime":"\#(recorded)","data":\#(data)}"#
            return Array(text.utf8)
        }
    }
}
