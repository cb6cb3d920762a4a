import Gzip
import Importing
import Testing
import Zstd

@Suite("Compressed forms")
struct CompressedFormTests {
    private static let content = Array("{}\n".utf8)

    /// A skippable frame of the given type with three bytes of user data.
    private static func skippable(_ type: UInt8) -> [UInt8] {
        [0x50 | type, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    }

    @Test("A frame of user data before, between or behind zstd frames is passed over")
    func skippableFrames() throws {
        let frame = try ZstdFrame.compress(Self.content)
        for type: UInt8 in [0, 7, 15] {
            let extra = Self.skippable(type)
            let file = try withFile(extra + frame + extra + frame + extra) {
                try SourceContent(ofFile: $0)
            }
            #expect(file.bytes == Self.content + Self.content, "type \(type)")
            #expect(file.fault == nil, "type \(type)")
        }
    }

    @Test("Zero bytes behind gzip members are passed over, other bytes are damage")
    func gzipPadding() throws {
        let member = try GzipMember.compress(Self.content)
        let zeros = [UInt8](repeating: 0, count: 700_000)
        let padded = try withFile(member + member + zeros) { try SourceContent(ofFile: $0) }
        #expect(padded.bytes == Self.content + Self.content)
        #expect(padded.fault == nil)
        let spoiled = try withFile(member + [0, 0, 1, 2, 3]) { try SourceContent(ofFile: $0) }
        #expect(spoiled.fault != nil)
        #expect(spoiled.bytes.isEmpty)
    }

    @Test("A zstd frame that asks for a window of 256 MiB is unsupported, not damaged")
    func largeWindow() throws {
        // Magic bytes, no flags, window exponent 18 (2^28 bytes), an empty last block.
        let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 18 << 3, 0x01, 0x00, 0x00]
        try withFile(frame) { path in
            let fault = try SourceContent(ofFile: path).fault
            #expect(fault == .unsupported(file: path, form: .zstd))
        }
    }
}
