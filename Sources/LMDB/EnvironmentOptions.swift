/// How an environment is opened.
///
/// Reader slots always belong to transactions and not to threads (`MDB_NOTLS`), because tasks share
/// threads; this is no option.
package struct EnvironmentOptions: Hashable, Sendable {
    /// 1 TiB: sparse, so it costs address space and not disk.
    package static let defaultMapSizeBytes = 1 << 40

    /// Upper bound of the file, in bytes; rounded up to whole pages by the engine.
    ///
    /// The map never grows while it is open: growing under a live reader is undefined in the engine.
    /// A container with a limit on address space needs less than the default.
    package var mapSizeBytes: Int
    /// Number of read transactions that may be open at once, over all processes; at least 1.
    ///
    /// The process that opens the folder first decides.
    package var readerCountMax: Int
    /// Number of named tables that may be open; at least 1.
    package var tableCountMax: Int
    /// Opens for reading only; any number of processes may do so beside one writer.
    package var readOnly: Bool
    /// Skips the second flush of a commit.
    ///
    /// A power loss may then undo the last commit, but never tears it. For data that can be rebuilt.
    package var noMetaSync: Bool
    /// Lets the kernel read ahead; switch off when the file is much larger than memory and is read
    /// at random.
    package var readsAhead: Bool
    /// Names of tables from which nothing is ever removed or replaced.
    ///
    /// Opening for writing reads the heads of all long values that may be removed, since the engine believes
    /// them when it gives their pages back; those of these tables are left alone.
    package var tablesWithoutRemovals: Set<String>
    /// Permission bits of new files; the process's umask is taken off.
    package var fileMode: UInt32

    /// Makes options; the defaults are those of a durable ledger that this process writes.
    package init(
        mapSizeBytes: Int = EnvironmentOptions.defaultMapSizeBytes,
        readerCountMax: Int = 1_024,
        tableCountMax: Int = 16,
        readOnly: Bool = false,
        noMetaSync: Bool = false,
        readsAhead: Bool = true,
        tablesWithoutRemovals: Set<String> = [],
        fileMode: UInt32 = 0o640
    ) {
        self.mapSizeBytes = mapSizeBytes
        self.readerCountMax = readerCountMax
        self.tableCountMax = tableCountMax
        self.readOnly = readOnly
        self.noMetaSync = noMetaSync
        self.readsAhead = readsAhead
        self.tablesWithoutRemovals = tablesWithoutRemovals
        self.fileMode = fileMode
    }
}
