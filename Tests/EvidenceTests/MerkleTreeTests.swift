import EventModel
import Evidence
import Testing

@Suite("Merkle tree")
struct MerkleTreeTests {
    private func leaves(_ count: Int) -> [SHA256Digest] {
        (0..<count).map { index in
            MerkleTree.leafHash(
                position: UInt64(index),
                recordedAt: Instant(millisecondsSince1970: Int64(index) * 1_000),
                digest: SHA256Digest.hash([UInt8(truncatingIfNeeded: index)])
            )
        }
    }

    /// RFC 9162, 2.1.1, word by word: split at the largest power of two below the count.
    private func definedRoot(_ hashes: ArraySlice<SHA256Digest>) -> SHA256Digest {
        guard hashes.count > 1 else {
            return hashes.first ?? SHA256Digest.hash([])
        }
        var split = 1
        while split * 2 < hashes.count { split *= 2 }
        let middle = hashes.startIndex + split
        return MerkleTree.nodeHash(definedRoot(hashes[..<middle]), definedRoot(hashes[middle...]))
    }

    @Test("An empty tree's root is the hash of nothing")
    func emptyRoot() {
        #expect(
            MerkleTree.emptyRoot.description
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        #expect(MerkleTree.root(of: [SHA256Digest]()) == MerkleTree.emptyRoot)
    }

    @Test("Roots are those of the definition for every size up to 130")
    func rootsMatchTheDefinition() {
        let all = leaves(130)
        for count in 0...130 {
            #expect(
                MerkleTree.root(of: all[..<count]) == definedRoot(all[..<count]),
                "\(count) leaves"
            )
        }
    }

    @Test("Roots of perfect subtrees join to the root of all leaves")
    func subtreesJoin() {
        let all = leaves(75)
        for count in 1...75 {
            let subtrees = stride(from: 0, to: count, by: 8).map { start in
                MerkleTree.root(of: all[start..<min(start + 8, count)])
            }
            #expect(MerkleTree.root(of: subtrees) == MerkleTree.root(of: all[..<count]))
        }
    }

    @Test("Position, recorded time and digest each change a leaf")
    func everyPartMatters() {
        let digest = SHA256Digest.hash([7])
        let leaf = MerkleTree.leafHash(
            position: 1,
            recordedAt: Instant(millisecondsSince1970: 2),
            digest: digest
        )
        let others = [
            MerkleTree.leafHash(
                position: 2,
                recordedAt: Instant(millisecondsSince1970: 2),
                digest: digest
            ),
            MerkleTree.leafHash(
                position: 1,
                recordedAt: Instant(millisecondsSince1970: 3),
                digest: digest
            ),
            MerkleTree.leafHash(
                position: 1,
                recordedAt: Instant(millisecondsSince1970: 2),
                digest: SHA256Digest.hash([8])
            ),
        ]
        #expect(!others.contains(leaf))
    }

    @Test("All perfect subtrees over a run of entries have the hashes that they have one by one")
    func perfectSubtrees() {
        let leaves = (0..<50).map { SHA256Digest.hash([UInt8($0)]) }
        for first in 0..<40 {
            for count in 0...10 {
                let run = Array(leaves[first..<(first + count)])
                let subtrees = PerfectSubtrees(over: run, from: UInt64(first))
                for level in 0...5 {
                    for index in 0..<50 {
                        let node = MerkleNode(level: level, index: UInt64(index))
                        let positions = node.positions
                        let isHeld =
                            positions.lowerBound >= first && positions.upperBound <= first + count
                        let expected =
                            isHeld
                            ? MerkleTree.root(
                                of: leaves[Int(positions.lowerBound)..<Int(positions.upperBound)]
                            ) : nil
                        #expect(subtrees[node] == expected)
                    }
                }
            }
        }
    }
}
