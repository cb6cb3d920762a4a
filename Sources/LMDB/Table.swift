internal import CLMDB

/// A named, ordered table of an environment; its keys are of one kind, its values are bytes.
///
/// A handle is a number that stays valid for the life of its environment. Transactions that began
/// before the handle was opened do not know it.
package struct Table<Key: TableKey>: Sendable {
    /// The name under which the environment keeps the table.
    package let name: String

    let id: MDB_dbi
    /// What of the table cannot be relied on; `nil` for a sound one.
    let faults: TableFaults?

    init(name: String, id: MDB_dbi, faults: TableFaults?) {
        self.name = name
        self.id = id
        self.faults = faults
    }
}

extension Table {
    /// The first key that damaged pages hide, as ``TableKey/orderedBytes``; empty for the least key of all.
    ///
    /// `nil` if nothing is hidden.
    package var firstHiddenKey: [UInt8]? { faults.map { $0.gaps.first?.first ?? [] } }
}

extension Table: Hashable {
    /// Whether two handles are of the same table.
    package static func == (left: Self, right: Self) -> Bool {
        left.id == right.id && left.name == right.name
    }

    /// Feeds the handle into a hasher.
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
