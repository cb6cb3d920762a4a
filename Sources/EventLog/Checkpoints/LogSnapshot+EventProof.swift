import EventModel
package import Evidence

extension LogSnapshot {
    /// A file that shows that the log holds an event.
    ///
    /// - Parameters:
    ///   - position: The event's; below the checkpoint's size, else it traps.
    ///   - checkpoint: Signed by the log, over at most ``eventCount`` events.
    /// - Returns: A proof that was checked.
    /// - Throws: ``EvidenceError`` when what is stored does not lead to the checkpoint's root, or cannot be read:
    ///   `verify` tells what is damaged.
    /// - Complexity: as ``inclusionProof(of:treeSize:)``.
    package func proof(
        ofEventAt position: UInt64,
        under checkpoint: SignedCheckpoint
    ) throws(EvidenceError) -> EventProof {
        let line: [UInt8]
        let inclusion: InclusionProof
        do throws(LogError) {
            guard let recorded = try event(at: position) else {
                throw .damaged(DamageError(part: "hot", position: position, detail: "no event"))
            }
            line = EventWriter.json(of: recorded)
            inclusion = try inclusionProof(
                of: position,
                treeSize: checkpoint.checkpoint.treeSize
            )
        } catch {
            throw .malformed("the ledger cannot be read: \(error)")
        }
        let event: JSONValue
        do throws(JSONError) {
            event = try JSONValue(parsing: line)
        } catch {
            preconditionFailure("canonical JSON is JSON: \(error)")
        }
        let proof = EventProof(event: event, inclusion: inclusion, checkpoint: checkpoint)
        let leaf = try RecordedLeaf(of: event)
        do throws(ProofError) {
            try inclusion.verify(leaf: leaf.hash, root: checkpoint.checkpoint.rootHash)
        } catch { throw .proof(error) }
        return proof
    }
}
