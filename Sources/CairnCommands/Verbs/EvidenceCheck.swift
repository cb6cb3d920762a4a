import Answers
import EventModel
import Evidence

/// Checks files of evidence without a ledger, for `cairn verify --proof`.
struct EvidenceCheck {
    private let output: OutputOptions

    init(_ output: OutputOptions) { self.output = output }

    /// Checks each file and says what it shows; the first that does not hold ends the run.
    func run(_ files: [String], key: String, oldKey: String?) throws {
        let key = try EvidenceOptions.verifierKey(key)
        let oldKey = try oldKey.map { text throws(CommandFailure) in
            try EvidenceOptions.verifierKey(text)
        }
        for file in files {
            let bytes = try WholeFile.read(file)
            let line: String
            do throws(EvidenceError) {
                line = try shown(by: bytes, file: file, key, oldKey)
            } catch {
                throw CommandFailure(error, file: file)
            }
            try Output.print([line])
        }
    }

    private func shown(
        by bytes: [UInt8],
        file: String,
        _ key: VerifierKey,
        _ oldKey: VerifierKey?
    ) throws(EvidenceError) -> String {
        let format = (try? JSONValue(parsing: bytes))?["format"]?.stringValue
        guard format == ExtensionProof.format else {
            let proof = try EventProof(parsing: bytes)
            try proof.verify(by: key)
            return text(of: proof, file)
        }
        let proof = try ExtensionProof(parsing: bytes)
        try proof.verify(by: key, oldKey: oldKey)
        let (old, new) = (proof.old.checkpoint.treeSize, proof.new.checkpoint.treeSize)
        guard !output.json else {
            return JSONText.object([
                ("file", JSONText.string(file)), ("oldSize", String(old)),
                ("newSize", String(new)),
            ])
        }
        return Phrase(
            zh: "✓ \(file):\(key.name) 的 \(new) 条延续其 \(old) 条",
            en: "✓ \(file): the \(new) entries of \(key.name) begin with its \(old)"
        ).spoken
    }

    private func text(of proof: EventProof, _ file: String) -> String {
        let checkpoint = proof.checkpoint.checkpoint
        guard !output.json else {
            return JSONText.object([
                ("file", JSONText.string(file)), ("origin", JSONText.string(checkpoint.origin)),
                ("position", String(proof.inclusion.leafIndex)),
                ("treeSize", String(checkpoint.treeSize)),
                ("rootHash", JSONText.string("\(checkpoint.rootHash)")),
            ])
        }
        let type = proof.event["type"]?.stringValue ?? ""
        return Phrase(
            zh: "✓ \(file):\(checkpoint.origin) 位置 \(proof.inclusion.leafIndex) 的事件(\(type))在 "
                + "\(checkpoint.treeSize) 条的检查点之内",
            en:
                "✓ \(file): the event at position \(proof.inclusion.leafIndex) of \(checkpoint.origin) "
                + "(\(type)) is under its checkpoint over \(checkpoint.treeSize) events"
        ).spoken
    }
}
