import EventModel

/// Texts one behind the other in one buffer that keeps its memory; the places of texts are offsets in it.
struct BytePool {
    /// The texts, then room whose content means nothing.
    private(set) var bytes: [UInt8] = []
    /// Number of bytes in use.
    private(set) var count = 0

    /// Most bytes of one text that any decoder puts here: no event is longer.
    static let textByteCountMax = EventLimits.standard.lineBytes

    /// Takes a buffer over, of which nothing is in use.
    init(reusing bytes: consuming [UInt8] = []) { self.bytes = bytes }

    /// Gives the buffer away.
    mutating func takeBytes() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    /// Takes a buffer back, of which the first bytes are in use.
    mutating func giveBack(_ bytes: consuming [UInt8], count: Int) {
        self.bytes = bytes
        self.count = min(count, self.bytes.count)
    }

    /// Makes room for so many more bytes.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if bytes.count - count < more { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let wanted = max(count + more, 2 * bytes.count, 64)
        bytes.append(contentsOf: repeatElement(0, count: wanted - bytes.count))
    }

    /// Appends bytes.
    @inline(__always)
    mutating func append(_ span: RawSpan) {
        let added = span.byteCount
        reserve(added)
        let start = count
        unsafe span.withUnsafeBytes { source in
            unsafe bytes.withUnsafeMutableBytes { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                unsafe (to + start).copyMemory(from: from, byteCount: added)
            }
        }
        count = start + added
    }

    /// Appends a copy of bytes that stand here already, then others.
    @inline(__always)
    mutating func append(frontOf place: PackedRange, _ shared: Int, then span: RawSpan) {
        precondition(shared <= Int(place.count), "the front of what is there")
        let added = span.byteCount
        reserve(shared + added)
        let (start, front) = (count, Int(place.start))
        unsafe span.withUnsafeBytes { source in
            unsafe bytes.withUnsafeMutableBytes { target in
                guard let to = unsafe target.baseAddress.map({ unsafe $0 + start }) else { return }
                unsafe to.copyMemory(from: to - start + front, byteCount: shared)
                guard let from = source.baseAddress else { return }
                unsafe (to + shared).copyMemory(from: from, byteCount: added)
            }
        }
        count = start + shared + added
    }

    /// Appends a number in decimal.
    @inline(__always)
    mutating func append(decimal value: UInt64) {
        reserve(20)
        var digitCount = 1
        var bound: UInt64 = 10
        while digitCount < 20, value >= bound {
            digitCount += 1
            // The last bound would not fit.
            bound = digitCount < 20 ? bound &* 10 : .max
        }
        let start = count
        unsafe bytes.withUnsafeMutableBytes { target in
            var rest = value
            var place = start + digitCount - 1
            while place > start {
                let quotient = rest / 10
                unsafe target[place] = UInt8(truncatingIfNeeded: 48 &+ rest &- quotient &* 10)
                rest = quotient
                place -= 1
            }
            unsafe target[start] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
        }
        count = start + digitCount
    }

    /// Appends a word as 16 lower-case hex digits.
    @inline(__always)
    mutating func append(hex word: UInt64) { append(hex: word, digits: 0..<16) }

    /// Appends some of the 16 lower-case hex digits of a word.
    @inline(__always)
    mutating func append(hex word: UInt64, digits: Range<Int>) {
        reserve(digits.count)
        let start = count
        unsafe bytes.withUnsafeMutableBytes { target in
            for (place, digit) in digits.enumerated() {
                let nibble = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * digit)) & 15
                unsafe target[start + place] = nibble < 10 ? 48 + nibble : 87 + nibble
            }
        }
        count = start + digits.count
    }

    /// Appends one byte.
    @inline(__always)
    mutating func append(byte: UInt8) {
        reserve(1)
        bytes[count] = byte
        count += 1
    }

    /// Drops the bytes behind a place.
    mutating func truncate(to count: Int) { self.count = min(count, self.count) }

    /// The bytes at a place.
    @_lifetime(borrow self)
    func span(_ place: PackedRange) -> Span<UInt8> {
        bytes.span.extracting(Int(place.start)..<(Int(place.start) + Int(place.count)))
    }

    /// The place of what was appended from an offset on.
    ///
    /// - Throws: ``DamageError`` when the pool is larger than places can say, which no sound block makes it.
    @inline(__always)
    func place(
        from start: Int,
        part: String,
        position: UInt64
    ) throws(DamageError) -> PackedRange {
        guard count <= Int(UInt32.max) else {
            throw DamageError(part: part, position: position, detail: "its texts exceed 4 GiB")
        }
        return PackedRange(
            start: UInt32(truncatingIfNeeded: start),
            count: UInt32(truncatingIfNeeded: count - start)
        )
    }
}

extension RawSpan {
    /// Whether all bytes are ASCII.
    @inline(__always)
    var isASCII: Bool {
        var all: UInt64 = 0
        var index = 0
        while index &+ 8 <= byteCount {
            all |= littleEndian(UInt64.self, at: index)
            index &+= 8
        }
        while index < byteCount {
            all |= UInt64(littleEndian(UInt8.self, at: index))
            index &+= 1
        }
        return all & 0x8080_8080_8080_8080 == 0
    }

    /// Whether the bytes are well-formed UTF-8.
    @inline(__always)
    var isUTF8: Bool { isASCII || isOtherUTF8 }

    @inline(never)
    private var isOtherUTF8: Bool {
        do {
            _ = try UTF8Span(validating: Span<UInt8>(_bytes: self))
            return true
        } catch {
            return false
        }
    }
}
