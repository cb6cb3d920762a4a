internal import CLMDB
internal import Glibc

/// A refusal by the storage engine or by the operating system below it.
///
/// LMDB's result codes are an open set that it shares with `errno`, so this is a value over the raw
/// code and not an enum. Compare with the constants: `catch where error == .mapFull`.
/// "Not found" is never an error here; look-ups answer `nil`.
///
/// - SeeAlso: `lmdb.h`, group "Return Codes"; `errno(3)`.
package struct LMDBError: Error, Hashable, Sendable {
    /// The code of `lmdb.h` (negative) or of `errno` (positive); never 0.
    package let code: Int32

    /// Wraps a code that a C call returned.
    ///
    /// - Parameter code: A code of `lmdb.h` or `errno`; 0 means success and is not an error.
    package init(code: Int32) {
        precondition(code != 0, "0 means success")
        self.code = code
    }

    /// The code that the last failed system call on this thread left behind.
    static var lastSystemError: LMDBError { LMDBError(code: errno == 0 ? EIO : errno) }
}

extension LMDBError {
    /// The map is full: the environment reached the map size it was opened with.
    ///
    /// The transaction is lost, the environment is sound. Open it again with a larger map size.
    package static let mapFull = LMDBError(code: MDB_MAP_FULL)
    /// Every reader slot is taken.
    ///
    /// End a read transaction and try again, or open with more `readerCountMax`.
    package static let readersFull = LMDBError(code: MDB_READERS_FULL)
    /// More tables were asked for than `tableCountMax` allows.
    package static let tablesFull = LMDBError(code: MDB_DBS_FULL)
    /// A key that must not exist yet exists, or an appended key is not above the last one.
    package static let keyExists = LMDBError(code: MDB_KEYEXIST)
    /// A key is empty or longer than 511 bytes, or a value is too large; nothing was changed.
    package static let badValueSize = LMDBError(code: MDB_BAD_VALSIZE)
    /// The table exists with another kind of key than the one asked for.
    package static let incompatible = LMDBError(code: MDB_INCOMPATIBLE)
    /// A page of the file is not what the tree says it is: stop and restore a backup.
    package static let corrupted = LMDBError(code: MDB_CORRUPTED)
    /// The file names a page that is not there: stop and restore a backup.
    package static let pageNotFound = LMDBError(code: MDB_PAGE_NOTFOUND)
    /// The file was written by another version of the engine.
    package static let versionMismatch = LMDBError(code: MDB_VERSION_MISMATCH)
    /// The file is not an LMDB file.
    package static let invalidFile = LMDBError(code: MDB_INVALID)
    /// An earlier write failed beyond repair; the environment must be opened again.
    package static let panic = LMDBError(code: MDB_PANIC)
    /// Another process wrote beyond this process's map: open again with a larger map size.
    package static let mapResized = LMDBError(code: MDB_MAP_RESIZED)
    /// The transaction cannot go on: an earlier call in it failed, or its renewal did.
    package static let badTransaction = LMDBError(code: MDB_BAD_TXN)
    /// The table handle is not known to this transaction: it was opened after the transaction began.
    package static let badTable = LMDBError(code: MDB_BAD_DBI)
    /// The transaction changed more pages than one transaction may.
    package static let transactionFull = LMDBError(code: MDB_TXN_FULL)
    /// The disk is full (`ENOSPC`).
    package static let diskFull = LMDBError(code: ENOSPC)
    /// The device failed (`EIO`); the engine also reports a short write on a full disk so.
    package static let inputOutput = LMDBError(code: EIO)
    /// The folder or a file in it may not be used by this user (`EACCES`).
    package static let accessDenied = LMDBError(code: EACCES)
    /// The medium is mounted read-only (`EROFS`), or a write was asked of a read-only environment.
    package static let readOnlyMedium = LMDBError(code: EROFS)
    /// There is no environment in the folder (`ENOENT`).
    package static let missing = LMDBError(code: ENOENT)
    /// The memory map does not fit the address space or a memory limit (`ENOMEM`).
    package static let outOfMemory = LMDBError(code: ENOMEM)
    /// The target of a copy exists already (`EEXIST`).
    package static let targetExists = LMDBError(code: EEXIST)
}

extension LMDBError {
    /// Whether the file is not what the engine wrote.
    ///
    /// An empty file opened for reading makes the engine write to it, which fails as `EBADF`.
    package var isDamage: Bool {
        [.corrupted, .pageNotFound, .invalidFile, .versionMismatch, LMDBError(code: EBADF)]
            .contains(self)
    }
}

extension LMDBError: CustomStringConvertible {
    /// The engine's own words for the code, without advice.
    package var message: String {
        guard let text = unsafe mdb_strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    /// What happened and what to do about it, in one or two sentences.
    package var description: String {
        guard let advice else { return "\(message) (\(code))" }
        return "\(message) (\(code)): \(advice)"
    }

    private var advice: String? {
        switch self {
        case .mapFull: "open the ledger with a larger map size"
        case .readersFull: "end long reads, or open with more reader slots"
        case .tablesFull: "open with room for more tables"
        case .keyExists: "the key is there already, or is not above the last one"
        case .badValueSize: "keys have 1 to 511 bytes"
        case .incompatible: "the table was made with another kind of key"
        case .corrupted, .pageNotFound, .invalidFile:
            "the file is damaged or is no ledger; stop and restore a backup"
        case .versionMismatch: "the file was written by another engine version"
        case .panic: "close and open the ledger again"
        case .mapResized: "another process uses a larger map size; open with that size"
        case .badTransaction: "end this transaction and begin another"
        case .badTable: "begin the transaction after the table was opened"
        case .transactionFull: "write in smaller batches"
        case .diskFull: "free space on the disk, then open the ledger again"
        case .inputOutput: "check the disk and its free space, then open the ledger again"
        case .accessDenied: "give this user the right to read (and write) the folder"
        case .readOnlyMedium: "open for reading only, or on a writable medium"
        case .missing: "there is no ledger in this folder"
        case .outOfMemory: "open with a smaller map size, or raise the address space limit"
        case .targetExists: "copy into an empty folder"
        default: nil
        }
    }
}

/// An error that can carry a failure of the storage engine.
///
/// Scopes such as ``Environment/reading(_:)`` throw their body's error type; this is how their own
/// failures become one.
package protocol StorageFailure: Error {
    /// Wraps the engine's failure.
    init(_ failure: LMDBError)
}

extension LMDBError: StorageFailure {
    /// Keeps the failure as it is.
    package init(_ failure: LMDBError) { self = failure }
}

/// Turns a C result into a typed error; every call into the engine goes through here.
func check(_ code: Int32) throws(LMDBError) {
    guard code == 0 else { throw LMDBError(code: code) }
}
