import CairnTestSupport
import EventModel
import Evidence
import Testing

@Suite("Inclusion and consistency proofs")
struct ProofTests {
    /// The tree of the vectors that RFC 6962's reference implementation ships.
    private static let vectorLeaves: [SHA256Digest] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        Array(0x50...0x57), Array(0x60...0x6F),
    ].map { SHA256Digest.hash([0] + $0) }

    private static let vectorRoots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    private static func inclusion(_ leaf: Int, _ size: Int) -> InclusionProof {
        InclusionProof(of: UInt64(leaf), treeSize: UInt64(size)) { node in
            hash(of: node, vectorLeaves)
        }
    }

    private static func hash(of node: MerkleNode, _ leaves: [SHA256Digest]) -> SHA256Digest {
        let positions = Int(node.positions.lowerBound)..<Int(node.positions.upperBound)
        return MerkleTree.root(of: leaves[positions])
    }

    private static func root(_ count: Int) -> SHA256Digest {
        MerkleTree.root(of: vectorLeaves[..<count])
    }

    @Test("Roots are those of the RFC 6962 vectors")
    func vectorRootsHold() {
        for (index, root) in Self.vectorRoots.enumerated() {
            #expect(Self.root(index + 1).description == root)
        }
    }

    @Test(
        "Inclusion paths are those of the RFC 6962 vectors",
        arguments: [
            (leaf: 0, size: 1, path: []),
            (
                leaf: 0, size: 8,
                path: [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                leaf: 5, size: 8,
                path: [
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (
                leaf: 2, size: 3,
                path: ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]
            ),
            (
                leaf: 1, size: 5,
                path: [
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
        ] as [(leaf: Int, size: Int, path: [String])]
    )
    func vectorInclusion(leaf: Int, size: Int, path: [String]) throws {
        let proof = Self.inclusion(leaf, size)
        #expect(proof.path.map(\.description) == path)
        try proof.verify(leaf: Self.vectorLeaves[leaf], root: Self.root(size))
    }

    @Test(
        "Consistency paths are those of the RFC 6962 vectors",
        arguments: [
            (old: 1, new: 1, path: []),
            (
                old: 1, new: 8,
                path: [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                old: 6, new: 8,
                path: [
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (
                old: 2, new: 5,
                path: [
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
        ] as [(old: Int, new: Int, path: [String])]
    )
    func vectorConsistency(old: Int, new: Int, path: [String]) throws {
        let proof = ConsistencyProof(from: UInt64(old), to: UInt64(new)) { node in
            Self.hash(of: node, Self.vectorLeaves)
        }
        #expect(proof.path.map(\.description) == path)
        try proof.verify(oldRoot: Self.root(old), newRoot: Self.root(new))
    }

    private static let sizeMax = 70
    private static let leaves = (0..<sizeMax).map { SHA256Digest.hash([0, UInt8($0)]) }
    private static let roots = (0...sizeMax).map { MerkleTree.root(of: leaves[..<$0]) }

    /// Every proof between trees of up to 70 entries, made once.
    private static func forEachProof(
        _ inclusion: (InclusionProof, Int) throws -> Void,
        _ consistency: (ConsistencyProof) throws -> Void
    ) rethrows {
        for size in 0...sizeMax {
            for leaf in 0..<size {
                let proof = InclusionProof(of: UInt64(leaf), treeSize: UInt64(size)) {
                    hash(of: $0, leaves)
                }
                try inclusion(proof, leaf)
            }
            for old in 0...size {
                try consistency(
                    ConsistencyProof(from: UInt64(old), to: UInt64(size)) { hash(of: $0, leaves) }
                )
            }
        }
    }

    @Test("Every proof between trees of up to 70 entries verifies, and for no other tree or leaf")
    func everyProof() throws {
        try Self.forEachProof { proof, leaf in
            let root = Self.roots[Int(proof.treeSize)]
            try proof.verify(leaf: Self.leaves[leaf], root: root)
            let other = Self.leaves[(leaf + 1) % Self.sizeMax]
            #expect(throws: ProofError.self) { try proof.verify(leaf: other, root: root) }
            #expect(throws: ProofError.self) {
                try proof.verify(leaf: Self.leaves[leaf], root: Self.roots[leaf])
            }
        } _: { proof in
            let (old, new) = (Self.roots[Int(proof.oldSize)], Self.roots[Int(proof.newSize)])
            try proof.verify(oldRoot: old, newRoot: new)
            #expect(throws: ProofError.self) { try proof.verify(oldRoot: .zero, newRoot: new) }
            // Every tree extends the empty one.
            guard proof.oldSize > 0 else { return }
            #expect(throws: ProofError.self) { try proof.verify(oldRoot: old, newRoot: .zero) }
        }
    }

    @Test("A shorter, longer, reordered or changed path is refused by name")
    func forgedPaths() throws {
        var random = SplitMix64(seed: 7)
        Self.forEachProof { proof, leaf in
            let root = Self.roots[Int(proof.treeSize)]
            func refusal(_ path: [SHA256Digest]) -> String? {
                let forged = InclusionProof(
                    leafIndex: proof.leafIndex,
                    treeSize: proof.treeSize,
                    path: path
                )
                do throws(ProofError) {
                    try forged.verify(leaf: Self.leaves[leaf], root: root)
                    return nil
                } catch { return error.name }
            }
            #expect(refusal(proof.path + [.zero]) == "pathTooLong")
            guard !proof.path.isEmpty else { return }
            #expect(refusal(Array(proof.path.dropLast())) == "pathTooShort")
            var changed = proof.path
            let place = Int(random.next() % UInt64(changed.count))
            changed[place] = Self.flipped(changed[place], bit: Int(random.next() % 256))
            #expect(refusal(changed) == "otherRoot")
            guard proof.path.count > 1 else { return }
            #expect(refusal(proof.path.reversed()) == "otherRoot")
        } _: { proof in
            guard !proof.path.isEmpty else { return }
            func isRefused(_ path: [SHA256Digest]) -> Bool {
                let forged = ConsistencyProof(
                    oldSize: proof.oldSize,
                    newSize: proof.newSize,
                    path: path
                )
                do throws(ProofError) {
                    try forged.verify(
                        oldRoot: Self.roots[Int(proof.oldSize)],
                        newRoot: Self.roots[Int(proof.newSize)]
                    )
                    return false
                } catch { return true }
            }
            #expect(isRefused(proof.path + [.zero]))
            #expect(isRefused(Array(proof.path.dropLast())))
            var changed = proof.path
            let place = Int(random.next() % UInt64(changed.count))
            changed[place] = Self.flipped(changed[place], bit: Int(random.next() % 256))
            #expect(isRefused(changed))
        }
    }

    @Test("An index beside the tree and sizes the wrong way round are refused")
    func impossibleNumbers() {
        let outside = InclusionProof(leafIndex: 5, treeSize: 5, path: [])
        #expect(throws: ProofError.indexOutsideTree(index: 5, treeSize: 5)) {
            try outside.verify(leaf: .zero, root: .zero)
        }
        let none = InclusionProof(leafIndex: 0, treeSize: 0, path: [])
        #expect(throws: ProofError.indexOutsideTree(index: 0, treeSize: 0)) {
            try none.verify(leaf: .zero, root: MerkleTree.emptyRoot)
        }
        let reversed = ConsistencyProof(oldSize: 6, newSize: 5, path: [])
        #expect(throws: ProofError.sizesReversed(old: 6, new: 5)) {
            try reversed.verify(oldRoot: .zero, newRoot: .zero)
        }
        let huge = InclusionProof(leafIndex: .max - 1, treeSize: .max, path: [.zero])
        #expect(throws: ProofError.pathTooShort(count: 1)) {
            try huge.verify(leaf: .zero, root: .zero)
        }
    }

    private static func flipped(_ digest: SHA256Digest, bit: Int) -> SHA256Digest {
        var bytes = digest.bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return SHA256Digest(bytes: bytes)
    }
}
