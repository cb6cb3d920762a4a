package import EventModel
internal import LMDB
internal import Synchronization

/// The ledger-wide names, sources and types by their ordinals; they only grow, an ordinal never
/// changes.
///
/// Columns and projections hold ordinals instead of strings. Shared by all threads. Text is told
/// apart by its bytes, not by Unicode equivalence.
package final class LedgerTables: Sendable {
    private let state: Mutex<State>

    private struct State {
        var names: [String] = []
        var nameOrdinals: [ByteText: UInt32] = [:]
        var sources: [String] = []
        var sourceOrdinals: [ByteText: UInt32] = [:]
        var schemas: [EventSchema] = []
        var typeOrdinals: [ByteText: [UInt16]] = [:]
        var gaps: TableGaps?
    }

    /// Makes tables with these entries, in this order.
    package init(names: [String] = [], sources: [String] = [], schemas: [EventSchema] = []) {
        state = Mutex(State())
        publish(TableAdditions(names: names, sources: sources, schemas: schemas))
    }

    /// The name of an ordinal that the log has given out; any other traps.
    package func name(at ordinal: UInt32) -> String { state.withLock { $0.names[Int(ordinal)] } }

    /// Hands over the names of ordinals in order, looking at the table once; `nil` for
    /// ``NameColumn/absentName``.
    ///
    /// - Parameters:
    ///   - ordinals: The first `count` are looked up.
    ///   - count: How many.
    ///   - body: Gets the place in the list and the name.
    /// - Returns: The first ordinal that was never given out, at which it stops; else `nil`.
    func names(_ ordinals: [UInt32], count: Int, _ body: (Int, String?) -> Void) -> UInt32? {
        let names = state.withLock { $0.names }
        for index in 0..<count {
            let ordinal = ordinals[index]
            if ordinal == NameColumn.absentName {
                body(index, nil)
            } else if Int(ordinal) < names.count {
                body(index, names[Int(ordinal)])
            } else {
                return ordinal
            }
        }
        return nil
    }

    /// Number of names; ordinals are below it.
    package var nameCount: UInt32 { state.withLock { UInt32($0.names.count) } }

    /// The ordinal of a name, compared by bytes; `nil` if no event holds it.
    package func nameOrdinal(of name: String) -> UInt32? {
        state.withLock { $0.nameOrdinals[ByteText(name)] }
    }

    /// The source of an ordinal that the log has given out; any other traps.
    package func source(at ordinal: UInt32) -> String {
        state.withLock { $0.sources[Int(ordinal)] }
    }

    /// Number of sources; ordinals are below it.
    package var sourceCount: UInt32 { state.withLock { UInt32($0.sources.count) } }

    /// The ordinal of a source, compared by bytes; `nil` if it has no event.
    package func sourceOrdinal(of source: String) -> UInt32? {
        state.withLock { $0.sourceOrdinals[ByteText(source)] }
    }

    /// The schema of an ordinal that the log has given out; any other traps.
    package func schema(at ordinal: UInt16) -> EventSchema {
        state.withLock { $0.schemas[Int(ordinal)] }
    }

    /// Number of types, each version counted; ordinals are below it.
    package var typeCount: Int { state.withLock { $0.schemas.count } }

    /// The ordinal of a type at a version; `nil` if it has no event.
    package func typeOrdinal(type: String, version: Int) -> UInt16? {
        state.withLock { state in
            state.typeOrdinals[ByteText(type)]?.first {
                state.schemas[Int($0)].version == version
            }
        }
    }

    /// The ordinals of a type's versions, by ascending version; empty if it has no event.
    package func typeOrdinals(type: String) -> [UInt16] {
        state.withLock { $0.typeOrdinals[ByteText(type)] ?? [] }
    }

    /// The damaged rows of a log that is read for what damage left; `nil` of any other log.
    var gaps: TableGaps? { state.withLock { $0.gaps } }

    /// All three tables as they are at this moment.
    var recorded: RecordedTables {
        state.withLock { state in
            RecordedTables(names: state.names, sources: state.sources, schemas: state.schemas)
        }
    }

    /// How many entries each table has, read at one moment.
    var counts: TableCounts {
        state.withLock { state in
            TableCounts(
                names: state.names.count,
                sources: state.sources.count,
                types: state.schemas.count
            )
        }
    }

    /// Adds entries that are now stored; entries that somebody added meanwhile are passed over.
    func publish(_ additions: TableAdditions) {
        state.withLock { state in
            if let gaps = additions.gaps, !gaps.isEmpty { state.gaps = gaps }
            for name in additions.names.dropFirst(state.names.count - additions.start.names) {
                state.nameOrdinals[ByteText(name)] = UInt32(state.names.count)
                state.names.append(name)
            }
            for source in additions.sources.dropFirst(state.sources.count - additions.start.sources)
            {
                state.sourceOrdinals[ByteText(source)] = UInt32(state.sources.count)
                state.sources.append(source)
            }
            for schema in additions.schemas.dropFirst(state.schemas.count - additions.start.types) {
                let type = ByteText(schema.type)
                let ordinals = state.typeOrdinals[type, default: []] + [UInt16(state.schemas.count)]
                state.schemas.append(schema)
                state.typeOrdinals[type] = ordinals.sorted {
                    state.schemas[Int($0)].version < state.schemas[Int($1)].version
                }
            }
        }
    }
}

/// Lengths of the three tables.
struct TableCounts: Hashable, Sendable {
    var names = 0
    var sources = 0
    var types = 0
}

/// Entries that follow those of ``start``.
struct TableAdditions: Sendable {
    /// Lengths of the tables before the additions; the first added name has the ordinal
    /// `start.names`.
    var start = TableCounts()
    var names: [String] = []
    var sources: [String] = []
    var schemas: [EventSchema] = []
    /// Damaged rows among them, in a log that is read for what damage left.
    var gaps: TableGaps?

    var isEmpty: Bool { names.isEmpty && sources.isEmpty && schemas.isEmpty }
}
