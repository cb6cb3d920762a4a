import CControls
import Foundation

/// Controls: what the machine gives to plain C.
struct ControlRuns {
    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() async throws -> Outcome {
        switch arguments.word {
        case "memory": try await memory()
        case "lmdb-append": try lmdbAppend()
        case "lmdb-scan": try lmdbScan()
        case "zstd": try zstd()
        case "flush": try flush()
        default: try forget()
        }
    }

    private func memory() async throws -> Outcome {
        let bytes = try arguments.number("bytes", default: 1 << 29)
        let threads = try arguments.number("threads", default: 1)
        let times = await withTaskGroup(of: UInt64.self) { group in
            for _ in 0..<threads { group.addTask { control_memory_scan(bytes, 7) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return Outcome(count: UInt64(bytes * threads), nanoseconds: [times.max() ?? 0])
    }

    private func lmdbAppend() throws -> Outcome {
        let count = UInt64(try arguments.number("records"))
        let time = control_lmdb_append(
            try arguments.text("folder"),
            count,
            UInt64(try arguments.number("per-commit"))
        )
        return try sound(Outcome(count: count, nanoseconds: [time]))
    }

    private func lmdbScan() throws -> Outcome {
        var count: UInt64 = 0
        let time = control_lmdb_scan(try arguments.text("folder"), 1, 5, &count)
        return try sound(Outcome(count: count, nanoseconds: [time]))
    }

    private func zstd() throws -> Outcome {
        let content = try Data(
            contentsOf: URL(fileURLWithPath: try arguments.text("file")),
            options: .alwaysMapped
        ).prefix(64 << 20)
        var compressed = 0
        let time = Array(content).withUnsafeBufferPointer {
            control_zstd($0.baseAddress, $0.count, 3, &compressed)
        }
        let result = Outcome(
            count: UInt64(content.count),
            nanoseconds: [time],
            facts: ["compressedBytes": Double(compressed)]
        )
        return try sound(result)
    }

    private func flush() throws -> Outcome {
        let count = try arguments.number("count", default: 400)
        let extends = try arguments.text("write") == "extend"
        var times = [UInt64](repeating: 0, count: count)
        guard
            control_flush(try arguments.text("folder"), extends ? 1 : 0, Int32(count), &times) == 0
        else { throw Arguments.Fault(description: "the flush control failed") }
        return Outcome(count: UInt64(count), nanoseconds: times)
    }

    private func forget() throws -> Outcome {
        guard control_forget_file(try arguments.text("file")) == 0 else {
            throw Arguments.Fault(description: "the file's pages could not be dropped")
        }
        return Outcome(count: 1, nanoseconds: [])
    }

    private func sound(_ result: Outcome) throws -> Outcome {
        guard result.nanoseconds.allSatisfy({ $0 > 0 }) else {
            throw Arguments.Fault(description: "the control failed")
        }
        return result
    }
}
