import Answers
import EventLog
import EventModel
import Evidence
import Exporting

/// The evidence that an audit package takes along: a checkpoint over its events, proofs of the events that it asks to
/// have proved, the verifier, and the log's signature of the manifest.
struct PackageProofs {
    private let log: EventLog
    private let snapshot: LogSnapshot

    init(_ log: EventLog, _ snapshot: LogSnapshot) {
        self.log = log
        self.snapshot = snapshot
    }

    /// What the package asks for.
    var evidence: PackageEvidence {
        PackageEvidence(
            files: { treeSize, positions in try files(treeSize, positions) },
            signatures: { treeSize, manifest in try signatures(of: manifest, treeSize) }
        )
    }

    private func files(_ treeSize: UInt64, _ positions: [UInt64]) throws -> [PackageFile] {
        let verifier = PackageFile("verify.py", PackagedVerifier.bytes)
        guard let signed = try checkpoint(ofSize: treeSize) else { return [verifier] }
        let proofs = try positions.map { position in
            PackageFile(
                "proofs/\(position).json",
                try snapshot.proof(ofEventAt: position, under: signed).bytes
            )
        }
        return [verifier, PackageFile("checkpoint.txt", Array(signed.description.utf8))] + proofs
    }

    /// The checkpoint over exactly so many events, signed and kept now if there was none.
    ///
    /// A ledger without a key has none, and its package says only what its own history makes.
    private func checkpoint(ofSize size: UInt64) throws(LogError) -> SignedCheckpoint? {
        guard try snapshot.signingKey(ofTreeSize: size) != nil else { return nil }
        return try snapshot.signCheckpoint(ofTreeSize: size)
    }

    /// The manifest's digest as a note that the log signs.
    private func signatures(
        of manifest: [UInt8],
        _ size: UInt64
    ) throws(LogError) -> [PackageFile] {
        guard let named = try snapshot.signingKey(ofTreeSize: size) else { return [] }
        let key = try SigningKeyFile.read(named, in: log.folder)
        let text = "cairn audit package\nmanifest.json sha256 \(SHA256Digest.hash(manifest))\n"
        let note = SignedNote(text: text, signature: key.sign(text))
        return [PackageFile("manifest.note", Array(note.description.utf8))]
    }

    /// Refuses a package on the first events where they are signed by a key that was replaced since and is not here.
    ///
    /// - Parameter knownAt: The instant of the package; `nil` takes all events.
    /// - Throws: ``CommandFailure``, or ``LogError`` when the log cannot be read.
    func requireKey(knownAt: Instant?) throws {
        guard let knownAt else { return }
        let size = try snapshot.eventCount(knownAt: knownAt)
        guard let key = try snapshot.signingKey(ofTreeSize: size),
            try snapshot.signingKey(ofTreeSize: snapshot.eventCount) != key
        else { return }
        do throws(LogError) {
            _ = try SigningKeyFile.read(key, in: log.folder)
        } catch {
            throw CommandFailure(.failed, EvidenceMessages.keyOfThen(key, size: size))
        }
    }
}
