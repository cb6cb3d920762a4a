import EventLog

/// The check of everything in a ledger.
public enum VerifyWorkload {
    /// Verifies the ledger and counts its events; 0 if it is not sound.
    public static func run(_ ledger: SimulatedLedger) throws -> Timing {
        let log = try ledger.open(.reading)
        defer { log.close() }
        return try Timing.of {
            try log.withSnapshot { snapshot in
                let report = try snapshot.verify()
                return report.isSound ? report.eventCount : 0
            }
        }
    }
}
