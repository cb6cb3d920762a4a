import CairnTestSupport
import Testing

@testable import Zstd

/// Bytes with runs and noise, so that all kinds of blocks of the format occur.
func syntheticContent(byteCount: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    var content: [UInt8] = []
    while content.count < byteCount {
        let runCount = Int.random(in: 1...200, using: &random)
        if Bool.random(using: &random) {
            let byte = UInt8.random(in: 0...255, using: &random)
            content.append(contentsOf: repeatElement(byte, count: runCount))
        } else {
            for _ in 0..<runCount { content.append(UInt8.random(in: 0...255, using: &random)) }
        }
    }
    return Array(content.prefix(byteCount))
}

@Suite("Zstd values")
struct ZstdValueTests {
    @Test("What was compressed comes back", arguments: 0..<40 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let content = syntheticContent(
            byteCount: Int.random(in: 0...50_000, using: &random),
            seed: seed
        )
        let level = Int32.random(in: -3...6, using: &random)
        let frame = try ZstdFrame.compress(content, level: level, checksum: seed % 2 == 0)
        #expect(try ZstdFrame.decompress(frame, exactly: content.count) == content)
        #expect(try ZstdFrame.decompress(frame, atMost: content.count) == content)
        #expect(try ZstdFrame.decompress(frame, atMost: content.count + 1) == content)
    }

    @Test("One compressor and one decompressor serve many values")
    func reuse() throws {
        let compressor = try ZstdCompressor(level: 1)
        let decompressor = try ZstdDecompressor()
        for seed in 0..<20 as Range<UInt64> {
            let content = syntheticContent(byteCount: Int(seed) * 997, seed: seed)
            let frame = try compressor.compress(content)
            #expect(try decompressor.decompress(frame, exactly: content.count) == content)
        }
    }

    @Test("A decompressor works on after damaged input")
    func worksOnAfterDamage() throws {
        let decompressor = try ZstdDecompressor()
        let content = syntheticContent(byteCount: 5_000, seed: 1)
        let frame = try ZstdFrame.compress(content)
        #expect(throws: ZstdError.truncated) {
            try decompressor.decompress(Array(frame.dropLast()), exactly: 5_000)
        }
        #expect(try decompressor.decompress(frame, exactly: 5_000) == content)
    }

    @Test("A small frame with a huge content is refused before the content exists")
    func bombIsRefused() throws {
        let content = [UInt8](repeating: 0, count: 80_000_000)
        let bomb = try ZstdFrame.compress(content)
        #expect(bomb.count < 10_000)
        #expect(throws: ZstdError.outputTooLarge(limitBytes: 1_000)) {
            try ZstdFrame.decompress(bomb, atMost: 1_000)
        }
        #expect(try ZstdFrame.decompress(bomb, atMost: 80_000_000).count == 80_000_000)
        #expect(throws: ZstdError.outputTooLarge(limitBytes: 1_000)) {
            try ZstdFrame.decompress(bomb, exactly: 1_000)
        }
    }

    @Test("A bomb that does not state its size is refused at the limit")
    func unstatedBombIsRefused() throws {
        let writer = try ZstdStreamWriter()
        var bomb: [UInt8] = []
        let piece = [UInt8](repeating: 7, count: 1_000_000)
        for _ in 0..<20 { try writer.write(piece, appendingTo: &bomb) }
        try writer.finish(appendingTo: &bomb)
        #expect(throws: ZstdError.outputTooLarge(limitBytes: 300_000)) {
            try ZstdFrame.decompress(bomb, atMost: 300_000)
        }
        #expect(try ZstdFrame.decompress(bomb, atMost: 20_000_000).count == 20_000_000)
    }

    @Test("A header that claims a huge content gets no memory for it")
    func hugeClaim() {
        // Magic number, descriptor, window, content size 2^61, and then one empty last block.
        let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
        let frame = magic + [0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 1, 0, 0]
        #expect(throws: ZstdError.corrupt) { try ZstdFrame.decompress(frame, atMost: .max) }
        #expect(throws: ZstdError.outputTooLarge(limitBytes: 1 << 30)) {
            try ZstdFrame.decompress(frame, atMost: 1 << 30)
        }
    }

    @Test("A content of another size than the known one is refused with both sizes")
    func sizeMismatch() throws {
        let frame = try ZstdFrame.compress([1, 2, 3])
        #expect(throws: ZstdError.sizeMismatch(expectedBytes: 4, actualBytes: 3)) {
            try ZstdFrame.decompress(frame, exactly: 4)
        }
    }

    @Test("Input cut at any byte is truncated")
    func everyTruncation() throws {
        let content = syntheticContent(byteCount: 600, seed: 3)
        let frame = try ZstdFrame.compress(content, checksum: true)
        for cut in 0..<frame.count {
            let error = #expect(throws: ZstdError.self, "cut at \(cut)") {
                try ZstdFrame.decompress(Array(frame.prefix(cut)), atMost: 10_000)
            }
            #expect(error == .truncated, "cut at \(cut)")
        }
    }

    @Test("Garbage is corrupt, not a trap")
    func garbage() {
        #expect(throws: ZstdError.corrupt) {
            try ZstdFrame.decompress(Array("this is no zstd frame at all".utf8), atMost: 100)
        }
    }

    @Test("Random damage is an error or found by the checksum", arguments: 0..<300 as Range<UInt64>)
    func randomDamage(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let content = syntheticContent(byteCount: 3_000, seed: seed)
        var frame = try ZstdFrame.compress(content, checksum: true)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            frame[Int.random(in: frame.indices, using: &random)] ^=
                UInt8.random(in: 1...255, using: &random)
        }
        let outcome = Result { try ZstdFrame.decompress(frame, atMost: 10_000) }
        if case .success(let decompressed) = outcome {
            // Unused header bits may change without changing the content; nothing else may pass.
            #expect(decompressed == content, "seed \(seed)")
        }
    }

    @Test("A wrong checksum is named")
    func checksum() throws {
        var frame = try ZstdFrame.compress(Array("checked content".utf8), checksum: true)
        frame[frame.count - 1] ^= 1
        #expect(throws: ZstdError.checksumMismatch) {
            try ZstdFrame.decompress(frame, atMost: 100)
        }
    }

    @Test("Several frames in a row are one content")
    func severalFrames() throws {
        let frames = try ZstdFrame.compress([1, 2]) + ZstdFrame.compress([3])
        #expect(try ZstdFrame.decompress(frames, atMost: 3) == [1, 2, 3])
        #expect(throws: ZstdError.outputTooLarge(limitBytes: 2)) {
            try ZstdFrame.decompress(frames, atMost: 2)
        }
    }

    @Test("An unknown level is refused")
    func invalidLevel() {
        #expect(throws: ZstdError.invalidLevel(99)) { try ZstdCompressor(level: 99) }
        #expect(throws: ZstdError.invalidLevel(99)) { try ZstdStreamWriter(level: 99) }
    }
}
