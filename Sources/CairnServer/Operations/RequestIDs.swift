internal import EventModel
internal import Synchronization

/// Names requests: rising with time, and different from those of every other run of the service.
final class RequestIDs: Sendable {
    private let run = String(UInt32.random(in: .min ... .max), radix: 16)
    private let counter = Atomic<UInt64>(0)

    /// The next name.
    func next(at now: Instant) -> String {
        let count = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return Self.hex(UInt64(clamping: now.millisecondsSince1970), digits: 12) + "-" + run + "-"
            + Self.hex(count, digits: 6)
    }

    private static func hex(_ number: UInt64, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
