/// Sizes up to which the door accepts an event.
package struct EventLimits: Hashable, Sendable {
    /// Longest event line in bytes.
    package let lineBytes: Int
    /// Longest `id` in bytes.
    package let idBytes: Int
    /// Longest `source` in bytes.
    package let sourceBytes: Int
    /// Longest `subject` in bytes.
    package let subjectBytes: Int
    /// Longest `actor` and `role` in bytes.
    package let actorBytes: Int

    /// The limits of the wire form: 128 KiB a line, ids of 128 bytes, sources and subjects of 512.
    ///
    /// Vouchers, photos and reports are named by their hashes. A block of 16,384 of the longest events is
    /// 2 GiB, which its stored offsets (u32) can address.
    package static let standard = EventLimits(
        lineBytes: 128 << 10,
        idBytes: 128,
        sourceBytes: 512,
        subjectBytes: 512,
        actorBytes: 128
    )
}
