/// Rows of `names`, `sources` and `types` that are damaged, in a log that is read for what damage left.
///
/// In their place stands something that is never shown: a block or tail value that needs one is refused.
struct TableGaps: Sendable {
    var names: [UInt32: DamageError] = [:]
    var sources: [UInt32: DamageError] = [:]
    var types: [UInt16: DamageError] = [:]
    /// Damage of a whole table, where the number of its rows is in doubt.
    var whole: [DamageError] = []

    /// All damage, table by table.
    var damages: [DamageError] {
        names.values.sorted { $0.position < $1.position }
            + sources.values.sorted { $0.position < $1.position }
            + types.values.sorted { $0.position < $1.position } + whole
    }

    var isEmpty: Bool { names.isEmpty && sources.isEmpty && types.isEmpty && whole.isEmpty }

    /// What is said of a value that needs a damaged row.
    enum Need: String {
        case name = "a name that it needs is damaged"
        case source = "a source that it needs is damaged"
        case type = "a type that it needs is damaged"
    }

    func check(name: UInt32, for part: String, at position: UInt64) throws(DamageError) {
        if names[name] != nil { throw Self.needs(.name, part, position) }
    }

    func check(source: UInt32, for part: String, at position: UInt64) throws(DamageError) {
        if sources[source] != nil { throw Self.needs(.source, part, position) }
    }

    func check(type: UInt16, for part: String, at position: UInt64) throws(DamageError) {
        if types[type] != nil { throw Self.needs(.type, part, position) }
    }

    private static func needs(_ need: Need, _ part: String, _ position: UInt64) -> DamageError {
        DamageError(part: part, position: position, detail: need.rawValue)
    }
}
