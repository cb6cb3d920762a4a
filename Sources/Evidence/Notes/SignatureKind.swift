/// What a signature line of a note says, by C2SP's number of its kind.
package enum SignatureKind: UInt8, Hashable, Sendable {
    /// Ed25519 over the note's text: how a log signs its checkpoints.
    case log = 0x01
    /// Ed25519 over the moment and the note's text: how a witness cosigns a log's checkpoint.
    ///
    /// - SeeAlso: c2sp.org/tlog-cosignature
    case cosignature = 0x04
}
