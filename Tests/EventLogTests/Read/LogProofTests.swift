import CairnTestSupport
import EventLog
import EventModel
import Evidence
import Testing

@Suite("Proofs from a log")
struct LogProofTests {
    @Test(
        "Every kind of node has the hash that its entries make, and proofs lead to the root",
        arguments: [StoredFormat.first, .second],
        [64, 1_024]
    )
    func proofs(format: StoredFormat, blockEvents: Int) throws {
        let options = LogOptions(
            mapSizeBytes: 1 << 30,
            sealedBlockEvents: blockEvents,
            format: format
        )
        try TestLedger.withLog(options: options) { log in
            let count = 2_700
            for start in stride(from: 0, to: count, by: 150) {
                try log.record((start..<(start + 150)).map { SampleEvents.scan("\($0)") })
            }
            let leaves = try log.allEvents().map { recorded in
                MerkleTree.leafHash(
                    position: recorded.position,
                    recordedAt: recorded.recordedAt,
                    digest: EventWriter.digest(of: recorded.event)
                )
            }
            var random = SplitMix64(seed: 5)
            try log.withSnapshot { snapshot in
                for level in 0...11 {
                    let nodeCount = count >> level
                    for _ in 0..<6 where nodeCount > 0 {
                        let node = MerkleNode(
                            level: level,
                            index: UInt64(Int.random(in: 0..<nodeCount, using: &random))
                        )
                        let places = Int(node.positions.lowerBound)..<Int(node.positions.upperBound)
                        let hash = try snapshot.hash(of: node)
                        #expect(hash == MerkleTree.root(of: leaves[places]), "\(node)")
                    }
                }
                for _ in 0..<40 {
                    let size = Int.random(in: 1...count, using: &random)
                    let position = Int.random(in: 0..<size, using: &random)
                    let old = Int.random(in: 0...size, using: &random)
                    let root = MerkleTree.root(of: leaves[..<size])
                    try snapshot.inclusionProof(of: UInt64(position), treeSize: UInt64(size))
                        .verify(leaf: leaves[position], root: root)
                    try snapshot.consistencyProof(from: UInt64(old), to: UInt64(size))
                        .verify(oldRoot: MerkleTree.root(of: leaves[..<old]), newRoot: root)
                }
            }
        }
    }

    @Test("Tiles of any tree hold its leaves, and their paths are those of c2sp.org/tlog-tiles")
    func tiles() throws {
        let full = Tile.tiles(ofTreeSize: 70_000)
        func count(_ content: Tile.Content, full isFull: Bool) -> Int {
            full.count { $0.content == content && ($0.width == 256) == isFull }
        }
        #expect(count(.hashes(level: 0), full: true) == 273)
        #expect(count(.hashes(level: 1), full: true) == 1)
        #expect(count(.entries, full: true) == 273)
        let partial = full.filter { $0.width < 256 && $0.content != .entries }
        #expect(partial.map(\.path) == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"])
        let small = Tile.tiles(ofTreeSize: 256).map(\.path)
        #expect(small == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"])
        #expect(Array(Tile.tiles(ofTreeSize: 0)).isEmpty)
        let deep = Array(Tile.tiles(ofTreeSize: 1_234_068 * 256)).last {
            $0.content == .hashes(level: 0)
        }
        #expect(deep?.path == "tile/0/x001/x234/067")
    }

    @Test("Entries and hashes of a tile are those of its events")
    func tileContents() throws {
        try TestLedger.withLog { log in
            for start in stride(from: 0, to: 600, by: 50) {
                try log.record((start..<(start + 50)).map { SampleEvents.scan("\($0)") })
            }
            let events = try log.allEvents()
            try log.withSnapshot { snapshot in
                for tile in Tile.tiles(ofTreeSize: 600) {
                    guard case .hashes(let level) = tile.content else {
                        let entries = try snapshot.entries(tile.positions)
                        let expected = tile.positions.map { position in
                            let event = events[Int(position)]
                            return MerkleTree.entry(
                                position: position,
                                recordedAt: event.recordedAt,
                                digest: EventWriter.digest(of: event.event)
                            )
                        }
                        #expect(entries == expected)
                        #expect(entries.allSatisfy { $0.count == 48 })
                        #expect(Tile.bundled(entries[0]).prefix(2) == [0, 48])
                        continue
                    }
                    let hashes = try snapshot.hashes(of: tile)
                    #expect(hashes.count == Int(tile.width))
                    for (node, hash) in zip(tile.nodes, hashes) {
                        let leaves = try node.positions.map { position in
                            let entry = try snapshot.entries(position..<position + 1)[0]
                            return SHA256Digest.hash([0] + entry)
                        }
                        #expect(hash == MerkleTree.root(of: leaves), "level \(level)")
                    }
                }
            }
        }
    }
}
