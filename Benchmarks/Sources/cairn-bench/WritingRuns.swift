import Workloads
import Foundation

/// Workloads that write a ledger, or the files that one is made from.
struct WritingRuns {
    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() async throws -> Outcome {
        switch arguments.word {
        case "make": try await make()
        case "append": try await append()
        case "callers": try await callers()
        case "text": try text()
        case "import": try await importFile()
        default: Outcome(try ImportWorkload.parse(file: try arguments.text("file")))
        }
    }

    private func make() async throws -> Outcome {
        let count = try arguments.number("events")
        let ledger = try arguments.ledger()
        let clock = ContinuousClock()
        let start = clock.now
        try await ledger.make(eventCount: count)
        let (seconds, attoseconds) = (clock.now - start).components
        return Outcome(
            count: UInt64(count),
            nanoseconds: [UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)]
        )
    }

    private func append() async throws -> Outcome {
        let workload = try await AppendWorkload(try arguments.ledger())
        defer { workload.close() }
        return Outcome(
            try await workload.appendBatches(
                eventCount: try arguments.number("events"),
                requestEventCount: try arguments.number("request"),
                inFlight: try arguments.number("in-flight", default: 1)
            )
        )
    }

    private func callers() async throws -> Outcome {
        let workload = try await AppendWorkload(try arguments.ledger())
        defer { workload.close() }
        return Outcome(
            try await workload.appendSingly(
                eventCount: try arguments.number("events"),
                callerCount: try arguments.number("callers")
            )
        )
    }

    private func text() throws -> Outcome {
        let path = try arguments.text("output")
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw Arguments.Fault(description: "\(path) cannot be written") }
        defer { try? file.close() }
        var byteCount = 0
        let rows = try ImportWorkload(try arguments.ledger()).write(
            eventCount: try arguments.number("events"),
            form: try arguments.choice("form")
        ) { piece in
            try file.write(contentsOf: piece)
            byteCount += piece.count
        }
        return Outcome(count: rows, nanoseconds: [], facts: ["bytes": Double(byteCount)])
    }

    private func importFile() async throws -> Outcome {
        Outcome(
            try await ImportWorkload(try arguments.ledger()).run(
                file: try arguments.text("file"),
                form: try arguments.choice("form", default: .ndjson)
            )
        )
    }
}
