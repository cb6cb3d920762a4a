package import EventModel
internal import Synchronization

/// How many requests each holder may still send: a bucket that fills by the second, up to two seconds' worth.
package final class RequestBudget: Sendable {
    private struct Bucket {
        /// Thousandths of a request.
        var level: Int
        var filledAt: Int64
    }

    private let buckets = Mutex<[String: Bucket]>([:])
    private static let bucketsMax = 65_536

    /// Makes a budget in which nobody has asked yet.
    package init() {}

    /// Takes one request.
    ///
    /// - Parameters:
    ///   - holder: Who asks.
    ///   - rate: Requests a second.
    ///   - now: The moment.
    /// - Returns: `nil` if it may be served, else the seconds after which the next one may.
    package func take(_ holder: String, rate: Int, now: Instant) -> Int? {
        buckets.withLock { buckets in
            let milliseconds = now.millisecondsSince1970
            if buckets.count >= Self.bucketsMax {
                buckets = buckets.filter { milliseconds - $0.value.filledAt < 2_000 }
                // More holders than that at once: none of them is let in for free.
                guard buckets.count < Self.bucketsMax || buckets[holder] != nil else { return 1 }
            }
            var bucket = Self.filled(buckets[holder], rate, milliseconds)
            let isServed = bucket.level >= 1_000
            if isServed { bucket.level -= 1_000 }
            buckets[holder] = bucket
            return isServed ? nil : 1
        }
    }

    /// Whether a holder would not be served; takes nothing.
    package func isEmpty(_ holder: String, rate: Int, now: Instant) -> Bool {
        buckets.withLock { buckets in
            Self.filled(buckets[holder], rate, now.millisecondsSince1970).level < 1_000
        }
    }

    private static func filled(_ bucket: Bucket?, _ rate: Int, _ milliseconds: Int64) -> Bucket {
        let full = 2_000 * rate
        guard var bucket else { return Bucket(level: full, filledAt: milliseconds) }
        let passed = Int(max(0, min(milliseconds - bucket.filledAt, 2_000)))
        bucket.level = min(full, bucket.level + passed * rate)
        bucket.filledAt = milliseconds
        return bucket
    }
}
