package import EventModel

/// What an import did, row by row counted.
package struct ImportReport: Hashable, Sendable {
    /// Events written.
    package internal(set) var writtenCount: UInt64 = 0
    /// Rows that the ledger held already, with the same content.
    package internal(set) var duplicateCount: UInt64 = 0
    /// Batches acknowledged, those of duplicates only included.
    package internal(set) var batchCount: UInt64 = 0
    /// Rows read, good and bad.
    package internal(set) var rowCount: UInt64 = 0
    /// Rows refused.
    package internal(set) var refusedCount: UInt64 = 0
    /// The first refused rows, as many as asked for.
    package internal(set) var problems: [RowProblem] = []
    /// Refused rows by name and field, in the order in which they first came up.
    package internal(set) var refusals: [RefusalCount] = []
    /// Events in the ledger after the last batch; `nil` if no batch was written.
    package internal(set) var eventCount: UInt64?
    /// First and last line of the batch that stopped the import; `nil` if it went through.
    package internal(set) var stoppedBatch: ClosedRange<Int>?

    /// How often a refusal came up.
    package struct RefusalCount: Hashable, Sendable {
        /// The refusal's name.
        package let name: RefusalName
        /// The field at fault, if one was named.
        package let field: String?
        /// Rows refused for it.
        package internal(set) var count: UInt64
    }

    /// Makes the report of an import that has not begun.
    package init() {}

    mutating func add(_ problem: RowProblem, listedMax: Int) {
        refusedCount += 1
        if problems.count < listedMax { problems.append(problem) }
        let index = refusals.firstIndex {
            $0.name == problem.refusal.name && $0.field == problem.refusal.field
        }
        if let index {
            refusals[index].count += 1
        } else {
            refusals.append(
                RefusalCount(name: problem.refusal.name, field: problem.refusal.field, count: 1)
            )
        }
    }
}
