internal import Glibc
internal import Synchronization

/// What a folder is, whatever path led to it.
struct FolderIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64

    /// Reads the identity of an open folder.
    init(of folder: FileDescriptor) throws(LMDBError) {
        var status = stat()
        guard unsafe fstat(folder.number, &status) == 0 else { throw .lastSystemError }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

/// The folders that this process has open.
///
/// The engine does not notice that a path is opened twice, and closing one of the two drops the
/// file locks of both, so the wrapper must refuse.
enum OpenFolders {
    private static let identities = Mutex<Set<FolderIdentity>>([])

    /// Notes a folder as open.
    ///
    /// - Returns: False if it is open already.
    static func insert(_ identity: FolderIdentity) -> Bool {
        identities.withLock { $0.insert(identity).inserted }
    }

    /// Forgets a folder after its environment was closed.
    static func remove(_ identity: FolderIdentity) {
        identities.withLock { _ = $0.remove(identity) }
    }
}
