package import EventModel
internal import LMDB

/// Figures of a log at one moment.
package struct LogStatus: Sendable {
    /// One type at one version.
    package struct TypeCount: Hashable, Sendable {
        /// Wire name of the type.
        package let type: String
        /// Its version.
        package let version: Int
        /// Number of its events, voided ones included.
        package let eventCount: UInt64
    }

    /// One table of the file.
    package struct TableSize: Hashable, Sendable {
        /// Name of the table.
        package let name: String
        /// Number of its rows.
        package let rowCount: UInt64
        /// Bytes of its pages.
        package let byteCount: UInt64
    }

    /// What `cairn.json` says.
    package let manifest: LedgerManifest
    /// Number of events, voided ones included.
    package let eventCount: UInt64
    /// Number of sealed blocks.
    package let blockCount: UInt64
    /// Number of events behind the sealed blocks.
    package let tailEventCount: UInt64
    /// Number of events that are voided or replaced.
    package let voidedCount: UInt64
    /// Number of producers.
    package let sourceCount: UInt32
    /// Number of distinct names in hot columns.
    package let nameCount: UInt32
    /// The types in order of their first event.
    package let types: [TypeCount]
    /// Recorded time of the newest event; `nil` if there is none.
    package let lastRecordedAt: Instant?
    /// Merkle root over all entries.
    package let rootHash: SHA256Digest
    /// The file's tables.
    package let tables: [TableSize]
    /// Length of the log's file in bytes.
    package let fileBytes: UInt64
    /// Bytes that the log's file takes on the disk.
    package let allocatedBytes: UInt64
}

extension LogSnapshot {
    /// Reads the figures.
    ///
    /// - Throws: ``LogError`` when a block is damaged or the storage fails.
    /// - Complexity: O(*blocks* + tail).
    package func status() throws(LogError) -> LogStatus {
        let counts = try typeCounts()
        let sealed = min(sealedCount, eventCount) / parts.blocks.blockEvents
        let info: EnvironmentInfo
        do throws(LMDBError) {
            info = try parts.store.environment.info()
        } catch {
            throw LogError(error)
        }
        return LogStatus(
            manifest: parts.folder.manifest,
            eventCount: eventCount,
            blockCount: sealed,
            tailEventCount: eventCount - sealed * parts.blocks.blockEvents,
            voidedCount: UInt64(try voidedPositions(upTo: eventCount).count),
            sourceCount: tables.sourceCount,
            nameCount: tables.nameCount,
            types: counts,
            lastRecordedAt: try lastRecordedAt,
            rootHash: try rootHash(of: eventCount),
            tables: try tableSizes(pageBytes: UInt64(info.pageSizeBytes)),
            fileBytes: info.fileSizeBytes,
            allocatedBytes: info.allocatedBytes
        )
    }

    private func typeCounts() throws(LogError) -> [LogStatus.TypeCount] {
        var counts = [UInt64](repeating: 0, count: tables.typeCount)
        let size = parts.blocks.blockEvents
        let end = min(sealedCount, eventCount)
        for key in stride(from: 0, to: end, by: Int(size)) {
            try read { transaction throws(LogError) in
                try parts.blocks.withBlock(key, upTo: end, in: transaction) {
                    block throws(LogError) in
                    for entry in block.directory {
                        let rows = block.partition(typeOrdinal: entry.typeOrdinal)?.rowCount
                        counts[Int(entry.typeOrdinal)] += UInt64(rows ?? 0)
                    }
                }
            }
        }
        let tail = try tail()
        let tailCount = Int(clamping: eventCount - min(eventCount, sealedCount))
        for index in 0..<min(tailCount, tail.events.count) {
            counts[Int(tail.events[index].typeOrdinal)] += 1
        }
        return counts.enumerated().map { ordinal, count in
            let schema = tables.schema(at: UInt16(ordinal))
            return LogStatus.TypeCount(
                type: schema.type,
                version: schema.version,
                eventCount: count
            )
        }
    }

    private func tableSizes(pageBytes: UInt64) throws(LogError) -> [LogStatus.TableSize] {
        let store = parts.store
        return try read { transaction throws(LogError) -> [LogStatus.TableSize] in
            do throws(LMDBError) {
                let positions = [store.tail, store.hot, store.streams, store.cold, store.voids]
                var sizes: [LogStatus.TableSize] = []
                for table in positions {
                    sizes.append(
                        Self.size(table.name, try transaction.statistics(of: table), pageBytes)
                    )
                }
                for table in [store.names, store.sources, store.types] {
                    sizes.append(
                        Self.size(table.name, try transaction.statistics(of: table), pageBytes)
                    )
                }
                sizes.append(
                    Self.size(
                        store.meta.name,
                        try transaction.statistics(of: store.meta),
                        pageBytes
                    )
                )
                return sizes
            } catch {
                throw LogError(error)
            }
        }
    }

    private static func size(
        _ name: String,
        _ statistics: TableStatistics,
        _ pageBytes: UInt64
    ) -> LogStatus.TableSize {
        LogStatus.TableSize(
            name: name,
            rowCount: statistics.entryCount,
            byteCount: statistics.pageCount * pageBytes
        )
    }
}
