import Answers
import EventLog
import EventModel
import Evidence
import Exporting

/// The evidence that an audit package takes along: a checkpoint over its events, a proof of each event that its
/// tables name, the verifier, and the log's signature of the manifest.
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
            signatures: { manifest in try signatures(of: manifest) }
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
    private func checkpoint(ofSize size: UInt64) throws -> SignedCheckpoint? {
        let kept = KeptCheckpoints(of: log.folder)
        if try kept.sizes.contains(size) { return try kept.checkpoint(ofSize: size) }
        guard let key = try signingKey() else { return nil }
        let signed = SignedCheckpoint(
            treeSize: size,
            rootHash: try snapshot.rootHash(of: size),
            by: key
        )
        try kept.keep(signed)
        return signed
    }

    /// The manifest's digest as a note that the log signs.
    private func signatures(of manifest: [UInt8]) throws -> [PackageFile] {
        guard let key = try signingKey() else { return [] }
        let text = "cairn audit package\nmanifest.json sha256 \(SHA256Digest.hash(manifest))\n"
        let note = SignedNote(text: text, signature: key.sign(text))
        return [PackageFile("manifest.note", Array(note.description.utf8))]
    }

    private func signingKey() throws(LogError) -> SigningKey? {
        guard let key = try snapshot.signingKey(ofTreeSize: snapshot.eventCount) else { return nil }
        return try SigningKeyFile.read(key, in: log.folder)
    }
}
