import EventLog

/// Where the bytes of a ledger are.
public enum SpaceWorkload {
    /// Bytes by part: the log's tables, its free pages, and `file` for all of its data files.
    public static func parts(
        of ledger: SimulatedLedger
    ) throws -> (eventCount: UInt64, bytes: [String: UInt64]) {
        let log = try ledger.open(.reading)
        defer { log.close() }
        let space = try log.withSnapshot { try $0.space() }
        var bytes = Dictionary(uniqueKeysWithValues: space.parts.map { ($0.name, $0.byteCount) })
        bytes["file"] = space.byteCount
        for share in space.shared { bytes["in blocks: \(share.name)"] = share.byteCount }
        return (space.eventCount, bytes)
    }
}
