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

    @Test(
        "A flipped bit in a transaction number is damage, not an older state",
        arguments: 3...6,
        0..<64
    )
    func transactionNumber(commits: Int, bit: Int) async throws {
        try await withTemporaryFolder { path in
            try makeFile(in: path, commits: commits)
            let numbers = try [0, 4_096].map { try transactionNumber(ofPageAt: $0, in: path) }
            for (place, page) in [0, 4_096].enumerated() {
                let flipped = numbers[place] ^ 1 << UInt64(bit)
                // The one case that nothing shows: the older state looks exactly two commits newer.
                if flipped == numbers[1 - place] + 1 { continue }
                try change(path) { $0[page + 144 + bit / 8] ^= 1 << UInt8(bit % 8) }
                for readOnly in [true, false] {
                    let failure = failure(opening: path, readOnly: readOnly)
                    #expect(failure == .engine(.corrupted), "page \(page)")
                }
                try change(path) { $0[page + 144 + bit / 8] ^= 1 << UInt8(bit % 8) }
            }
            #expect(failure(opening: path, readOnly: false) == nil)
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
            #expect(failure(opening: path, readOnly: true) == .engine(.corrupted))
            try change(path) { bytes in
                bytes = sound
                bytes[136 + 7] ^= 0x40
                bytes[4_096 + 136 + 7] ^= 0x40
            }
            #expect(failure(opening: path, readOnly: true) == .engine(.corrupted))
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
                #expect(failure(opening: path, readOnly: readOnly) == .engine(.corrupted))
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
