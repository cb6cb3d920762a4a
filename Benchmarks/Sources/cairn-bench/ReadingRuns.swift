import Foundation
import Workloads

/// Workloads that read a ledger.
struct ReadingRuns {
    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() async throws -> Outcome {
        let ledger = try arguments.ledger()
        switch arguments.word {
        case "replay": return try await replay(ledger)
        case "first":
            let clock = ContinuousClock()
            let start = clock.now
            let count = try QuestionWorkload(ledger).askFirst()
            let (seconds, attoseconds) = (clock.now - start).components
            return Outcome(
                count: count,
                nanoseconds: [UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)]
            )
        case "questions":
            let workload = try QuestionWorkload(ledger)
            // What a process does once is not part of a warm answer.
            if try arguments.number("warm", default: 1) == 1 { try workload.warmUp() }
            let times = try workload.ask(
                count: try arguments.number("count"),
                seed: UInt64(try arguments.number("questions-seed", default: 7))
            )
            return Outcome(count: UInt64(times.count), nanoseconds: times)
        case "points": return try points(ledger)
        case "proofs": return try proofs(ledger)
        case "space":
            let space = try SpaceWorkload.parts(of: ledger)
            return Outcome(
                count: space.eventCount,
                nanoseconds: [],
                facts: space.bytes.mapValues { Double($0) }
            )
        default: return Outcome(try VerifyWorkload.run(ledger))
        }
    }

    private func replay(_ ledger: SimulatedLedger) async throws -> Outcome {
        let workload = try ReplayWorkload(ledger)
        var result = Outcome(count: 0, nanoseconds: [])
        for _ in 0..<(try arguments.number("runs", default: 1)) {
            let measurement = try await workload.run(
                try arguments.choice("kind"),
                threadCount: try arguments.number("threads", default: 1)
            )
            result.count = measurement.count
            result.nanoseconds.append(measurement.nanoseconds)
        }
        return result
    }

    private func proofs(_ ledger: SimulatedLedger) throws -> Outcome {
        let workload = try ProofWorkload(
            ledger,
            count: try arguments.number("count"),
            seed: UInt64(try arguments.number("proofs-seed", default: 7))
        )
        switch try arguments.text("of") {
        case "events":
            let times = try workload.inclusions()
            return Outcome(count: UInt64(times.count), nanoseconds: times)
        case "extensions":
            let times = try workload.extensions()
            return Outcome(count: UInt64(times.count), nanoseconds: times)
        case "files":
            // For another verifier: the files, and the key that they are to be checked with.
            let folder = try arguments.text("output")
            for (index, file) in try workload.proofs().enumerated() {
                try Data(file).write(to: URL(fileURLWithPath: "\(folder)/\(index).json"))
            }
            try workload.verifierKey.write(
                toFile: folder + "/key",
                atomically: true,
                encoding: .utf8
            )
            return Outcome(count: UInt64(try arguments.number("count")), nanoseconds: [])
        default: return Outcome(try workload.verify(try workload.proofs()))
        }
    }

    private func points(_ ledger: SimulatedLedger) throws -> Outcome {
        let workload = try PointReadWorkload(
            ledger,
            count: try arguments.number("count"),
            seed: UInt64(try arguments.number("points-seed", default: 7))
        )
        let reads =
            try arguments.text("of") == "parcels" ? workload.histories() : workload.events()
        return Outcome(count: UInt64(reads.eventCount), nanoseconds: reads.nanoseconds)
    }
}
