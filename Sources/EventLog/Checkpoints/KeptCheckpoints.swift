import EventModel
package import Evidence
internal import LMDB

/// The checkpoints that a ledger has signed: a file each in `checkpoints/`, named by the number of entries.
///
/// They stand beside the log, not in it, so that a log that was rolled back or restored from an older copy is found
/// out by what it signed. A file is written whole or not at all.
package struct KeptCheckpoints: Sendable {
    private let folder: LedgerFolder

    private static let ending = ".txt"
    private static let digitCount = 20

    /// The checkpoints of a ledger.
    package init(of folder: LedgerFolder) { self.folder = folder }

    /// Numbers of entries, ascending.
    ///
    /// Files of other names are not looked at.
    ///
    /// - Throws: ``LogError`` when the folder cannot be listed; none are there where it is missing.
    package var sizes: [UInt64] {
        get throws(LogError) {
            guard FolderFiles.exists(folder.checkpointsPath) else { return [] }
            guard let names = FolderFiles.names(in: folder.checkpointsPath) else {
                throw .readOnlyFolder(path: folder.checkpointsPath)
            }
            return names.compactMap(Self.size(ofFile:)).sorted()
        }
    }

    /// The checkpoint over so many entries.
    ///
    /// - Throws: ``LogError/damaged(_:)`` when its file is missing or does not hold it.
    package func checkpoint(ofSize size: UInt64) throws(LogError) -> SignedCheckpoint {
        func damaged(_ detail: String) -> LogError {
            .damaged(DamageError(part: "checkpoint", position: size, detail: detail))
        }
        let bytes: [UInt8]
        do throws(LMDBError) {
            bytes = try FolderFiles.read(
                "\(folder.checkpointsPath)/\(Self.fileName(size))",
                limitBytes: SignedNote.limitBytes
            )
        } catch {
            throw damaged("its file cannot be read: \(error)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw damaged("its file is not UTF-8")
        }
        let signed: SignedCheckpoint
        do throws(NoteError) {
            signed = try SignedCheckpoint(parsing: text)
        } catch {
            throw damaged("\(error)")
        }
        guard signed.checkpoint.treeSize == size else {
            throw damaged("its file holds one over \(signed.checkpoint.treeSize) entries")
        }
        return signed
    }

    /// Keeps a checkpoint unless one over the same entries is kept.
    ///
    /// - Returns: The one that is kept now.
    /// - Throws: ``LogError/readOnlyFolder(path:)``, ``LogError/full(_:)``, ``LogError/storage(_:)``; what was kept is
    ///   still there.
    package func keep(_ signed: SignedCheckpoint) throws(LogError) -> SignedCheckpoint {
        let size = signed.checkpoint.treeSize
        do throws(LMDBError) {
            if try FolderFiles.makeFolder(folder.checkpointsPath) {
                try FolderFiles.flushFolder(folder.path)
            }
            let isNew = try FolderFiles.create(
                Self.fileName(size),
                in: folder.checkpointsPath,
                with: Array(signed.description.utf8)
            )
            if isNew { return signed }
        } catch {
            throw LogError(error, path: folder.path)
        }
        return try checkpoint(ofSize: size)
    }

    /// Adds cosignatures to a kept checkpoint; whoever does the same at the same time waits.
    ///
    /// - Parameters:
    ///   - signatures: Of the same checkpoint, verified.
    ///   - size: Number of its entries.
    /// - Returns: The checkpoint with all its cosignatures.
    /// - Throws: As ``keep(_:)`` and ``checkpoint(ofSize:)``; what was kept is still there.
    package func add(
        _ signatures: [NoteSignature],
        toCheckpointOfSize size: UInt64
    ) throws(LogError) -> SignedCheckpoint {
        let path = folder.path
        return try FolderFiles.withLock(
            "\(folder.checkpointsPath)/.lock",
            failing: { LogError($0, path: path) }
        ) { () throws(LogError) -> SignedCheckpoint in
            var kept = try checkpoint(ofSize: size)
            for signature in signatures { kept.add(signature) }
            do throws(LMDBError) {
                try FolderFiles.replace(
                    Self.fileName(size),
                    in: folder.checkpointsPath,
                    with: Array(kept.description.utf8)
                )
            } catch {
                throw LogError(error, path: path)
            }
            return kept
        }
    }

    /// Checks that the log has not lost what it signed last, as is done whenever it is opened.
    ///
    /// - Throws: ``LogError/rolledBack(path:eventCount:checkpointSize:)``; ``LogError/damaged(_:)`` when the newest
    ///   checkpoint is not signed by the ledger's key.
    /// - Complexity: O(1): one file, one signature. ``verify(against:)`` looks at all of them and at the roots.
    package func check(_ snapshot: LogSnapshot) throws(LogError) {
        guard let newest = try seenSizes(of: snapshot).last else { return }
        try check(ofSize: newest, snapshot)
    }

    /// The sizes, but for those of checkpoints over events that were recorded since the snapshot was taken.
    private func seenSizes(of snapshot: LogSnapshot) throws(LogError) -> [UInt64] {
        let sizes = try sizes
        guard let newest = sizes.last, newest > snapshot.eventCount else { return sizes }
        // Looked at after the list: what was signed was recorded before.
        let recorded = try snapshot.newestEventCount()
        return sizes.filter { $0 <= snapshot.eventCount || $0 > recorded }
    }

    /// Checks one checkpoint's size and signature.
    private func check(ofSize size: UInt64, _ snapshot: LogSnapshot) throws(LogError) {
        let signed = try checkpoint(ofSize: size)
        guard size <= snapshot.eventCount else {
            throw .rolledBack(
                path: folder.path,
                eventCount: snapshot.eventCount,
                checkpointSize: size
            )
        }
        func damaged(_ detail: String) -> LogError {
            .damaged(DamageError(part: "checkpoint", position: size, detail: detail))
        }
        guard let key = try snapshot.signingKey(ofTreeSize: size) else {
            throw damaged("the ledger names no key that could have signed it")
        }
        do throws(NoteError) {
            try signed.verify(by: key)
        } catch {
            throw damaged("\(error)")
        }
    }

    /// Checks every kept checkpoint: signature, root, and the cosignatures of the ledger's witnesses.
    ///
    /// - Parameter snapshot: Of the ledger, whose events are sound.
    /// - Returns: What does not hold, one error for each checkpoint at most, and what does.
    /// - Throws: ``LogError`` when the folder cannot be listed.
    /// - Complexity: O(checkpoints × blocks) hashes.
    package func verify(against snapshot: LogSnapshot) throws(LogError) -> CheckpointReport {
        var report = CheckpointReport()
        for size in try seenSizes(of: snapshot) {
            do throws(LogError) {
                try check(ofSize: size, snapshot)
                let signed = try checkpoint(ofSize: size)
                guard try snapshot.rootHash(of: size) == signed.checkpoint.rootHash else {
                    throw .forked(path: folder.path, checkpointSize: size)
                }
                let cosigned = try cosignatures(of: signed, snapshot)
                report.cosignatureCount += cosigned
                report.checkpointCount += 1
            } catch {
                report.problems.append(error)
            }
        }
        return report
    }

    /// Checks a checkpoint that somebody else kept: that the ledger signed it and still extends it.
    ///
    /// - Parameters:
    ///   - signed: As it was brought.
    ///   - key: The log's key from a source that is trusted; `nil` takes the one that the ledger names.
    ///   - snapshot: Of the ledger, whose events are sound.
    /// - Returns: A report of one checkpoint.
    package func verify(
        _ signed: SignedCheckpoint,
        by key: VerifierKey?,
        against snapshot: LogSnapshot
    ) -> CheckpointReport {
        var report = CheckpointReport()
        let size = signed.checkpoint.treeSize
        do throws(LogError) {
            guard size <= snapshot.eventCount else {
                throw .rolledBack(
                    path: folder.path,
                    eventCount: snapshot.eventCount,
                    checkpointSize: size
                )
            }
            let named = try snapshot.signingKey(ofTreeSize: size)
            do throws(NoteError) {
                guard let key = key ?? named else { throw .notSigned(by: "the ledger") }
                try signed.verify(by: key)
            } catch {
                throw .damaged(
                    DamageError(part: "checkpoint", position: size, detail: "\(error)")
                )
            }
            guard try snapshot.rootHash(of: size) == signed.checkpoint.rootHash else {
                throw .forked(path: folder.path, checkpointSize: size)
            }
            report.cosignatureCount = try cosignatures(of: signed, snapshot)
            report.checkpointCount = 1
        } catch {
            report.problems.append(error)
        }
        return report
    }

    /// Number of cosignatures by witnesses of the ledger; those of others are not looked at.
    private func cosignatures(
        of signed: SignedCheckpoint,
        _ snapshot: LogSnapshot
    ) throws(LogError) -> Int {
        var count = 0
        for witness in try snapshot.witnessKeys(ofTreeSize: snapshot.eventCount)
        where signed.note.signatures.contains(where: { $0.isSaidToBe(by: witness) }) {
            do throws(NoteError) {
                _ = try signed.verifyCosignature(by: witness)
            } catch {
                throw .damaged(
                    DamageError(
                        part: "checkpoint",
                        position: signed.checkpoint.treeSize,
                        detail: "\(error)"
                    )
                )
            }
            count += 1
        }
        return count
    }

    static func fileName(_ size: UInt64) -> String {
        let digits = String(size)
        return String(repeating: "0", count: digitCount - digits.count) + digits + ending
    }

    private static func size(ofFile name: String) -> UInt64? {
        guard name.utf8.count == digitCount + ending.utf8.count, name.hasSuffix(ending),
            let size = UInt64(name.dropLast(ending.count)), fileName(size).hasSameBytes(as: name)
        else { return nil }
        return size
    }
}

/// What a check of the kept checkpoints found.
package struct CheckpointReport: Sendable {
    /// Checkpoints whose signature and root hold.
    package var checkpointCount = 0
    /// Cosignatures of the ledger's witnesses on them.
    package var cosignatureCount = 0
    /// What does not hold.
    package var problems: [LogError] = []

    /// A report of nothing yet.
    package init() {}

    /// Takes in what another check found.
    package mutating func add(_ other: CheckpointReport) {
        checkpointCount += other.checkpointCount
        cosignatureCount += other.cosignatureCount
        problems += other.problems
    }

    /// Whether everything holds.
    package var isSound: Bool { problems.isEmpty }
}
