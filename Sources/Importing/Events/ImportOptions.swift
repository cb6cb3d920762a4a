/// How an import goes about its rows.
package struct ImportOptions: Hashable, Sendable {
    /// Rows written together at most; a batch is written whole or not at all.
    ///
    /// A batch that can hold a block of the log ends with one, so that its events go straight into it.
    package var batchRowCount = 16_384
    /// Bytes of rows after which a batch ends early, so that long rows do not fill the memory.
    package var batchByteCount = 16 << 20
    /// Batches that are read and checked at the same time.
    package var doorCount = 2
    /// Whether every row carries its `recordedtime`, which is then kept.
    package var restoresRecordedTime = false
    /// Refused rows that are listed one by one; the others are only counted.
    package var listedProblemsMax = 20

    /// The defaults: batches of 16,384, recorded time by the ledger's clock.
    package init() {}
}
