/// Why a file of evidence is refused.
package enum EvidenceError: Error, Hashable, Sendable {
    /// The file is not of the form that it should have: where, and what is expected there.
    case malformed(String)
    /// The checkpoint or its signature.
    case note(NoteError)
    /// The path.
    case proof(ProofError)
    /// The checkpoint is over another number of entries than the proof.
    case otherSize(expected: UInt64, found: UInt64)
    /// The event says another position than the proof.
    case otherPosition(expected: UInt64, found: UInt64)

    /// A fixed name for programs, also that of `verify.py`.
    package var name: String {
        switch self {
        case .malformed: "malformed"
        case .note(let error): error.name
        case .proof(let error): error.name
        case .otherSize: "otherSize"
        case .otherPosition: "otherPosition"
        }
    }
}

extension EvidenceError: CustomStringConvertible {
    /// What is wrong with the file.
    package var description: String {
        switch self {
        case .malformed(let detail): detail
        case .note(let error): error.description
        case .proof(let error): error.description
        case .otherSize(let expected, let found):
            "the checkpoint is over \(found) entries, the proof over \(expected)"
        case .otherPosition(let expected, let found):
            "the event says position \(found), the proof is of position \(expected)"
        }
    }
}
