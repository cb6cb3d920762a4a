package import EventModel
internal import Glibc

/// The machine's real-time clock in whole milliseconds.
package struct SystemClock: LedgerClock {
    /// Makes the clock; all of them show the same time.
    package init() {}

    /// The present instant, rounded down to the millisecond.
    package func now() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(
            millisecondsSince1970: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        )
    }
}
