package import EventLog
package import EventModel
import Foundation
package import Projections

/// An audit package 审计数据包: one archive that answers for a ledger at a date, for people with a spreadsheet
/// program and for programs.
///
/// The same question about the same events gives the same bytes, with the same version of the program and of the
/// libraries that the manifest names.
package struct AuditPackage {
    /// Business date of the question.
    package let asOf: BusinessDate
    /// First day of the period that the journal shows; `nil` for the beginning.
    package let from: BusinessDate?
    /// Events recorded later are left out; `nil` takes all.
    package let knownAt: Instant?
    /// Names of places that a person has looked at and found to name nobody.
    package let reviewed: [String]
    /// Checkpoint, proofs and verifier.
    package let evidence: PackageEvidence
    /// The program's version.
    package let programVersion: String

    /// Plans a package.
    package init(
        asOf: BusinessDate,
        from: BusinessDate? = nil,
        knownAt: Instant? = nil,
        reviewed: [String] = [],
        evidence: PackageEvidence = .none,
        programVersion: String
    ) {
        self.asOf = asOf
        self.from = from
        self.knownAt = knownAt
        self.reviewed = reviewed
        self.evidence = evidence
        self.programVersion = programVersion
    }

    /// The state of a ledger that a package is made from.
    package struct Ledger {
        /// The log.
        package let log: EventLog
        /// A state of the log.
        package let snapshot: LogSnapshot
        /// Gives the figures.
        package let store: ProjectionStore
        /// Gives names of divisions by code: valid on a day, known from the first so many events.
        package let regions: (BusinessDate, UInt64) throws -> [String: String]

        /// Joins the parts.
        package init(
            log: EventLog,
            snapshot: LogSnapshot,
            store: ProjectionStore,
            regions: @escaping (BusinessDate, UInt64) throws -> [String: String]
        ) {
            self.log = log
            self.snapshot = snapshot
            self.store = store
            self.regions = regions
        }
    }

    /// What was made.
    package struct Result: Sendable {
        /// Question and state of the ledger.
        package let facts: PackageFacts
        /// SHA-256 of the archive.
        package let digest: String
        /// Bytes of the archive.
        package let byteCount: Int64
        /// Number of files in it.
        package let fileCount: Int
        /// Things that a person should look at.
        package let exceptionCount: Int
        /// Reviewed places that let something pass.
        package let passed: [String]
    }

    /// Makes the package as a new file, whole or not at all.
    ///
    /// - Parameters:
    ///   - path: Where nothing stands yet; the files are made in a folder beside it, which is removed again.
    ///   - ledger: The ledger.
    ///   - progress: Called now and then with the number of events that are read.
    /// - Returns: What was made.
    /// - Throws: ``ExportError``.
    /// - Complexity: O(events); memory grows with the events about money and with what the answers list.
    package func write(
        to path: String,
        from ledger: Ledger,
        progress: EventsFile.Progress = { _ in }
    ) throws(ExportError) -> Result {
        // Before the work, not after it.
        guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path: path) }
        let parts = "\(path).parts-\(ProcessInfo.processInfo.processIdentifier)"
        let folder = try PackageFolder(creating: parts)
        defer { folder.remove() }
        do {
            let making = try PackageMaking(self, ledger, folder)
            let made = try making.makeFiles(progress: progress)
            let archive = try folder.archive(as: path)
            return Result(
                facts: making.facts,
                digest: archive.sha256,
                byteCount: archive.byteCount,
                fileCount: folder.members.count,
                exceptionCount: made.exceptionCount,
                passed: made.passed
            )
        } catch {
            throw ExportError(error, path: path)
        }
    }

    /// Makes the files of the package in a new folder, without an archive.
    ///
    /// - Parameters:
    ///   - path: The folder; its parent must exist.
    ///   - ledger: The ledger.
    /// - Throws: ``ExportError``; what was made of the folder is removed.
    package func writeFiles(to path: String, from ledger: Ledger) throws(ExportError) {
        let folder = try PackageFolder(creating: path)
        do {
            _ = try PackageMaking(self, ledger, folder).makeFiles(progress: { _ in })
        } catch {
            folder.remove()
            throw ExportError(error, path: path)
        }
    }
}
