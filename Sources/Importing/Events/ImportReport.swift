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
    package private(set) var refusals: [RefusalCount] = []
    /// Refused rows that were too long to be kept in the file for refused rows.
    package private(set) var unkeptCount: UInt64 = 0
    /// Lines of the first of them, as many as problems are listed.
    package private(set) var unkeptLines: [Int] = []
    /// Events in the ledger after the last batch; `nil` if no batch was written.
    package internal(set) var eventCount: UInt64?
    /// First and last line of the batch that stopped the import; `nil` if it went through.
    package internal(set) var stoppedBatch: ClosedRange<Int>?

    /// How often a refusal came up.
    package struct RefusalCount: Hashable, Sendable {
        /// The refusal's name.
        package let name: RefusalName
        /// The field at fault; `nil` if none was named, or if the name has come up with
        /// ``ImportReport/fieldsPerNameMax`` others before.
        package let field: String?
        /// Rows refused for it.
        package internal(set) var count: UInt64
    }

    /// Fields that are counted one by one for each name: unknown fields may be as many as there are rows.
    package static let fieldsPerNameMax = 20

    private var places: [RefusalName: [String?: Int]] = [:]

    /// Makes the report of an import that has not begun.
    package init() {}

    mutating func add(_ problem: RowProblem, listedMax: Int) {
        refusedCount += 1
        if problems.count < listedMax { problems.append(problem) }
        count(problem.refusal.name, problem.refusal.field)
    }

    mutating func addUnkept(line: Int, listedMax: Int) {
        unkeptCount += 1
        if unkeptLines.count < listedMax { unkeptLines.append(line) }
    }

    private mutating func count(_ name: RefusalName, _ field: String?) {
        let known = places[name, default: [:]]
        let isFull = known.count >= Self.fieldsPerNameMax && known[field] == nil
        let key = isFull ? nil : field
        if let place = known[key] {
            refusals[place].count += 1
        } else {
            places[name, default: [:]][key] = refusals.count
            refusals.append(RefusalCount(name: name, field: key, count: 1))
        }
    }
}
