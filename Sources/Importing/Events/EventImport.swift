package import EventLog
import EventModel

/// Writes the rows of a source to a ledger in batches, each whole or not at all.
///
/// While the ledger writes one batch, the next ones are read and checked, several at the same time; no more than
/// those are in memory.
/// Rows that the ledger holds already are passed over, so that an import that stopped may simply be run
/// again.
package struct EventImport {
    private let log: EventLog
    private let options: ImportOptions
    private let refusedRows: RefusedRowsFile?
    private var report = ImportReport()
    private var pending: Pending?
    /// Batches that pass the door, in the order of their rows.
    private var reading: [Reading] = []
    /// Memory of batches that are done with.
    private var spares: [EventBatch] = []
    /// Events in the log after the last batch that was settled, as far as it is known.
    private var knownEventCount: UInt64 = 0
    /// The head that refused rows need to be read again.
    private var head: [UInt8] = []

    /// A batch that is being read.
    private struct Reading {
        let rowCount: Int
        let task: Task<ImportBatch, Never>
    }

    /// A batch on its way to the ledger.
    private struct Pending {
        let batch: ImportBatch
        let task: Task<Result<AppendReceipt, AppendError>, Never>
    }

    /// Prepares an import into a ledger that is open for writing.
    ///
    /// - Parameters:
    ///   - log: The ledger's log.
    ///   - options: How to go about it.
    ///   - refusedRows: Gets refused rows while good ones are written; without it, the import stops at the
    ///     batch of the first refused row.
    package init(
        into log: EventLog,
        options: ImportOptions,
        refusedRows: RefusedRowsFile? = nil
    ) {
        self.log = log
        self.options = options
        self.refusedRows = refusedRows
    }

    /// Imports every row of the source.
    ///
    /// - Parameters:
    ///   - rows: The source's rows.
    ///   - progress: Called after each batch with the counts so far.
    /// - Returns: What was done; ``ImportReport/stoppedBatch`` says whether it stopped at refused rows.
    /// - Throws: ``ImportError`` when the source or the ledger fails; acknowledged batches stay.
    package mutating func run(
        _ rows: any EventRows,
        progress: (ImportReport) -> Void = { _ in }
    ) async throws(ImportError) -> ImportReport {
        head = rows.head
        knownEventCount = (try? log.withSnapshot { $0.eventCount }) ?? 0
        do throws(ImportError) {
            try readAhead(of: rows)
            while let batch = await nextBatch() {
                try readAhead(of: rows)
                guard try await settlePending(of: rows.name) else { return report }
                report.rowCount += UInt64(batch.rowCount)
                guard try note(batch, of: rows.name) else { return report }
                if !batch.events.isEmpty { send(batch) }
                progress(report)
            }
        } catch {
            if case .ledger = error { throw error }
            // What was read before the source failed is written, and what was sent is counted, before it is told.
            guard try await finish(of: rows.name) else { return report }
            throw error
        }
        guard try await settlePending(of: rows.name) else { return report }
        progress(report)
        return report
    }

    /// Writes the batches that are being read; `false` if the import stops at refused rows.
    private mutating func finish(of file: String) async throws(ImportError) -> Bool {
        while let batch = await nextBatch() {
            guard try await settlePending(of: file) else { return false }
            report.rowCount += UInt64(batch.rowCount)
            guard try note(batch, of: file) else { return false }
            if !batch.events.isEmpty { send(batch) }
        }
        return try await settlePending(of: file)
    }

    /// What was done so far; the same as the result of ``run(_:progress:)`` if that did not throw.
    package var reportSoFar: ImportReport { report }

    /// Takes rows and has them read, as long as fewer batches are under way than there are doors.
    private mutating func readAhead(of rows: any EventRows) throws(ImportError) {
        while reading.count < options.doorCount,
            let unread = try rows.take(
                rowCount: nextRowCount(),
                byteCount: options.batchByteCount
            )
        {
            let spare = spares.popLast() ?? EventBatch()
            let task = Task { () -> ImportBatch in
                var batch = ImportBatch(reusing: spare)
                unread.read(into: &batch)
                batch.finish()
                return batch
            }
            reading.append(Reading(rowCount: unread.count, task: task))
        }
    }

    /// The batch that was begun first of those that are being read; `nil` if there is none.
    private mutating func nextBatch() async -> ImportBatch? {
        guard !reading.isEmpty else { return nil }
        return await reading.removeFirst().task.value
    }

    /// Rows of the next batch: where it can hold a block of the log, up to the end of one.
    private func nextRowCount() -> Int {
        let ahead = (pending?.batch.events.count ?? 0) + reading.map(\.rowCount).reduce(0, +)
        let start = knownEventCount + UInt64(ahead)
        let block = log.sealedBlockEvents
        guard options.batchRowCount >= block else { return options.batchRowCount }
        let rest = block - Int(start % UInt64(block))
        return rest + (options.batchRowCount - rest) / block * block
    }

    /// Notes what the door refused; `false` if the import stops here.
    private mutating func note(_ batch: ImportBatch, of file: String) throws(ImportError) -> Bool {
        for row in batch.refused {
            add(row.refusal, line: row.line, of: file)
            try keep(row.text, line: row.line)
        }
        guard batch.refused.isEmpty || refusedRows != nil else {
            report.stoppedBatch = batch.range
            return false
        }
        return true
    }

    /// Puts a refused row into the file for them, below the head of its source.
    private mutating func keep(_ text: [UInt8], line: Int) throws(ImportError) {
        guard let refusedRows else { return }
        guard !text.isEmpty else {
            report.addUnkept(line: line, listedMax: options.listedProblemsMax)
            return
        }
        try refusedRows.append(text, below: head)
    }

    private mutating func add(_ refusal: Refusal, line: Int, of file: String) {
        let problem = RowProblem(file: file, line: line, refusal: refusal)
        report.add(problem, listedMax: options.listedProblemsMax)
    }

    private mutating func send(_ batch: ImportBatch) {
        let log = log
        let request = AppendRequest(
            events: batch.events,
            restoresRecordedTime: options.restoresRecordedTime
        )
        let task = Task { () -> Result<AppendReceipt, AppendError> in
            do throws(AppendError) {
                return .success(try await log.append(request))
            } catch {
                return .failure(error)
            }
        }
        pending = Pending(batch: batch, task: task)
    }

    /// Waits for the batch on its way; `false` if the ledger refused it and the import stops here.
    private mutating func settlePending(of file: String) async throws(ImportError) -> Bool {
        guard let sent = pending else { return true }
        pending = nil
        switch await sent.task.value {
        case .success(let receipt):
            count(receipt)
            spares.append(sent.batch.events)
            return true
        case .failure(.refused(let index, let refusal)):
            guard refusedRows != nil else {
                add(refusal, line: sent.batch.lines[index], of: file)
                report.stoppedBatch = sent.batch.range
                return false
            }
            try await writeAround(index, refusal, sent.batch, of: file)
            return true
        case .failure(let error):
            throw .ledger(error)
        }
    }

    /// Writes a batch without the rows that the ledger refuses: what stands before each of them first.
    private mutating func writeAround(
        _ firstIndex: Int,
        _ firstRefusal: Refusal,
        _ batch: ImportBatch,
        of file: String
    ) async throws(ImportError) {
        var start = 0
        var fault: (index: Int, refusal: Refusal)? = (firstIndex, firstRefusal)
        while let (index, refusal) = fault {
            fault = nil
            let place = start + index
            add(refusal, line: batch.lines[place], of: file)
            try keep(batch.texts[place], line: batch.lines[place])
            if index > 0 { _ = try await write(batch.events.slice(start..<place)) }
            start = place + 1
            if start < batch.events.count {
                fault = try await write(batch.events.slice(start..<batch.events.count))
            }
        }
    }

    /// Writes events and waits; gives the first one refused, after which nothing is written.
    private mutating func write(
        _ events: EventBatch
    ) async throws(ImportError) -> (index: Int, refusal: Refusal)? {
        let request = AppendRequest(
            events: events,
            restoresRecordedTime: options.restoresRecordedTime
        )
        do throws(AppendError) {
            count(try await log.append(request))
            return nil
        } catch {
            if case .refused(let index, let refusal) = error { return (index, refusal) }
            throw .ledger(error)
        }
    }

    private mutating func count(_ receipt: AppendReceipt) {
        report.batchCount += 1
        report.eventCount = receipt.eventCount
        knownEventCount = receipt.eventCount
        for outcome in receipt.outcomes {
            switch outcome {
            case .recorded: report.writtenCount += 1
            case .duplicate: report.duplicateCount += 1
            }
        }
    }
}
