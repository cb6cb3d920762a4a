import CairnTestSupport
import Testing

@testable import Zstd

/// Decompresses in pieces of random sizes, as a file or a socket would give them.
private func decompressInPieces(
    _ stream: [UInt8],
    random: inout SplitMix64,
    limitBytes: Int = .max
) throws -> [UInt8] {
    let reader = try ZstdStreamReader(limitBytes: limitBytes)
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

@Suite("Zstd streams")
struct ZstdStreamTests {
    @Test("Streams of several frames in pieces come back", arguments: 0..<30 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var stream: [UInt8] = []
        var content: [UInt8] = []
        for frame in 0..<Int.random(in: 1...4, using: &random) {
            let writer = try ZstdStreamWriter(level: 1)
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let piece = syntheticContent(
                    byteCount: Int.random(in: 0...9_000, using: &random),
                    seed: seed &* 31 &+ UInt64(frame)
                )
                content += piece
                try writer.write(piece, appendingTo: &stream)
                if Bool.random(using: &random) { try writer.flush(appendingTo: &stream) }
            }
            try writer.finish(appendingTo: &stream)
        }
        #expect(try decompressInPieces(stream, random: &random) == content, "seed \(seed)")
    }

    @Test("A stream cut at any byte is truncated when it is finished")
    func everyTruncation() throws {
        var random = SplitMix64(seed: 5)
        var stream: [UInt8] = []
        let writer = try ZstdStreamWriter()
        try writer.write(syntheticContent(byteCount: 500, seed: 5), appendingTo: &stream)
        try writer.finish(appendingTo: &stream)
        for cut in 0..<stream.count {
            let error = #expect(throws: ZstdError.self, "cut at \(cut)") {
                try decompressInPieces(Array(stream.prefix(cut)), random: &random)
            }
            #expect(error == .truncated, "cut at \(cut)")
        }
        #expect(try decompressInPieces(stream, random: &random).count == 500)
    }

    @Test("A stream cut between frames ends soundly and says so")
    func frameEnd() throws {
        let frame = try ZstdFrame.compress([1, 2, 3])
        let reader = try ZstdStreamReader()
        var content: [UInt8] = []
        #expect(!reader.isAtFrameEnd)
        _ = try unsafe reader.read(frame.span.bytes, appendingTo: &content, atMost: 100)
        #expect(reader.isAtFrameEnd)
        let half = Array(frame.prefix(5))
        _ = try unsafe reader.read(half.span.bytes, appendingTo: &content, atMost: 100)
        #expect(!reader.isAtFrameEnd)
        #expect(throws: ZstdError.truncated) { try reader.finish() }
    }

    @Test("A stream may have exactly the allowed size and not a byte more")
    func limit() throws {
        var random = SplitMix64(seed: 6)
        let frame = try ZstdFrame.compress([UInt8](repeating: 1, count: 10_000))
        let content = try decompressInPieces(frame, random: &random, limitBytes: 10_000)
        #expect(content.count == 10_000)
        #expect(throws: ZstdError.outputTooLarge(limitBytes: 9_999)) {
            try decompressInPieces(frame, random: &random, limitBytes: 9_999)
        }
    }

    @Test("A reader repeats its error and gives nothing more")
    func failureStays() throws {
        let reader = try ZstdStreamReader()
        var content: [UInt8] = []
        let garbage = Array("no frame here".utf8)
        for _ in 0..<2 {
            #expect(throws: ZstdError.corrupt) {
                try unsafe reader.read(garbage.span.bytes, appendingTo: &content, atMost: 10)
            }
        }
        #expect(throws: ZstdError.corrupt) { try reader.finish() }
        #expect(content.isEmpty)
    }

    @Test("A window larger than allowed is refused")
    func window() throws {
        var stream: [UInt8] = []
        let writer = try ZstdStreamWriter(level: 19)
        try writer.write(syntheticContent(byteCount: 400_000, seed: 9), appendingTo: &stream)
        try writer.finish(appendingTo: &stream)
        let reader = try ZstdStreamReader(windowLog: 10)
        var content: [UInt8] = []
        #expect(throws: ZstdError.unsupported) {
            try unsafe reader.read(stream.span.bytes, appendingTo: &content, atMost: 10)
        }
    }

    @Test("Random damage to a stream never traps", arguments: 0..<200 as Range<UInt64>)
    func randomDamage(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let content = syntheticContent(byteCount: 4_000, seed: seed)
        var stream = try ZstdFrame.compress(content, checksum: true)
        stream[Int.random(in: stream.indices, using: &random)] ^=
            UInt8.random(in: 1...255, using: &random)
        let outcome = Result {
            try decompressInPieces(stream, random: &random, limitBytes: 10_000)
        }
        if case .success(let decompressed) = outcome {
            #expect(decompressed == content, "seed \(seed)")
        }
    }
}
