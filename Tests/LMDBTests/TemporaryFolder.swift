import Glibc

@testable import LMDB

/// Makes a folder for one test and removes it with everything in it.
@discardableResult
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    var template = Array("/tmp/cairn-lmdb-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw LMDBError(code: errno) }
    let path = unsafe String(cString: made)
    defer { removeFolder(path) }
    return try await body(path)
}

private func removeFolder(_ path: String) {
    if let folder = unsafe opendir(path) {
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != "." && name != ".." else { continue }
            let inner = path + "/" + name
            // A link to a folder is removed itself, not what it leads to.
            if unsafe unlink(inner) != 0 { removeFolder(inner) }
        }
        _ = unsafe closedir(folder)
    }
    _ = unsafe rmdir(path)
}

extension ReadableTransaction where Self: ~Copyable {
    /// Copies a value, to compare it.
    func copy<Key: TableKey>(
        of key: Key,
        in table: Table<Key>
    ) throws(LMDBError) -> [UInt8]? {
        guard let value = try value(for: key, in: table) else { return nil }
        return unsafe value.withUnsafeBytes { bytes in unsafe Array(bytes) }
    }
}

/// Holds a transaction where only copyable things can be held.
final class Holder {
    var transaction: ReadTransaction
    init(_ transaction: consuming ReadTransaction) { self.transaction = transaction }
}
