import EventLog
import LMDB

/// The folder `views/` of a ledger, in which the parts of projections' states are kept.
///
/// It holds nothing that cannot be computed anew: whatever goes wrong here is passed over, and the caller
/// computes. Of a file with damaged pages nothing is used, and whoever has something to keep makes it anew. It is
/// opened for each use and closed again, so that any number of processes can share it.
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
            environment.pageDamage.isEmpty,
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

    /// What became of parts that were to be kept.
    enum Outcome {
        /// They are kept.
        case kept
        /// They are kept in a new file, in the place of a damaged one.
        case keptAnew
        /// They are not: the folder cannot be written, or somebody else is writing.
        case notKept
    }

    /// Keeps parts, in the place of what was there.
    @discardableResult
    func write(_ entries: [Entry]) -> Outcome {
        guard !entries.isEmpty else { return .kept }
        do {
            let environment = try openForWriting()
            let table = try environment.opened.requiredTable(
                named: Self.tableName,
                keys: [UInt8].self
            )
            var transaction = try environment.opened.beginWriting()
            for entry in entries {
                let key = Self.key(entry.projection, entry.start)
                try transaction.put(entry.value, for: key, in: table)
            }
            try transaction.commit()
            return environment.isNew ? .keptAnew : .kept
        } catch {
            return .notKept
        }
    }

    /// Opens the file, or a new one in the place of a damaged one.
    private func openForWriting() throws(EnvironmentOpenError) -> (
        opened: Environment, isNew: Bool
    ) {
        do throws(EnvironmentOpenError) {
            return (try Environment(opening: path, options: options(readOnly: false)), false)
        } catch {
            guard error.isDamage else { throw error }
            try Environment.removeFiles(in: path)
            return (try Environment(opening: path, options: options(readOnly: false)), true)
        }
    }
}
