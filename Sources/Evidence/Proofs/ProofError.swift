/// Why a proof does not show what it is said to show.
package enum ProofError: Error, Hashable, Sendable {
    /// The leaf's index is not below the tree's size.
    case indexOutsideTree(index: UInt64, treeSize: UInt64)
    /// The older tree of a consistency proof is the larger one.
    case sizesReversed(old: UInt64, new: UInt64)
    /// The path ends before it reaches the root.
    case pathTooShort(count: Int)
    /// The path goes on behind the root.
    case pathTooLong(count: Int)
    /// The path leads to another root than that of the tree.
    case otherRoot(expected: String, found: String)
    /// The path of a consistency proof does not begin with the older tree's own root.
    case otherOldRoot(expected: String, found: String)

    /// A fixed name for programs, also that of `verify.py`.
    package var name: String {
        switch self {
        case .indexOutsideTree: "indexOutsideTree"
        case .sizesReversed: "sizesReversed"
        case .pathTooShort: "pathTooShort"
        case .pathTooLong: "pathTooLong"
        case .otherRoot: "otherRoot"
        case .otherOldRoot: "otherOldRoot"
        }
    }
}

extension ProofError: CustomStringConvertible {
    /// What is wrong with the proof.
    package var description: String {
        switch self {
        case .indexOutsideTree(let index, let size):
            "entry \(index) is not in a tree of \(size) entries"
        case .sizesReversed(let old, let new):
            "the older tree has \(old) entries, the newer one only \(new)"
        case .pathTooShort(let count): "a path of \(count) hashes does not reach the root"
        case .pathTooLong(let count): "a path of \(count) hashes goes on behind the root"
        case .otherRoot(let expected, let found):
            "the path leads to the root \(found), the tree's is \(expected)"
        case .otherOldRoot(let expected, let found):
            "the path rebuilds the older root \(found), the older tree's is \(expected)"
        }
    }
}
