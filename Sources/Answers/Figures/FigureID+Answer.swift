package import EventLog
import EventModel
package import Projections

extension FigureID {
    /// The question that the name pins, held against a ledger.
    ///
    /// The position decides which events are seen. That the instant belongs to it can be known one way only: the
    /// last event seen must not have been recorded later. Events behind the position may bear an earlier time,
    /// since they may have been recorded after the question was asked.
    ///
    /// - Throws: ``FigureError`` when the ledger or this program cannot give the figure, ``LogError`` when the log
    ///   cannot be read.
    package func question(in snapshot: LogSnapshot) throws -> Question {
        let known = indicator.definitionDigest
        guard known.description.hasPrefix(definition) else {
            throw FigureError.otherDefinition(
                indicator: indicator,
                asked: definition,
                known: known
            )
        }
        guard position <= snapshot.eventCount else {
            throw FigureError.tooFewEvents(asked: position, held: snapshot.eventCount)
        }
        if position > 0, let knownAt {
            let recordedAt = try snapshot.recordedAt(position: position - 1)
            guard recordedAt <= knownAt else {
                throw FigureError.knownAtMismatch(
                    knownAt: knownAt,
                    position: position,
                    recordedAt: recordedAt
                )
            }
        }
        if let root {
            let found = try snapshot.rootHash(of: position)
            guard found.description.hasPrefix(root) else {
                throw FigureError.otherRoot(position: position, asked: root, found: found)
            }
        }
        if let reading, !indicator.readings.contains(reading) {
            throw FigureError.unknownReading(reading, known: indicator.readings)
        }
        return Question(
            indicator: indicator,
            asOf: asOf,
            knownAt: knownAt,
            position: position,
            reading: reading,
            region: region,
            includesAll: rows.includesAll,
            includesClosed: rows.includesClosed
        )
    }

    /// What the name names: an answer, a row of it or a cell.
    ///
    /// - Parameters:
    ///   - snapshot: One consistent state of the log.
    ///   - tables: The names of the same ledger.
    ///   - store: Gives the states of the same ledger; without one the log is folded from its first event.
    /// - Returns: The answer or the part of it (``Answer/part(_:)``).
    /// - Throws: ``FigureError`` when there is no such figure, ``LogError`` when the log cannot be read.
    package func answer(
        from snapshot: LogSnapshot,
        tables: LedgerTables,
        store: ProjectionStore? = nil
    ) throws -> Answer {
        try question(in: snapshot).answer(from: snapshot, tables: tables, store: store).part(self)
    }
}
