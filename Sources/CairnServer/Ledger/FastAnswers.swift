internal import Access
internal import Answers
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// Answers by the address they were asked for at, so that a question that is asked again and again is not read again.
///
/// What is remembered of an address is only used while it means the same: on the same day if it names no date, at the same
/// position if it names no instant. Forms that the headers decide, and readers who must be accounted for, are not served
/// from here.
final class FastAnswers: Sendable {
    /// An answer with what its address leaves open.
    struct Answer: Sendable {
        let entry: AnswerCache.Entry
        let indicator: String
        /// Whether the address names an instant.
        let isPinned: Bool
        /// Number of events that the answer stands on.
        let eventCount: UInt64
        /// The day of a question that names no date.
        let day: BusinessDate?
    }

    private struct State {
        var answers: [String: Answer] = [:]
        var byteCount = 0
    }

    private let state = Mutex(State())
    private let byteLimit: Int
    private static let answersMax = 4_096

    /// Remembers answers of so many bytes; before there are more, all are forgotten.
    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// Remembers an answer.
    func remember(_ answer: Answer, at target: String) {
        let size = answer.entry.byteCount + 2 * target.utf8.count
        guard size <= byteLimit / 16 else { return }
        state.withLock { state in
            if state.answers.count >= Self.answersMax || state.byteCount + size > byteLimit {
                state = State()
            }
            // An answer that is replaced counts until all are forgotten.
            state.answers[target] = answer
            state.byteCount += size
        }
    }

    /// The answer at an address; `nil` if it must be found in the usual way.
    func answer(at target: String, seeing eventCount: UInt64, now: Instant) -> Answer? {
        guard let answer = state.withLock({ $0.answers[target] }) else { return nil }
        guard answer.isPinned || answer.eventCount == eventCount else { return nil }
        if let day = answer.day, day != BusinessDate(of: now) { return nil }
        return answer
    }
}
