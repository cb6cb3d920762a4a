import CairnTestSupport
import Testing

@testable import ZipArchive

@Suite("ZIP archives")
struct ZipWriterTests {
    private static let reader = """
        import sys, zipfile
        archive = zipfile.ZipFile(sys.argv[1])
        assert archive.testzip() is None
        for member in archive.infolist():
            print(member.filename, member.compress_type, member.date_time, member.file_size,
                  oct(member.external_attr >> 16), archive.read(member)[:12])
        """

    private func write(_ path: String) throws {
        let archive = try ZipWriter(creating: path)
        try archive.add("a.txt", bytes: Array("合成\n".utf8), isCompressed: true)
        let piece = [UInt8](repeating: 7, count: 1_000)
        try archive.add("folder/b.bin", byteCount: 300_000, isCompressed: false) { write in
            for _ in 0..<300 { try write(piece) }
        }
        try archive.add("empty", bytes: [], isCompressed: true)
        try archive.finish()
    }

    @Test("Another implementation reads every member; none carries a time of its own")
    func readable() throws {
        try withScratchFolder { folder in
            try write(folder + "/a.zip")
            let read = try PythonProgram.run(Self.reader, [folder + "/a.zip"])
            #expect(
                read == """
                    a.txt 8 (1980, 1, 1, 0, 0, 0) 7 0o100644 b'\\xe5\\x90\\x88\\xe6\\x88\\x90\\n'
                    folder/b.bin 0 (1980, 1, 1, 0, 0, 0) 300000 0o100644 \
                    b'\\x07\\x07\\x07\\x07\\x07\\x07\\x07\\x07\\x07\\x07\\x07\\x07'
                    empty 8 (1980, 1, 1, 0, 0, 0) 0 0o100644 b''

                    """
            )
        }
    }

    @Test("The same members give the same bytes")
    func sameBytes() throws {
        try withScratchFolder { folder in
            try write(folder + "/a.zip")
            try write(folder + "/b.zip")
            #expect(try fileBytes(folder + "/a.zip") == fileBytes(folder + "/b.zip"))
        }
    }

    @Test("A member beyond four gibibytes is whole (Zip64)")
    func large() throws {
        try withScratchFolder { folder in
            let path = folder + "/a.zip"
            let archive = try ZipWriter(creating: path)
            let piece = [UInt8](repeating: 0, count: 1 << 24)
            let count = 257
            try archive.add("zeros", byteCount: Int64(count << 24), isCompressed: true) { write in
                for _ in 0..<count { try write(piece) }
            }
            try archive.add("last", bytes: [1], isCompressed: true)
            try archive.finish()
            let script = """
                import sys, zipfile
                archive = zipfile.ZipFile(sys.argv[1])
                print([(m.filename, m.file_size) for m in archive.infolist()], archive.read("last"))
                """
            let read = try PythonProgram.run(script, [path])
            #expect(read == "[('zeros', \(count << 24)), ('last', 1)] b'\\x01'\n")
        }
    }

    @Test("Names, lengths and existing files are refused")
    func refusals() throws {
        try withScratchFolder { folder in
            try write(folder + "/a.zip")
            #expect(throws: ZipError.exists(path: folder + "/a.zip")) {
                try write(folder + "/a.zip")
            }
            #expect(throws: ZipError.self) { try write(folder + "/no/a.zip") }
            let archive = try ZipWriter(creating: folder + "/b.zip")
            for name in ["", "/a", "a/../b", "a//b", "雪", "a\\b", "."] {
                #expect(throws: ZipError.badName(name)) {
                    try archive.add(name, bytes: [], isCompressed: true)
                }
            }
            try archive.add("a", bytes: [], isCompressed: true)
            #expect(throws: ZipError.badName("a")) {
                try archive.add("a", bytes: [], isCompressed: true)
            }
            for (said, given) in [(2, 1), (1, 2)] as [(Int64, Int64)] {
                let name = "length\(said)"
                #expect(throws: ZipError.otherLength(name: name, said: said, given: given)) {
                    try archive.add(name, byteCount: said, isCompressed: false) { write in
                        let bytes = [UInt8](repeating: 0, count: Int(given))
                        try write(bytes)
                    }
                }
            }
        }
    }
}
