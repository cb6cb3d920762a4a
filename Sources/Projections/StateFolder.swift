import EventLog
import LMDB

/// The folder `views/` of a ledger, in which the parts of projections' states are kept.
///
/// It holds nothing that cannot be computed anew: whatever goes wrong here is passed over, and the caller
/// computes. It is opened for each use and closed again, so that any number of processes can share it.
struct StateFolder: Sendable {
    let path: String
    let mapSizeBytes: Int

    private static let tableName = "states"

    /// A part to be written.
    struct Entry: Sendable {
        let projection: String
        let start: UInt64
        let value: [UInt8]
    }

    private static func key(_ projection: String, _ start: UInt64) -> [UInt8] {
        var key = Array(projection.utf8.prefix(400))
        key.append(0)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            key.append(UInt8(truncatingIfNeeded: start >> shift))
        }
        return key
    }

    private func options(readOnly: Bool) -> EnvironmentOptions {
        EnvironmentOptions(
            mapSizeBytes: mapSizeBytes,
            readerCountMax: 126,
            tableCountMax: 4,
            readOnly: readOnly,
            noMetaSync: true
        )
    }

    /// Looks at the stored parts of a projection, one after another.
    ///
    /// - Parameters:
    ///   - projection: Its id.
    ///   - starts: First positions of the parts.
    ///   - body: Gets the value, or `nil` where there is none; returns whether to go on.
    func read(
        _ projection: String,
        starts: [UInt64],
        _ body: (UInt64, RawSpan?) -> Bool
    ) {
        guard
            let environment = try? Environment(opening: path, options: options(readOnly: true)),
            let table = try? environment.existingTable(named: Self.tableName, keys: [UInt8].self),
            let transaction = try? environment.beginReading()
        else { return }
        for start in starts {
            // A damaged page ends the reading; what is not handed over is computed.
            guard
                let value = try? transaction.value(for: Self.key(projection, start), in: table)
            else {
                guard body(start, nil) else { return }
                continue
            }
            guard body(start, value) else { return }
        }
    }

    /// Keeps parts, in the place of what was there.
    ///
    /// - Returns: Whether they are kept; not where the folder cannot be written, or somebody else is writing.
    @discardableResult
    func write(_ entries: [Entry]) -> Bool {
        guard !entries.isEmpty else { return true }
        do {
            let environment = try Environment(opening: path, options: options(readOnly: false))
            let table = try environment.requiredTable(
                named: Self.tableName,
                keys: [UInt8].self
            )
            var transaction = try environment.beginWriting()
            for entry in entries {
                let key = Self.key(entry.projection, entry.start)
                try transaction.put(entry.value, for: key, in: table)
            }
            try transaction.commit()
            return true
        } catch {
            return false
        }
    }
}
