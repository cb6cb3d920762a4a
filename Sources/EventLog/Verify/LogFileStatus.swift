internal import LMDB

/// Sizes of a log's file, and how much of its table of readers is in use.
package struct LogFileStatus: Hashable, Sendable {
    /// Length of the file in bytes.
    package let fileBytes: UInt64
    /// Bytes that it takes on the disk.
    package let allocatedBytes: UInt64
    /// Bytes up to which it may grow.
    package let mapBytes: UInt64
    /// Reader slots that were ever in use at the same time, over all processes.
    package let usedReaderCount: Int
    /// Reader slots.
    package let readerCountMax: Int

    init(_ info: EnvironmentInfo) {
        fileBytes = info.fileSizeBytes
        allocatedBytes = info.allocatedBytes
        mapBytes = info.mapSizeBytes
        usedReaderCount = Int(info.usedReaderCount)
        readerCountMax = Int(info.readerCountMax)
    }
}
