/// A hash of short texts for tables in memory; never stored, never shown.
///
/// Multiplies and folds 128-bit products over eight bytes at a time, after wyhash. The seed differs from
/// process to process, so that nobody can choose texts that collide.
package enum ByteHash {
    private static let seed = UInt64.random(in: .min ... .max) | 1

    /// Hashes the bytes.
    @inline(__always)
    package static func hash(_ bytes: Span<UInt8>) -> UInt64 {
        let count = bytes.count
        var hash = seed ^ UInt64(truncatingIfNeeded: count)
        if count >= 8 {
            var index = 0
            while index < count - 8 {
                hash = fold(hash ^ bytes.word(at: index))
                index += 8
            }
            return fold(fold(hash ^ bytes.word(at: count - 8)))
        }
        var word: UInt64 = 0
        for index in 0..<count { word = word << 8 | UInt64(bytes[index]) }
        return fold(fold(hash ^ word))
    }

    @inline(__always)
    private static func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return product.high ^ product.low
    }
}
