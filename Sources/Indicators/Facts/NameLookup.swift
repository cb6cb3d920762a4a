package import EventLog

/// Gives the names behind the ordinals that facts hold.
package protocol NameLookup: Sendable {
    /// The name with that ordinal.
    func name(at ordinal: UInt32) -> String
}

extension LedgerTables: NameLookup {}

extension NameLookup {
    /// The ordinals in order of their names as bytes.
    func sorted(_ ordinals: some Collection<UInt32>) -> [UInt32] {
        ordinals.map { (ordinal: $0, name: name(at: $0)) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map(\.ordinal)
    }
}
