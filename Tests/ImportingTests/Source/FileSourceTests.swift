import CairnTestSupport
import Gzip
import Importing
import Testing
import Zstd

@Suite("File source")
struct FileSourceTests {
    /// Half a million bytes that do not compress much, so that the file has several pieces and blocks.
    private static let content: [UInt8] = {
        var random = SplitMix64(seed: 7)
        return (0..<500_000).map { _ in UInt8.random(in: 0x20...0x7E, using: &random) }
    }()

    private static func compressed(_ form: CompressedForm) throws -> [UInt8] {
        switch form {
        case .zstd: try ZstdFrame.compress(content, checksum: true)
        case .gzip: try GzipMember.compress(content)
        }
    }

    @Test(
        "A compressed file and a compressed pipe give their content",
        arguments: CompressedForm.allCases
    )
    func compressed(form: CompressedForm) throws {
        let bytes = try Self.compressed(form)
        let file = try withFile(bytes) { try SourceContent(ofFile: $0) }
        #expect(file.bytes == Self.content)
        #expect(file.fault == nil)
        let pipe = try withPipe(bytes) { try SourceContent(ofFile: $0) }
        #expect(pipe.bytes == Self.content)
        #expect(pipe.fault == nil)
    }

    @Test("A plain pipe and a plain file are given out as they are, whatever the name says")
    func plain() throws {
        #expect(try withFile(Self.content) { try SourceContent(ofFile: $0) }.bytes == Self.content)
        #expect(try withPipe(Self.content) { try SourceContent(ofFile: $0) }.bytes == Self.content)
        let named = try withFile(Self.content, named: "plain.zst") { try SourceContent(ofFile: $0) }
        #expect(named.bytes == Self.content)
    }

    @Test("Nothing of a damaged file is given out", arguments: CompressedForm.allCases)
    func damaged(form: CompressedForm) throws {
        let sound = try Self.compressed(form)
        var random = SplitMix64(seed: 11)
        for step in 0..<12 {
            var bytes = sound
            // Behind the magic bytes, which decide whether the file is a compressed one at all.
            let place = Int.random(in: 20..<bytes.count, using: &random)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let file = try withFile(bytes) { try SourceContent(ofFile: $0) }
            #expect(file.fault != nil, "seed 11, step \(step), byte \(place)")
            #expect(file.bytes.isEmpty, "seed 11, step \(step), byte \(place)")
            let pipe = try withPipe(bytes) { try SourceContent(ofFile: $0) }
            #expect(pipe.fault != nil, "seed 11, step \(step), byte \(place)")
            #expect(pipe.bytes.isEmpty, "seed 11, step \(step), byte \(place)")
        }
    }

    @Test("Nothing of a file that was cut short is given out", arguments: CompressedForm.allCases)
    func cutShort(form: CompressedForm) throws {
        let sound = try Self.compressed(form)
        for length in [4, 100, sound.count / 2, sound.count - 5, sound.count - 1] {
            let file = try withFile(Array(sound.prefix(length))) { path in
                let content = try SourceContent(ofFile: path)
                #expect(content.fault == .cutShort(file: path, form: form), "\(length) bytes")
                return content
            }
            #expect(file.bytes.isEmpty, "\(length) bytes")
        }
    }

    @Test("A file that its name calls compressed is cut short if it is empty", arguments: 0..<4)
    func empty(count: Int) throws {
        for (name, form) in [("e.ndjson.zst", CompressedForm.zstd), ("e.gz", .gzip)] {
            let bytes = Array([0x28, 0xB5, 0x2F].prefix(count) as ArraySlice<UInt8>)
            try withFile(bytes, named: name) { path in
                let fault = try SourceContent(ofFile: path).fault
                #expect(fault == .cutShort(file: path, form: form))
            }
        }
        #expect(try withFile([], named: "e.ndjson") { try SourceContent(ofFile: $0) }.fault == nil)
    }

    @Test("Progress counts the reading that gives the content, not the check before it")
    func progress() throws {
        let bytes = try Self.compressed(.zstd)
        try withFile(bytes) { path in
            let source = try FileSource(path: path)
            var buffer: [UInt8] = []
            #expect(source.storedByteCount == bytes.count)
            #expect(try source.read(into: &buffer))
            #expect(source.readByteCount < bytes.count)
            while try source.read(into: &buffer) {}
            #expect(source.readByteCount == bytes.count)
        }
    }

    @Test("A compressed pipe beyond the limit of the copy is refused before anything is given out")
    func spoolLimit() throws {
        let bytes = try Self.compressed(.gzip)
        try withPipe(bytes) { path in
            let source = try FileSource(path: path, spoolBytes: bytes.count - 1)
            let content = SourceContent(of: source)
            let limit = ImportError.tooLargeToSpool(file: path, limitBytes: bytes.count - 1)
            #expect(content.fault == limit)
            #expect(content.bytes.isEmpty)
        }
        let content = try withPipe(bytes) { path in
            SourceContent(of: try FileSource(path: path, spoolBytes: bytes.count))
        }
        #expect(content.bytes == Self.content)
    }

    @Test("A file that expands beyond all proportion is refused before anything is given out")
    func bomb() throws {
        let bytes = try ZstdFrame.compress([UInt8](repeating: 0x20, count: 64 << 20), level: 1)
        try withFile(bytes) { path in
            let limit = ExpansionLimit(freeBytes: 8 << 20, factor: 100)
            let content = try SourceContent(ofFile: path, expansion: limit)
            guard case .expandsTooMuch(path, _, let expanded) = content.fault else {
                Issue.record("the file expands too much, yet \(String(describing: content.fault))")
                return
            }
            #expect(expanded <= 10 << 20)
            #expect(content.bytes.isEmpty)
        }
    }
}
