import CControls
import Workloads
import Foundation

/// Runs one workload or control once and prints what it took.
///
/// One process for each, so that its peak memory is its own and nothing is warm that should be cold. `bench.py`
/// calls it and makes the report.
@main
struct CairnBench {
    static func main() async {
        do {
            try await run(try Arguments(CommandLine.arguments)).print()
        } catch {
            FileHandle.standardError.write(Data("cairn-bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: Arguments) async throws -> Outcome {
        switch arguments.word {
        case "make", "append", "callers", "text", "import", "parse":
            try await WritingRuns(arguments).run()
        case "replay", "first", "questions", "points", "proofs", "verify", "space":
            try await ReadingRuns(arguments).run()
        case "memory", "lmdb-append", "lmdb-scan", "zstd", "flush", "forget":
            try await ControlRuns(arguments).run()
        default:
            throw Arguments.Fault(description: "\(arguments.word): no such workload")
        }
    }
}

extension Arguments {
    /// The ledger named on the command line.
    func ledger() throws -> SimulatedLedger {
        SimulatedLedger(
            path: try text("ledger"),
            seed: UInt64(try number("seed", default: 1)),
            ids: try choice("ids", default: .counting)
        )
    }
}
