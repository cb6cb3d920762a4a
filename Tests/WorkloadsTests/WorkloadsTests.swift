import Foundation
import Testing
import Workloads

@Suite("Workloads of the benchmarks")
struct WorkloadsTests {
    private static let eventCount = 3_000

    private static func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "cairn-workloads-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }

    private static func remove(_ folder: String) {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            Issue.record("\(folder): \(error)")
        }
    }

    @Test("A ledger is made, replayed in every way, asked, read and verified")
    func readsOfALedger() async throws {
        let folder = try Self.folder()
        defer { Self.remove(folder) }
        let ledger = SimulatedLedger(path: folder + "/ledger")
        try await ledger.make(eventCount: Self.eventCount, batchEventCount: 1_000)
        try await replay(ledger)
        #expect(try QuestionWorkload(ledger).askFirst() == UInt64(Self.eventCount))
        #expect(try QuestionWorkload(ledger).ask(count: 6, seed: 1).count == 6)
        try readSingly(ledger)
        #expect(try SpaceWorkload.parts(of: ledger).eventCount == UInt64(Self.eventCount))
        #expect(try VerifyWorkload.run(ledger).count == UInt64(Self.eventCount))
    }

    private func replay(_ ledger: SimulatedLedger) async throws {
        let replay = try ReplayWorkload(ledger)
        for kind in ReplayWorkload.Kind.allCases {
            for threadCount in 1...2 {
                let timing = try await replay.run(kind, threadCount: threadCount)
                #expect(timing.count == UInt64(Self.eventCount), "\(kind) \(threadCount)")
            }
        }
    }

    private func readSingly(_ ledger: SimulatedLedger) throws {
        let points = try PointReadWorkload(ledger, count: 20, seed: 1)
        #expect(try points.histories().eventCount >= 20)
        #expect(try points.events().eventCount == 20)
    }

    @Test("Proofs are made, and hold")
    func proofs() async throws {
        let folder = try Self.folder()
        defer { Self.remove(folder) }
        let ledger = SimulatedLedger(path: folder + "/ledger")
        try await ledger.make(eventCount: Self.eventCount)
        let workload = try ProofWorkload(ledger, count: 12, seed: 3)
        #expect(try workload.inclusions().count == 12)
        #expect(try workload.extensions().count == 12)
        let files = try workload.proofs()
        #expect(try workload.verify(files).count == 12)
    }

    @Test("Events are appended in requests and by callers", arguments: [1, 2])
    func appends(inFlight: Int) async throws {
        let folder = try Self.folder()
        defer { Self.remove(folder) }
        let workload = try await AppendWorkload(
            SimulatedLedger(path: folder + "/ledger"),
            preparedEventCount: 2_000
        )
        defer { workload.close() }
        let batches = try await workload.appendBatches(
            eventCount: 1_000,
            requestEventCount: 100,
            inFlight: inFlight
        )
        #expect(batches.count == 1_000)
        #expect(try await workload.appendSingly(eventCount: 64, callerCount: 8).count == 64)
    }

    @Test(
        "Files of both forms are written and imported",
        arguments: [
            ImportWorkload.Form.ndjson, .csv,
        ]
    )
    func imports(form: ImportWorkload.Form) async throws {
        let folder = try Self.folder()
        defer { Self.remove(folder) }
        let ledger = SimulatedLedger(path: folder + "/ledger", ids: .uuid7)
        let workload = ImportWorkload(ledger)
        var bytes: [UInt8] = []
        let rowCount = workload.write(eventCount: Self.eventCount, form: form) { bytes += $0 }
        let file = folder + "/history"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        if form == .ndjson { #expect(try ImportWorkload.parse(file: file).count == rowCount) }
        #expect(try await workload.run(file: file, form: form).count == rowCount)
    }
}
