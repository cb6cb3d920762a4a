package import EventLog
package import Projections

extension Indicator {
    /// Computes what a question about all events of a snapshot needs, so that it is there when it is asked.
    ///
    /// - Parameters:
    ///   - store: Keeps the states.
    ///   - snapshot: A state of the log.
    ///   - tables: The names of the same ledger.
    /// - Throws: ``LogError`` when the log cannot be read.
    package func keepReady(
        in store: ProjectionStore,
        _ snapshot: LogSnapshot,
        tables: LedgerTables
    ) throws {
        _ = try IndicatorView.kept(
            self,
            in: store,
            snapshot,
            upTo: snapshot.eventCount,
            names: tables
        )
    }
}
