internal import CLMDB

/// What the engine stores of a tree: its shape, its counts and where it begins.
///
/// - SeeAlso: `MDB_db` in `mdb.c` of LMDB 0.9: padding, flags, depth, branch, leaf and overflow pages,
///   entries, root.
struct TreeRecord: Hashable {
    static let byteCount = 48
    /// The root of an empty tree.
    static let noPage = UInt64.max
    /// Levels that the engine can walk down.
    static let depthMax = 32

    let flags: UInt16
    let depth: Int
    let branchPageCount: UInt64
    let leafPageCount: UInt64
    let overflowPageCount: UInt64
    let entryCount: UInt64
    let root: UInt64

    init(_ bytes: [UInt8], at offset: Int) {
        flags = bytes.stored(UInt16.self, at: offset + 4)
        depth = Int(bytes.stored(UInt16.self, at: offset + 6))
        branchPageCount = bytes.stored(UInt64.self, at: offset + 8)
        leafPageCount = bytes.stored(UInt64.self, at: offset + 16)
        overflowPageCount = bytes.stored(UInt64.self, at: offset + 24)
        entryCount = bytes.stored(UInt64.self, at: offset + 32)
        root = bytes.stored(UInt64.self, at: offset + 40)
    }

    /// Whether keys are numbers in the machine's byte order.
    var hasNumberKeys: Bool { flags == UInt16(MDB_INTEGERKEY) }
    var isEmpty: Bool { root == Self.noPage }
}

/// One of the two pages at the head of the file, each of which describes a whole state of it.
///
/// - SeeAlso: `MDB_meta` in `mdb.c` of LMDB 0.9. Behind the page's header of 16 bytes: magic, version, address,
///   map size, the records of the list of free pages and of the list of tables, last page, transaction number.
struct MetaPage: Hashable {
    static let byteCount = 152
    /// Bytes behind the page's header that describe the state, apart from the transaction number.
    static let contentRange = 40..<144

    let isMetaPage: Bool
    let magic: UInt32
    let version: UInt32
    let pageSize: UInt32
    let freePages: TreeRecord
    let tables: TreeRecord
    let lastPage: UInt64
    let transaction: UInt64
    /// All that the page says of the state, without the transaction number.
    let content: [UInt8]

    /// Reads the first ``byteCount`` bytes of the page.
    init(_ bytes: [UInt8]) {
        isMetaPage = bytes.stored(UInt16.self, at: 10) == 8
        magic = bytes.stored(UInt32.self, at: 16)
        version = bytes.stored(UInt32.self, at: 20)
        // The record of the free pages has room for it.
        pageSize = bytes.stored(UInt32.self, at: 40)
        freePages = TreeRecord(bytes, at: 40)
        tables = TreeRecord(bytes, at: 88)
        lastPage = bytes.stored(UInt64.self, at: 136)
        transaction = bytes.stored(UInt64.self, at: 144)
        content = Array(bytes[Self.contentRange])
    }
}
