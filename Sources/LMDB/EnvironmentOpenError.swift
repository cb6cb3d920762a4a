/// Why an environment could not be opened, in order of precedence; no entry was changed.
///
/// Opening for writing makes the folder and writes the lock files, also where it fails afterwards.
package enum EnvironmentOpenError: Error, Hashable, Sendable {
    /// This process has the folder open already, perhaps through another path or a symbolic link.
    ///
    /// Opening it twice would drop the engine's file locks when one of the two is closed. Use the
    /// environment that is open.
    case alreadyOpen(path: String)
    /// Another process holds the folder for writing; its process id if it could be read.
    ///
    /// End that process, or open for reading only.
    case lockedByOtherProcess(processID: Int32?)
    /// The engine or the operating system refused.
    case engine(LMDBError)
    /// Pages that lead to values are not what they must be; at least one.
    ///
    /// Stop writing and restore a backup. Opening for reading only still gives what the damage does not hide,
    /// unless the list of all tables is damaged.
    case damaged([PageDamage])
}

extension EnvironmentOpenError {
    /// Whether the file is damaged, or no file of the engine.
    package var isDamage: Bool {
        switch self {
        case .damaged: true
        case .engine(let failure): failure.isDamage
        case .alreadyOpen, .lockedByOtherProcess: false
        }
    }
}

extension EnvironmentOpenError: StorageFailure {
    /// Wraps a failure of the engine.
    package init(_ failure: LMDBError) { self = .engine(failure) }
}

extension EnvironmentOpenError: CustomStringConvertible {
    /// What happened and what to do about it, in one or two sentences.
    package var description: String {
        switch self {
        case .alreadyOpen(let path):
            "\(path) is open in this process already; use the open one"
        case .lockedByOtherProcess(let processID?):
            "process \(processID) has the ledger open for writing; wait for it to end, or open for reading only"
        case .lockedByOtherProcess(nil):
            "another process has the ledger locked; wait for it to end, or open for reading only"
        case .engine(let failure):
            failure.description
        case .damaged(let damages):
            "pages of the file are damaged, the first of them page \(damages.first?.page ?? 0): "
                + "\(damages.first?.detail ?? ""); stop writing and restore a backup"
        }
    }
}
