internal import LMDB

/// Whether a ledger is opened to append or only to read.
package enum LogMode: Hashable, Sendable {
    /// Any number of processes may read at once.
    case reading
    /// One process may append; it may read as well.
    case writing
}

/// Sizes of a log; the defaults suit a ledger of any length.
package struct LogOptions: Hashable, Sendable {
    /// Events of a sealed block in every ledger that is not made by a test.
    package static let standardBlockEvents = 16_384

    /// Upper bound of the log's file, in bytes; sparse, see ``EnvironmentOptions/mapSizeBytes``.
    package var mapSizeBytes: Int
    /// Reads that may be open at once, over all processes.
    package var readerCountMax: Int
    /// Events that one commit takes from the queue at most (one request is never split).
    package var commitEventsMax: Int
    /// Events that may wait in the queue; beyond, ``EventLog/appendAndWait(_:)`` waits for room and
    /// ``EventLog/append(_:)`` is refused as ``AppendError/overloaded``.
    package var queuedEventsMax: Int
    /// Requests that may wait before further ones are refused as ``AppendError/overloaded``.
    package var queuedRequestsMax: Int
    /// Events of one request; more are refused as `tooLarge`.
    package var requestEventsMax: Int
    /// Marks a new ledger as holding invented data; kept in `cairn.json` and shown by `status`.
    package var isSynthetic: Bool
    /// Events of a sealed block of a new ledger.
    ///
    /// A power of two up to 16,384; only tests use less.
    package var sealedBlockEvents: Int
    /// Version of the stored format of a new ledger; only tests take an older one.
    package var format: StoredFormat

    /// Opens a log although a kept checkpoint says that it has lost events: for whoever looks into it.
    package var ignoresCheckpoints: Bool

    /// Makes options.
    package init(
        mapSizeBytes: Int = EnvironmentOptions.defaultMapSizeBytes,
        readerCountMax: Int = 1_024,
        commitEventsMax: Int = 65_536,
        queuedEventsMax: Int = 262_144,
        queuedRequestsMax: Int = 65_536,
        requestEventsMax: Int = 1_048_576,
        isSynthetic: Bool = false,
        sealedBlockEvents: Int = LogOptions.standardBlockEvents,
        format: StoredFormat = .newest,
        ignoresCheckpoints: Bool = false
    ) {
        self.mapSizeBytes = mapSizeBytes
        self.readerCountMax = readerCountMax
        self.commitEventsMax = commitEventsMax
        self.queuedEventsMax = queuedEventsMax
        self.queuedRequestsMax = queuedRequestsMax
        self.requestEventsMax = requestEventsMax
        self.isSynthetic = isSynthetic
        self.sealedBlockEvents = sealedBlockEvents
        self.format = format
        self.ignoresCheckpoints = ignoresCheckpoints
    }
}
