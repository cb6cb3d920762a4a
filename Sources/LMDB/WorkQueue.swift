internal import Glibc

/// Passes elements to a thread that sleeps while there are none.
///
/// The taking thread gets everything that queued meanwhile at once: what arrived during one flush
/// is the batch of the next.
// SAFETY: the elements and the flag are only touched while the mutex is held; the mutex and the
// condition stay at one address from `init` to `deinit`.
@safe package final class WorkQueue<Element: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var elements: [Element] = []
    private var isClosed = false

    /// Makes an empty queue.
    package init() {
        unsafe mutex = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe condition = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        // With default attributes neither can fail on Linux.
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Number of elements that wait.
    package var count: Int {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return elements.count
    }

    /// Adds an element and wakes the taking thread.
    ///
    /// - Parameters:
    ///   - element: What to pass.
    ///   - countMax: Most elements that may wait.
    /// - Returns: False, without adding, if the queue is closed or `countMax` elements wait.
    package func push(_ element: Element, countMax: Int = .max) -> Bool {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        guard !isClosed && elements.count < countMax else { return false }
        elements.append(element)
        unsafe pthread_cond_signal(condition)
        return true
    }

    /// Takes all elements in the order they were added; sleeps while there are none.
    ///
    /// - Returns: At least one element; nil when the queue is closed and empty.
    package func takeAll() -> [Element]? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while elements.isEmpty {
            guard !isClosed else { return nil }
            unsafe pthread_cond_wait(condition, mutex)
        }
        defer { elements = [] }
        return elements
    }

    /// Refuses further elements; those that wait can still be taken.
    package func close() {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        isClosed = true
        unsafe pthread_cond_broadcast(condition)
    }
}
