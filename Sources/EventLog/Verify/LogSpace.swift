internal import EventModel
internal import LMDB
internal import Zstd

/// Where the bytes of a ledger are.
package struct LogSpace: Sendable {
    /// What takes up bytes on the disk; together they are all of the ledger's data files.
    package struct Part: Hashable, Sendable {
        /// `hot`, `streams`, `cold`, `tail`, `names`, `sources`, `types`, `voids` and `meta` are the log's
        /// tables, `engine` its own pages, `free` pages that the next commits use again, `snapshots` the
        /// files of `views/`.
        package let name: String
        /// Bytes of its pages or files.
        package let byteCount: UInt64
    }

    /// What takes up bytes inside blocks, page ends not counted.
    package struct Share: Hashable, Sendable {
        /// `hot` (header and recorded times), `streams` (names of streams, keys, sources), `ids` (sources
        /// and ids) or `cold` (headers).
        package let name: String
        /// Bytes of it.
        package let byteCount: UInt64
    }

    /// One type's events in sealed blocks.
    package struct TypeSpace: Hashable, Sendable {
        /// Wire name of the type.
        package let type: String
        /// Its version.
        package let version: Int
        /// Number of its events in sealed blocks, voided ones included.
        package let eventCount: UInt64
        /// Bytes of its hot columns, exactly.
        package let hotBytes: UInt64
        /// Compressed bytes of its envelopes and texts, by their share of the raw bytes.
        package let coldBytes: UInt64
    }

    /// Number of events, voided ones included.
    package let eventCount: UInt64
    /// Number of events behind the sealed blocks.
    package let tailEventCount: UInt64
    /// All data files, part by part.
    package let parts: [Part]
    /// What belongs to no type.
    package let shared: [Share]
    /// What belongs to a type, in the order of their first events.
    package let types: [TypeSpace]

    /// All parts together.
    package var byteCount: UInt64 { parts.reduce(0) { $0 + $1.byteCount } }
}

extension LogSnapshot {
    /// Measures where the bytes are.
    ///
    /// - Throws: ``LogError`` when a block is damaged or the storage fails.
    /// - Complexity: decompresses every block and steps through it; memory for one block.
    package func space() throws(LogError) -> LogSpace {
        let status = try status()
        var total = BlockSpace()
        let size = parts.blocks.blockEvents
        let decompressor: ZstdDecompressor
        do throws(ZstdError) { decompressor = try ZstdDecompressor() } catch {
            throw .storage(.outOfMemory)
        }
        let sealed = status.blockCount * size
        var counts: [UInt16: UInt64] = [:]
        for key in stride(from: 0, to: sealed, by: Int(size)) {
            try read { transaction throws(LogError) in
                try parts.blocks.withSparseContents(
                    ofBlock: key,
                    lookups: parts.lookups,
                    decompressor: decompressor,
                    in: transaction
                ) { contents throws(DamageError) in
                    total.add(try contents.space())
                    for entry in contents.block.directory {
                        counts[entry.typeOrdinal, default: 0] += UInt64(entry.rowCount)
                    }
                }
            }
            try renewIfDue(after: key + size)
        }
        let types = counts.keys.sorted().map { ordinal in
            let schema = tables.schema(at: ordinal)
            let space = total.types[ordinal] ?? .init()
            return LogSpace.TypeSpace(
                type: schema.type,
                version: schema.version,
                eventCount: counts[ordinal] ?? 0,
                hotBytes: UInt64(space.hot),
                coldBytes: UInt64(space.cold)
            )
        }
        return LogSpace(
            eventCount: status.eventCount,
            tailEventCount: status.tailEventCount,
            parts: try fileParts(status),
            shared: [
                .init(name: "hot", byteCount: UInt64(total.sharedHot)),
                .init(name: "streams", byteCount: UInt64(total.streams)),
                .init(name: "ids", byteCount: UInt64(total.identities)),
                .init(name: "cold", byteCount: UInt64(total.sharedCold)),
            ],
            types: types
        )
    }

    private func fileParts(_ status: LogStatus) throws(LogError) -> [LogSpace.Part] {
        let info: EnvironmentInfo
        let freePageCount: UInt64
        do throws(LMDBError) {
            info = try parts.store.environment.info()
            freePageCount = try parts.store.environment.freePageCount()
        } catch {
            throw LogError(error)
        }
        let free = freePageCount * UInt64(info.pageSizeBytes)
        var result = status.tables.map { LogSpace.Part(name: $0.name, byteCount: $0.byteCount) }
        let known = result.reduce(free) { $0 + $1.byteCount }
        // The file may have grown since the tables were counted, never the other way round.
        result.append(
            .init(name: "engine", byteCount: info.fileSizeBytes - min(known, info.fileSizeBytes))
        )
        result.append(.init(name: "free", byteCount: free))
        let views = parts.folder.viewsPath
        let snapshots = (FolderFiles.names(in: views) ?? []).reduce(0) {
            $0 + FolderFiles.byteCount(of: "\(views)/\($1)")
        }
        result.append(.init(name: "snapshots", byteCount: UInt64(snapshots)))
        return result
    }
}

extension BlockSpace {
    /// Adds another block's bytes.
    fileprivate mutating func add(_ other: BlockSpace) {
        sharedHot += other.sharedHot
        streams += other.streams
        sharedCold += other.sharedCold
        identities += other.identities
        for (type, space) in other.types {
            types[type, default: .init()].hot += space.hot
            types[type, default: .init()].cold += space.cold
        }
    }
}
