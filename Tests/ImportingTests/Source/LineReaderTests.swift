import Importing
import Testing

@Suite("Line reader")
struct LineReaderTests {
    /// Every line's number and text; `nil` text for a line over the limit.
    private func lines(
        _ text: String,
        limitBytes: Int = 100,
        pieceBytes: Int
    ) throws -> [(number: Int, text: String?, byteCount: Int)] {
        let source = BytesInMemory(Array(text.utf8), name: "test", pieceBytes: pieceBytes)
        let reader = LineReader(source, limitBytes: limitBytes)
        var all: [(number: Int, text: String?, byteCount: Int)] = []
        while let line = try reader.next() {
            let text = String(decoding: reader.content(of: line), as: UTF8.self)
            all.append((line.number, line.isTooLong ? nil : text, line.byteCount))
        }
        return all
    }

    @Test("Lines come out the same however the bytes are cut into pieces", arguments: 1...12)
    func pieces(pieceBytes: Int) throws {
        let found = try lines("a\r\n\nbcd\n县\nlast", pieceBytes: pieceBytes)
        #expect(found.map(\.text) == ["a", "", "bcd", "县", "last"])
        #expect(found.map(\.number) == [1, 2, 3, 4, 5])
    }

    @Test("A byte order mark is skipped at the start only", arguments: [3, 4, 64])
    func byteOrderMark(pieceBytes: Int) throws {
        let found = try lines("\u{FEFF}a\n\u{FEFF}b\n", pieceBytes: pieceBytes)
        #expect(found.map(\.text) == ["a", "\u{FEFF}b"])
    }

    @Test("A line at the limit is kept and one byte more is not", arguments: 1...12)
    func limit(pieceBytes: Int) throws {
        let found = try lines("12345\n123456\nab\n1234567", limitBytes: 5, pieceBytes: pieceBytes)
        #expect(found.map(\.text) == ["12345", nil, "ab", nil])
        #expect(found.map(\.byteCount) == [5, 6, 2, 7])
    }

    @Test("A line of 100 MB is passed over without being held")
    func hugeLine() throws {
        let source = EndlessLine(pieces: 100, pieceBytes: 1 << 20)
        let reader = LineReader(source, limitBytes: 1 << 20)
        let line = try #require(try reader.next())
        #expect(line.isTooLong)
        #expect(line.byteCount == 100 << 20)
        #expect(reader.buffer.capacity <= 8 << 20)
        let after = try #require(try reader.next())
        #expect(after.number == 2)
        #expect(Array(reader.content(of: after)) == Array("{}".utf8))
        #expect(try reader.next() == nil)
    }

    private final class EndlessLine: ByteSource {
        let name = "endless"
        private var left: Int
        private let piece: [UInt8]

        init(pieces: Int, pieceBytes: Int) {
            left = pieces
            piece = [UInt8](repeating: 0x78, count: pieceBytes)
        }

        func read(into buffer: inout [UInt8]) throws(ImportError) -> Bool {
            guard left >= 0 else { return false }
            buffer.append(contentsOf: left > 0 ? piece : Array("\n{}\n".utf8))
            left -= 1
            return true
        }
    }
}
