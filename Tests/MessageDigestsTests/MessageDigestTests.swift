import CairnTestSupport
import EventModel
import MessageDigests
import Testing

@Suite("Digests")
struct MessageDigestTests {
    @Test("SM3 gives the two digests of the standard's annex A")
    func sm3Vectors() throws {
        // GB/T 32905-2016, annex A.1 and A.2.
        #expect(
            try MessageDigest.hex(of: Array("abc".utf8), .sm3)
                == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        )
        let longer = String(repeating: "abcd", count: 16)
        #expect(
            try MessageDigest.hex(of: Array(longer.utf8), .sm3)
                == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
        )
    }

    @Test(
        "SHA-256 is the one of the event's digest, in pieces of any size",
        arguments: 1...20 as ClosedRange<UInt64>
    )
    func sha256(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let count = Int.random(in: 0...5_000, using: &random)
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        let digest = try MessageDigest(.sha256)
        let inPieces = try MessageDigest(.sm3)
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(Int.random(in: 1...400, using: &random)))
            rest = rest.dropFirst(piece.count)
            digest.update(piece)
            inPieces.update(piece)
        }
        #expect(digest.finish() == SHA256Digest.hash(bytes).description, "seed \(seed)")
        #expect(inPieces.finish() == (try MessageDigest.hex(of: bytes, .sm3)), "seed \(seed)")
    }
}
