internal import CArchive

/// Why an archive could not be written.
package enum ZipError: Error, Hashable, Sendable {
    /// The file exists already; it is not overwritten. Choose another path.
    case exists(path: String)
    /// The file could not be made or written. Make room, check path and permissions, write it anew.
    case cannotWrite(path: String, reason: String)
    /// A member's name is empty, not ASCII, begins with `/`, or holds `\` or `..`; or it is taken. Choose another.
    case badName(String)
    /// A member has another length than was said.
    case otherLength(name: String, said: Int64, given: Int64)
    /// Memory ran out.
    case outOfMemory
}

extension ZipError: CustomStringConvertible {
    /// What happened and what to do about it, in one sentence.
    package var description: String {
        switch self {
        case .exists(let path): "\(path) exists already and is not overwritten"
        case .cannotWrite(let path, let reason): "\(path) could not be written: \(reason)"
        case .badName(let name): "\"\(name)\" is no name for a member of an archive, or is taken"
        case .otherLength(let name, let said, let given):
            "\(name) was said to have \(said) bytes and has \(given)"
        case .outOfMemory: "memory ran out"
        }
    }
}
