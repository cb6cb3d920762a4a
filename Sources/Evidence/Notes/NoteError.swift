/// Why a signed note, a key or a checkpoint is not accepted.
package enum NoteError: Error, Hashable, Sendable {
    /// The text is not a signed note.
    case notANote(String)
    /// The note's text is not a checkpoint.
    case notACheckpoint(String)
    /// The text is not a key.
    case notAKey(String)
    /// No signature of the note is by the key that is asked for.
    case notSigned(by: String)
    /// A signature that says it is by the key is not.
    case badSignature(by: String)
    /// The checkpoint is of another log than the key's.
    case otherLog(expected: String, found: String)

    /// A fixed name for programs, also that of `verify.py`.
    package var name: String {
        switch self {
        case .notANote: "notANote"
        case .notACheckpoint: "notACheckpoint"
        case .notAKey: "notAKey"
        case .notSigned: "notSigned"
        case .badSignature: "badSignature"
        case .otherLog: "otherLog"
        }
    }
}

extension NoteError: CustomStringConvertible {
    /// What is wrong.
    package var description: String {
        switch self {
        case .notANote(let detail): "it is not a signed note: \(detail)"
        case .notACheckpoint(let detail): "it is not a checkpoint: \(detail)"
        case .notAKey(let detail): "it is not a key: \(detail)"
        case .notSigned(let name): "it bears no signature by \(name)"
        case .badSignature(let name): "the signature is not by \(name)"
        case .otherLog(let expected, let found):
            "it is a checkpoint of \(found), not of \(expected)"
        }
    }
}
