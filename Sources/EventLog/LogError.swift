internal import Glibc
package import LMDB

/// Why a ledger cannot be opened or read, in order of precedence; no event was changed.
///
/// Opening for writing writes the lock files, also where it fails afterwards.
package enum LogError: Error, Hashable, Sendable {
    /// The log was closed; open it again.
    case closed
    /// There is no ledger in the folder (`cairn.json` is missing). Check the path, or create one.
    case notALedger(path: String)
    /// A ledger is to be created where something stands already. Choose an empty folder.
    case alreadyExists(path: String)
    /// `cairn.json` or the log's own copy of it does not hold together. Restore it from a backup.
    case manifestDamaged(path: String, detail: String)
    /// The ledger was written by a newer program. Install that program; this one changes nothing.
    case newerFormat(path: String, found: Int, supported: Int)
    /// An option cannot be used for this ledger.
    case unsuitableOption(String)
    /// The ledger knows this type and version with another definition. Give the new definition a
    /// new version.
    case schemaDiffers(type: String, version: Int)
    /// The ledger holds events of a type whose stored definition this program cannot read.
    case schemaUnreadable(type: String, version: Int, detail: String)
    /// The ledger holds events of a newer version of a type than this program knows, and a figure needs
    /// them. Install the newer program; events can still be read.
    case newerSchema(type: String, stored: Int, known: Int)
    /// This process has the ledger open already; use the open one.
    case openInThisProcess(path: String)
    /// Another process has it open for writing. End that process, or open for reading.
    case lockedByOtherProcess(path: String, processID: Int32?)
    /// The folder or medium may not be written by this user. Open for reading, or change the
    /// rights.
    case readOnlyFolder(path: String)
    /// The disk or the map is full. Make room, or open with a larger map; then open the ledger
    /// again.
    case full(LMDBError)
    /// Stored bytes are not what was written. Restore the ledger from a backup; `verify` lists all
    /// damage.
    case damaged(DamageError)
    /// The log holds fewer events than a checkpoint that it signed: it was rolled back, or restored from an older
    /// copy. Restore the newest copy; what is recorded now would contradict what was signed.
    case rolledBack(path: String, eventCount: UInt64, checkpointSize: UInt64)
    /// The log does not begin with the events over which it signed a checkpoint. Restore the ledger from a
    /// backup; whoever holds the checkpoint can tell.
    case forked(path: String, checkpointSize: UInt64)
    /// The key that signs the ledger's checkpoints is not in `keys/`, cannot be read, or is another one. Restore
    /// the file; if it is lost for good, record a new key.
    case signingKey(path: String, SigningKeyFault)
    /// The file of a subject's key is there and cannot be used. Restore it from its backup.
    case subjectKey(subject: String, detail: String)
    /// The engine or the operating system failed.
    case storage(LMDBError)
}

/// What is wrong with the file of the signing key.
package enum SigningKeyFault: Error, Hashable, Sendable {
    /// The ledger was made without a key, and none was recorded since.
    case none
    /// The file is not there.
    case missing
    /// The user may not read the file. Somebody who may has to sign.
    case denied
    /// The file holds no key.
    case unreadable(String)
    /// The file holds another key than the ledger names; both by name and id.
    case foreign(expected: String, found: String)
}

extension LogError: StorageFailure {
    /// Wraps the engine's failure; a full disk or map keeps its own name.
    package init(_ failure: LMDBError) {
        switch failure {
        case .mapFull, .diskFull: self = .full(failure)
        default: self = .storage(failure)
        }
    }

    /// Wraps a failure to open the environment of the ledger at `path`.
    init(_ failure: EnvironmentOpenError, path: String) {
        switch failure {
        case .alreadyOpen: self = .openInThisProcess(path: path)
        case .lockedByOtherProcess(let processID):
            self = .lockedByOtherProcess(path: path, processID: processID)
        case .engine(let failure): self.init(failure, path: path)
        case .damaged(let damages):
            self = damages.first.map { .damaged(DamageError($0)) } ?? .storage(.corrupted)
        }
    }

    /// Wraps a failure of a system call on the ledger at `path`.
    init(_ failure: LMDBError, path: String) {
        switch failure {
        case .accessDenied, .readOnlyMedium: self = .readOnlyFolder(path: path)
        // A file stands where the folder should be, or the other way round.
        case .missing, LMDBError(code: ENOTDIR), LMDBError(code: EISDIR):
            self = .notALedger(path: path)
        default: self.init(failure)
        }
    }
}

extension LogError: CustomStringConvertible {
    /// What happened, where, and what to do about it.
    package var description: String {
        switch self {
        case .closed: "the ledger was closed; open it again"
        case .notALedger(let path):
            "there is no ledger in \(path) (no cairn.json); check the path or run `cairn init`"
        case .alreadyExists(let path):
            "\(path) is not empty; create the ledger in a new or empty folder"
        case .manifestDamaged(let path, let detail):
            "\(path)/cairn.json cannot be used: \(detail); restore it from a backup"
        case .newerFormat(let path, let found, let supported):
            """
            the ledger in \(path) has format version \(found), this program reads up to \
            \(supported); use the newer program that wrote it
            """
        case .unsuitableOption(let detail): detail
        case .schemaDiffers(let type, let version):
            """
            the ledger knows \(type) version \(version) with another definition; give the changed \
            definition a new version
            """
        case .schemaUnreadable(let type, let version, let detail):
            "the stored definition of \(type) version \(version) cannot be read: \(detail)"
        case .newerSchema(let type, let stored, let known):
            """
            the ledger holds \(type) version \(stored), this program knows up to \(known); use the newer \
            program that wrote it
            """
        case .openInThisProcess(let path): "\(path) is open in this process already"
        case .lockedByOtherProcess(let path, let processID?):
            "process \(processID) has \(path) open for writing; wait for it to end"
        case .lockedByOtherProcess(let path, nil):
            "another process has \(path) open for writing; wait for it to end"
        case .readOnlyFolder(let path):
            "\(path) cannot be written by this user; open for reading, or change its permissions"
        case .rolledBack(let path, let count, let size):
            """
            \(path) holds \(count) events, but it signed a checkpoint over \(size): it was rolled back or \
            restored from an older copy; restore the newest copy
            """
        case .forked(let path, let size):
            """
            \(path) does not begin with the \(size) events over which it signed a checkpoint; restore it from \
            a backup
            """
        case .signingKey(let path, let fault):
            "the signing key of \(path) cannot be used: \(fault)"
        case .subjectKey(let subject, let detail):
            "the key of \(subject) cannot be used: \(detail)"
        case .full(let failure), .storage(let failure): failure.description
        case .damaged(let damage):
            "\(damage); restore the ledger from a backup (`cairn verify` lists all damage)"
        }
    }
}

extension SigningKeyFault: CustomStringConvertible {
    /// What is wrong with the key's file.
    package var description: String {
        switch self {
        case .none: "the ledger has none"
        case .missing: "keys/\(SigningKeyFile.name) is missing"
        case .denied: "this user may not read keys/\(SigningKeyFile.name)"
        case .unreadable(let detail): "keys/\(SigningKeyFile.name) holds no key: \(detail)"
        case .foreign(let expected, let found):
            "keys/\(SigningKeyFile.name) holds \(found), the ledger names \(expected)"
        }
    }
}
