import EventModel
import Glibc
import LMDB
import Testing

@testable import EventLog

@Suite("Readers that were killed")
struct DeadReaderTests {
    /// Lets another process read the ledger and die in the middle of it.
    private static func killReader(of path: String) async {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let reader = try TestLedger.open(path, .reading)
            try reader.withSnapshot { snapshot in
                if snapshot.eventCount == 0 { kill(getpid(), SIGKILL) }
            }
        }
    }

    @Test("A writer that goes on for long gives back what a killed reader held")
    func deadReaderIsForgotten() async throws {
        try await withTemporaryPath { path in
            try TestLedger.create(at: path)
            let parts = LogParts(
                folder: try LedgerFolder(opening: path),
                store: try LogStore(Environment(opening: path + "/log"), creating: false),
                registry: TestLedger.registry,
                options: TestLedger.options,
                clock: ManualClock()
            )
            let writer = try LogWriter(parts)
            await Self.killReader(of: path)
            // So it is as long as nobody looks.
            #expect(try parts.store.environment.clearDeadReaders() == 1)
            await Self.killReader(of: path)
            for number in 0..<LogWriter.commitsBetweenReaderChecks {
                let event = IncomingEvent(SampleEvents.scan("\(number)"))
                let request = AppendRequest(events: [event])
                _ = try writer.commit([AppendQueue.Entry(request: request) { _ in }])
            }
            #expect(try parts.store.environment.clearDeadReaders() == 0)
            #expect(writer.eventCount == UInt64(LogWriter.commitsBetweenReaderChecks))
        }
    }
}
