import Workloads
import Foundation

/// What one run gives: one JSON object on standard output, which the report is assembled from.
struct Outcome: Encodable {
    /// What was counted: events, bytes, questions.
    var count: UInt64
    /// Nanoseconds of each repetition, question or flush, in order.
    var nanoseconds: [UInt64]
    /// Further facts of the run.
    var facts: [String: Double] = [:]

    init(_ measurement: Timing) {
        count = measurement.count
        nanoseconds = [measurement.nanoseconds]
    }

    init(count: UInt64, nanoseconds: [UInt64], facts: [String: Double] = [:]) {
        self.count = count
        self.nanoseconds = nanoseconds
        self.facts = facts
    }

    /// Writes the object to standard output.
    func print() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        Swift.print(String(decoding: try encoder.encode(self), as: UTF8.self))
    }
}
