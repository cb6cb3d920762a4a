internal import EventModel
internal import LMDB

/// Which life of a ledger a folder holds: positions count within it.
///
/// A ledger that was restored may lack events that its receivers have seen, and give their positions to others. It gets
/// a new epoch, so that a cursor of the old one is noticed instead of being taken for a place in the new.
package struct LedgerEpoch: Hashable, Sendable, CustomStringConvertible {
    /// 16 lower-case hex digits.
    package let description: String

    static let fileName = "epoch"
    private static let digitCount = 16

    /// Reads an epoch's spelling; `nil` for anything but 16 lower-case hex digits.
    package init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == Self.digitCount,
            digits.allSatisfy({
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            })
        else { return nil }
        description = String(decoding: digits, as: UTF8.self)
    }

    /// The epoch of a ledger's folder: that of its file `epoch`, which a restore writes; else one that follows from
    /// who the ledger is.
    ///
    /// - Throws: ``LogError/manifestDamaged(path:detail:)`` when the file holds something else.
    package init(of folder: LedgerFolder) throws(LogError) {
        let bytes: [UInt8]
        do throws(LMDBError) {
            bytes = try FolderFiles.read("\(folder.path)/\(Self.fileName)", limitBytes: 64)
        } catch {
            guard error == .missing else { throw LogError(error, path: folder.path) }
            let made = "\(folder.manifest.ledgerID)\n\(folder.manifest.createdAt.utcDescription)"
            let digest = SHA256Digest.hash(Array(made.utf8)).description
            description = String(digest.prefix(Self.digitCount))
            return
        }
        let text = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
        guard let epoch = LedgerEpoch(text) else {
            throw LogError.manifestDamaged(
                path: folder.path,
                detail: "the file epoch does not hold 16 hex digits"
            )
        }
        self = epoch
    }

    /// Begins a new epoch in a folder.
    ///
    /// - Throws: ``LogError`` when the file cannot be written.
    package static func renew(in folder: LedgerFolder) throws(LogError) {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        let padded = String(repeating: "0", count: digitCount - digits.count) + digits
        do throws(LMDBError) {
            try FolderFiles.replace(fileName, in: folder.path, with: Array((padded + "\n").utf8))
        } catch {
            throw LogError(error, path: folder.path)
        }
    }
}
