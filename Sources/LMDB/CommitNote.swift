internal import Glibc

/// What `writer.lock` says of the newest commit: its number, and a hash of what each of the two meta pages said
/// when it was on the disk.
///
/// In the file, from byte 16 on: 20 decimal digits, and from byte 36 on, each after a blank, three hashes of 16
/// hexadecimal digits: of the newest page, of the other one, and of the text up to here. A program that knows
/// only the number reads and writes it in the same place; a hash that is missing or torn is passed over.
struct CommitNote: Equatable {
    static let offset = 16
    private static let numberByteCount = 20
    private static let hashByteCount = 17
    private static let byteCount = numberByteCount + 3 * hashByteCount

    /// Number of the commit.
    let transaction: UInt64
    /// Hashes of the pages' contents; `nil` if only the number is known.
    private let contents: Contents?

    private struct Contents: Equatable {
        let newest: UInt64
        let other: UInt64
    }

    /// Notes the state of a file.
    init(of pages: MetaPair) {
        transaction = pages.newest.transaction
        contents = Contents(
            newest: Self.hash(pages.newest.content),
            other: Self.hash(pages.other.content)
        )
    }

    /// Reads the note of a folder; `nil` if there is none.
    init?(in folder: String) {
        let path = folder + "/" + WriterLock.fileName
        guard let file = try? FileDescriptor(opening: path, flags: O_RDONLY) else { return nil }
        var text = [UInt8](repeating: 0, count: Self.byteCount)
        let count = unsafe pread(file.number, &text, text.count, off_t(Self.offset))
        let digits = String(decoding: text[..<Self.numberByteCount], as: UTF8.self)
        guard count >= Self.numberByteCount, let number = UInt64(digits) else { return nil }
        transaction = number
        let hashes = (0..<3).compactMap { place -> UInt64? in
            let start = Self.numberByteCount + place * Self.hashByteCount
            let word = String(decoding: text[(start + 1)..<(start + 17)], as: UTF8.self)
            return UInt64(word, radix: 16)
        }
        let covered = text[..<(Self.numberByteCount + 2 * Self.hashByteCount)]
        contents =
            count == Self.byteCount && hashes.count == 3 && hashes[2] == Self.hash(covered)
            ? Contents(newest: hashes[0], other: hashes[1]) : nil
    }

    /// The note's bytes, for ``offset``.
    var text: [UInt8] {
        func padded(_ digits: String, to count: Int) -> String {
            String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
        }
        var text = Array(padded(String(transaction), to: Self.numberByteCount).utf8)
        guard let contents else { return text }
        for hash in [contents.newest, contents.other] {
            text += Array((" " + padded(String(hash, radix: 16), to: 16)).utf8)
        }
        text += Array((" " + padded(String(Self.hash(text[...]), radix: 16), to: 16)).utf8)
        return text
    }

    /// Whether a file whose newest commit was this one can have these pages now.
    func admits(_ pages: MetaPair) -> Bool {
        let newest = pages.newest
        guard newest.transaction >= transaction else { return false }
        guard let contents else { return true }
        let hash = Self.hash(newest.content)
        if newest.transaction == transaction { return hash == contents.newest }
        // A commit that was not noted is possible, but no commit says again what the one before the last said:
        // its pages are not free yet.
        return newest.transaction - transaction != 1 || hash != contents.other
    }

    /// FNV-1a: every step can be undone, so that no change of one byte goes unnoticed.
    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
