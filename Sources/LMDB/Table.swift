internal import CLMDB

/// A named, ordered table of an environment; its keys are of one kind, its values are bytes.
///
/// A handle is a number that stays valid for the life of its environment. Transactions that began
/// before the handle was opened do not know it.
package struct Table<Key: TableKey>: Hashable, Sendable {
    /// The name under which the environment keeps the table.
    package let name: String

    let id: MDB_dbi

    init(name: String, id: MDB_dbi) {
        self.name = name
        self.id = id
    }
}
