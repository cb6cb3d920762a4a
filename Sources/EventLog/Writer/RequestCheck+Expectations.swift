internal import EventModel
internal import LMDB

extension RequestCheck {
    /// Checks where streams stand; the first miss is refused under `name`.
    func check(
        _ expectations: [StreamExpectation],
        _ name: RefusalName,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        for expectation in expectations where expectation.expected != .any {
            let count = try eventCount(of: expectation.stream, in: transaction)
            guard !expectation.expected.holds(eventCount: count) else { continue }
            let events = request.events
            let index = (0..<events.count).first {
                events.subject(at: $0).hasSameBytes(as: expectation.stream.utf8Span.span)
            }
            throw .refused(
                index: index ?? 0,
                Refusal(
                    name,
                    field: expectation.stream,
                    found: count == 0 ? "noStream" : "revision \(count - 1)",
                    accepted: expectation.expected.description
                )
            )
        }
    }

    private func eventCount(
        of stream: String,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> UInt64 {
        let recent = writer.streamCounts.recentCount(of: stream, in: writer.recent.packed)
        if let sealed = writer.streamCounts.sealedCount(of: stream) { return sealed + recent }
        do throws(LogError) {
            let sealed = try writer.parts.blocks.eventCount(
                of: stream,
                below: writer.sealedCount,
                in: transaction
            )
            writer.streamCounts.remember(sealedCount: sealed, of: stream)
            return sealed + recent
        } catch {
            throw AppendError(error)
        }
    }
}
