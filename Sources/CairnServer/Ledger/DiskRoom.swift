internal import Foundation

/// The room on the disk of a folder.
enum DiskRoom {
    /// Less than this is no room for a commit.
    private static let leastBytes: Int64 = 64 << 10

    /// Whether the disk has no room left.
    static func isFull(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return false
        }
        return free < leastBytes
    }
}
