import CairnTestSupport
import Testing

@testable import Gzip

private func syntheticContent(byteCount: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    return (0..<byteCount).map { index in
        index % 7 < 4 ? 65 : UInt8.random(in: 0...255, using: &random)
    }
}

/// Decompresses in pieces of random sizes, as a file or a socket would give them.
private func decompressInPieces(
    _ stream: [UInt8],
    random: inout SplitMix64,
    limitBytes: Int = .max
) throws -> [UInt8] {
    let reader = try GzipStreamReader(limitBytes: limitBytes)
    var content: [UInt8] = []
    var rest = stream[...]
    while !rest.isEmpty {
        var piece = Array(rest.prefix(Int.random(in: 1...900, using: &random)))
        rest = rest.dropFirst(piece.count)
        var hasMoreOutput = true
        while !piece.isEmpty || hasMoreOutput {
            let bound = Int.random(in: 1...700, using: &random)
            let before = content.count
            let step = try unsafe reader.read(
                piece.span.bytes,
                appendingTo: &content,
                atMost: bound
            )
            try #require(content.count - before == step.producedByteCount)
            try #require(step.producedByteCount <= bound)
            try #require(step.consumedByteCount + step.producedByteCount > 0 || piece.isEmpty)
            piece.removeFirst(step.consumedByteCount)
            hasMoreOutput = step.hasMoreOutput
        }
    }
    try reader.finish()
    return content
}

@Suite("Gzip streams")
struct GzipStreamTests {
    @Test("Streams of several members in pieces come back", arguments: 0..<30 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var stream: [UInt8] = []
        var content: [UInt8] = []
        for member in 0..<Int.random(in: 1...4, using: &random) {
            let writer = try GzipStreamWriter(level: Int32.random(in: 0...9, using: &random))
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let piece = syntheticContent(
                    byteCount: Int.random(in: 0...80_000, using: &random),
                    seed: seed &* 31 &+ UInt64(member)
                )
                content += piece
                try writer.write(piece, appendingTo: &stream)
            }
            try writer.finish(appendingTo: &stream)
        }
        #expect(try decompressInPieces(stream, random: &random) == content, "seed \(seed)")
        #expect(try GzipMember.decompress(stream, atMost: content.count) == content)
    }

    @Test("A member made by another program is read")
    func foreignMember() throws {
        // RFC 1952 header with a file name ("a"), then one stored block "hi\n", CRC-32, length.
        let member: [UInt8] = [
            0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, 0x61, 0, 1, 3, 0, 0xFC, 0xFF, 0x68, 0x69, 0x0A,
            0x7A, 0x7A, 0x6F, 0xED, 3, 0, 0, 0,
        ]
        #expect(try GzipMember.decompress(member, atMost: 3) == Array("hi\n".utf8))
    }

    @Test("Equal content gives equal bytes, without time or name")
    func deterministic() throws {
        let member = try GzipMember.compress([1, 2, 3])
        #expect(try GzipMember.compress([1, 2, 3]) == member)
        #expect(Array(member[3..<8]) == [0, 0, 0, 0, 0])
    }

    @Test("Input cut at any byte is truncated")
    func everyTruncation() throws {
        var random = SplitMix64(seed: 5)
        let stream = try GzipMember.compress(syntheticContent(byteCount: 500, seed: 5))
        for cut in 0..<stream.count {
            let error = #expect(throws: GzipError.self, "cut at \(cut)") {
                try decompressInPieces(Array(stream.prefix(cut)), random: &random)
            }
            #expect(error == .truncated, "cut at \(cut)")
        }
        #expect(try decompressInPieces(stream, random: &random).count == 500)
    }

    @Test("A wrong CRC-32 and a wrong length are named")
    func checksum() throws {
        let member = try GzipMember.compress(Array("checked content".utf8))
        for index in [member.count - 8, member.count - 1] {
            var damaged = member
            damaged[index] ^= 1
            #expect(throws: GzipError.checksumMismatch) {
                try GzipMember.decompress(damaged, atMost: 100)
            }
        }
    }

    @Test("Garbage, also behind a member, is corrupt")
    func garbage() throws {
        let member = try GzipMember.compress([1, 2, 3])
        for damaged in [Array("no gzip".utf8), member + Array("tail".utf8)] {
            #expect(throws: GzipError.corrupt) {
                try GzipMember.decompress(damaged, atMost: 100)
            }
        }
    }

    @Test("A stream may have exactly the allowed size and not a byte more")
    func limit() throws {
        let bomb = try GzipMember.compress([UInt8](repeating: 0, count: 10_000_000))
        #expect(bomb.count < 20_000)
        #expect(try GzipMember.decompress(bomb, atMost: 10_000_000).count == 10_000_000)
        #expect(throws: GzipError.outputTooLarge(limitBytes: 9_999_999)) {
            try GzipMember.decompress(bomb, atMost: 9_999_999)
        }
        #expect(throws: GzipError.outputTooLarge(limitBytes: 0)) {
            try GzipMember.decompress(bomb, atMost: 0)
        }
    }

    @Test("A reader repeats its error and gives nothing more")
    func failureStays() throws {
        let reader = try GzipStreamReader()
        var content: [UInt8] = []
        let garbage = Array("no gzip".utf8)
        for _ in 0..<2 {
            #expect(throws: GzipError.corrupt) {
                try unsafe reader.read(garbage.span.bytes, appendingTo: &content, atMost: 10)
            }
        }
        #expect(throws: GzipError.corrupt) { try reader.finish() }
        #expect(content.isEmpty)
    }

    @Test("An unknown level is refused")
    func invalidLevel() {
        #expect(throws: GzipError.invalidLevel(10)) { try GzipStreamWriter(level: 10) }
        #expect(throws: GzipError.invalidLevel(-1)) { try GzipStreamWriter(level: -1) }
    }

    @Test(
        "Random damage never traps and never changes content",
        arguments: 0..<300 as Range<UInt64>
    )
    func randomDamage(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let content = syntheticContent(byteCount: 2_000, seed: seed)
        var stream = try GzipMember.compress(content)
        stream[Int.random(in: stream.indices, using: &random)] ^=
            UInt8.random(in: 1...255, using: &random)
        let outcome = Result {
            try decompressInPieces(stream, random: &random, limitBytes: 10_000)
        }
        if case .success(let decompressed) = outcome {
            // Time, system and flag bytes of the header do not touch the content.
            #expect(decompressed == content, "seed \(seed)")
        }
    }
}
