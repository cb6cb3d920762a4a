/// A moment in whole milliseconds since 1970-01-01T00:00:00Z, the resolution of both clocks.
package struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted; negative before 1970.
    package let millisecondsSince1970: Int64

    /// Makes the instant from its count of milliseconds.
    package init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    /// Orders instants from earlier to later.
    package static func < (left: Instant, right: Instant) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }
}
