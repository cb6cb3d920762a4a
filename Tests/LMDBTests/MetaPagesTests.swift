import Foundation
import Testing

@testable import LMDB

@Suite("Meta pages")
struct MetaPagesTests {
    /// A closed file of a few commits.
    private func makeFile(in path: String, commits: Int) throws {
        let environment = try Environment(opening: path)
        let table = try environment.requiredTable(named: "t", keys: UInt64.self)
        for step in 0..<commits {
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([UInt8(step)], for: UInt64(step), in: table)
            }
        }
    }

    private func change(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
        let file = URL(filePath: path + "/data.mdb")
        var bytes = Array(try Data(contentsOf: file))
        change(&bytes)
        try Data(bytes).write(to: file)
    }

    private func transactionNumber(ofPageAt page: Int, in path: String) throws -> UInt64 {
        let bytes = Array(try Data(contentsOf: URL(filePath: path + "/data.mdb")))
        return (0..<8).reduce(0) { $0 | UInt64(bytes[page + 144 + $1]) << UInt64(8 * $1) }
    }

    private func failure(opening path: String, readOnly: Bool) -> EnvironmentOpenError? {
        do throws(EnvironmentOpenError) {
            _ = try Environment(opening: path, options: EnvironmentOptions(readOnly: readOnly))
            return nil
        } catch {
            return error
        }
    }

    private func damage(_ fault: PageFault) -> EnvironmentOpenError {
        .damaged([PageDamage(.head, page: 0, fault)])
    }

    @Test(
        "A flipped bit in a transaction number is damage, not an older state",
        arguments: 3...6,
        0..<64
    )
    func transactionNumber(commits: Int, bit: Int) async throws {
        try await withTemporaryFolder { path in
            try makeFile(in: path, commits: commits)
            let hasNote = commits & 1 == bit & 1
            // A copy of the data file alone has no note of its newest commit.
            if !hasNote { try FileManager.default.removeItem(atPath: path + "/writer.lock") }
            let numbers = try [0, 4_096].map { try transactionNumber(ofPageAt: $0, in: path) }
            for (place, page) in [0, 4_096].enumerated() {
                let flipped = numbers[place] ^ 1 << UInt64(bit)
                // What only the note shows: one state looks exactly two commits newer or older.
                let other = numbers[1 - place]
                if max(flipped, other) - min(flipped, other) == 1, !hasNote { continue }
                try change(path) { $0[page + 144 + bit / 8] ^= 1 << UInt8(bit % 8) }
                for readOnly in [true, false] {
                    let failure = failure(opening: path, readOnly: readOnly)
                    let damages = [damage(.olderState), damage(.badMetaPages)]
                    #expect(failure.map(damages.contains) == true, "page \(page)")
                    if !hasNote {
                        try? FileManager.default.removeItem(atPath: path + "/writer.lock")
                    }
                }
                try change(path) { $0[page + 144 + bit / 8] ^= 1 << UInt8(bit % 8) }
            }
            #expect(failure(opening: path, readOnly: false) == nil)
        }
    }

    @Test("An older state that was made to look like the newest is damage, whichever its bit")
    func raisedByTwo() async throws {
        for commits in 2...9 {
            try await withTemporaryFolder { path in
                try makeFile(in: path, commits: commits)
                let numbers = try [0, 4_096].map { try transactionNumber(ofPageAt: $0, in: path) }
                let older = numbers[0] < numbers[1] ? 0 : 4_096
                let number = min(numbers[0], numbers[1]) + 2
                try change(path) { bytes in
                    for place in 0..<8 {
                        bytes[older + 144 + place] = UInt8(
                            truncatingIfNeeded: number >> UInt64(8 * place)
                        )
                    }
                }
                for readOnly in [true, false] {
                    #expect(failure(opening: path, readOnly: readOnly) == damage(.olderState))
                }
            }
        }
    }

    @Test("What the newest page says is compared with the note of its commit, every byte of it")
    func newestPage() async throws {
        try await withTemporaryFolder { path in
            try makeFile(in: path, commits: 5)
            let numbers = try [0, 4_096].map { try transactionNumber(ofPageAt: $0, in: path) }
            let newest = numbers[0] > numbers[1] ? 0 : 4_096
            for offset in 40..<144 {
                try change(path) { $0[newest + offset] ^= 0x04 }
                #expect(failure(opening: path, readOnly: true) != nil, "byte \(offset)")
                try change(path) { $0[newest + offset] ^= 0x04 }
            }
            #expect(failure(opening: path, readOnly: true) == nil)
        }
    }

    @Test("A note that is torn or of an older program counts by its number alone")
    func olderNote() async throws {
        try await withTemporaryFolder { path in
            try makeFile(in: path, commits: 4)
            let file = URL(filePath: path + "/writer.lock")
            let whole = Array(try Data(contentsOf: file))
            #expect(whole.count == 87)
            for length in [36, 50, 86] {
                try Data(whole[..<length]).write(to: file)
                #expect(failure(opening: path, readOnly: true) == nil, "\(length) bytes")
            }
            var torn = whole
            torn[40] = torn[40] == 0x30 ? 0x31 : 0x30
            try Data(torn).write(to: file)
            #expect(failure(opening: path, readOnly: true) == nil)
            // The number is what it was.
            var later = whole
            later[35] += 1
            try Data(later[..<36]).write(to: file)
            #expect(failure(opening: path, readOnly: true) == damage(.olderState))
            // A writer that opens the file notes its state anew.
            try Data(whole[..<36]).write(to: file)
            #expect(failure(opening: path, readOnly: false) == nil)
            #expect(Array(try Data(contentsOf: file))[16...] == whole[16...])
        }
    }

    @Test("Swapped pages and an impossible last page are damage")
    func otherDamage() async throws {
        try await withTemporaryFolder { path in
            try makeFile(in: path, commits: 4)
            let sound = Array(try Data(contentsOf: URL(filePath: path + "/data.mdb")))
            try change(path) { bytes in
                // The pages' contents change places, their page numbers stay.
                bytes.replaceSubrange(16..<4_096, with: sound[4_112..<8_192])
                bytes.replaceSubrange(4_112..<8_192, with: sound[16..<4_096])
            }
            #expect(failure(opening: path, readOnly: true) == damage(.badMetaPages))
            try change(path) { bytes in
                bytes = sound
                bytes[136 + 7] ^= 0x40
                bytes[4_096 + 136 + 7] ^= 0x40
            }
            #expect(failure(opening: path, readOnly: true) == damage(.olderState))
            try change(path) { $0 = sound }
            #expect(failure(opening: path, readOnly: true) == nil)
        }
    }

    @Test("A data file older than the newest commit that was noted has lost commits")
    func olderFile() async throws {
        try await withTemporaryFolder { path in
            try makeFile(in: path, commits: 3)
            let older = Array(try Data(contentsOf: URL(filePath: path + "/data.mdb")))
            try makeFile(in: path, commits: 2)
            #expect(failure(opening: path, readOnly: true) == nil)
            try change(path) { $0 = older }
            for readOnly in [true, false] {
                #expect(failure(opening: path, readOnly: readOnly) == damage(.olderState))
            }
            try FileManager.default.removeItem(atPath: path + "/writer.lock")
            #expect(failure(opening: path, readOnly: false) == nil)
        }
    }

    @Test("A new file, one commit and many are sound, also while a writer goes on")
    func sound() async throws {
        for commits in 0...5 {
            try await withTemporaryFolder { path in
                try makeFile(in: path, commits: commits)
                #expect(failure(opening: path, readOnly: true) == nil)
                #expect(failure(opening: path, readOnly: false) == nil)
            }
        }
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            let writer = try DedicatedThread {
                for step in 0..<500 as Range<UInt64> {
                    do {
                        try environment.writing { transaction throws(LMDBError) in
                            try transaction.put([1], for: step, in: table)
                        }
                    } catch { Issue.record("\(error)") }
                }
            }
            for _ in 0..<2_000 {
                try MetaPages.check(in: path, mapSizeBytes: environment.options.mapSizeBytes)
            }
            writer.join()
        }
    }
}
