import EventModel
package import Evidence

extension LogSnapshot {
    /// The key that signs a checkpoint of the first `treeSize` events: the last that they name.
    ///
    /// - Returns: `nil` if the ledger was made without a key and they name none.
    /// - Throws: As ``event(at:)``.
    /// - Complexity: O(changes of the key), found by the blocks' partitions.
    package func signingKey(ofTreeSize treeSize: UInt64) throws(LogError) -> VerifierKey? {
        try recordedKeys(by: signingKeyChanged, upTo: treeSize).last ?? parts.folder.manifest.key
    }

    /// The witnesses whose cosignatures count, as the first `treeSize` events name them, each once.
    ///
    /// - Throws: As ``event(at:)``.
    package func witnessKeys(ofTreeSize treeSize: UInt64) throws(LogError) -> [VerifierKey] {
        var keys: [VerifierKey] = []
        for key in try recordedKeys(by: witnessAccepted, upTo: treeSize) where !keys.contains(key) {
            keys.append(key)
        }
        return keys
    }

    /// Keys that events of a type name, in order of position; what is no key names none.
    private func recordedKeys(
        by schema: EventSchema,
        upTo treeSize: UInt64
    ) throws(LogError) -> [VerifierKey] {
        var keys: [VerifierKey] = []
        try forEachEvent(ofType: schema, upTo: treeSize) { recorded in
            if case .text(let text) = recorded.event.data.first ?? FieldValue.absent,
                let key = try? VerifierKey(parsing: text)
            {
                keys.append(key)
            }
        }
        return keys
    }
}
