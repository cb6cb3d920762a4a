/// Groups of digits in a row with nothing but separators between them, as a text has them.
struct NumberRegion {
    /// One group of digits.
    struct Group {
        /// Its bytes in the text.
        let range: Range<Int>
        /// Its digits in ``NumberRegion/digits``.
        let digits: Range<Int>
        /// Separators before it, packed into one number; 0 for the first group.
        let separators: UInt64
    }

    /// The digits of all groups, in ASCII.
    private(set) var digits: [UInt8] = []
    /// The groups in order.
    private(set) var groups: [Group] = []

    /// Most separators between two groups.
    private static let separatorCountMax = 3

    /// Reads the region that begins with the digit at an offset.
    ///
    /// - Returns: Offset behind the last group.
    mutating func read(_ text: Span<UInt8>, from start: Int) -> Int {
        digits.removeAll(keepingCapacity: true)
        groups.removeAll(keepingCapacity: true)
        var offset = start
        var separators: UInt64 = 0
        while true {
            let end = readGroup(text, from: offset, separators)
            guard let next = Self.nextGroup(text, from: end) else { return end }
            offset = next.offset
            separators = next.separators
        }
    }

    /// Reads digits, passing over what nobody sees between them.
    private mutating func readGroup(
        _ text: Span<UInt8>,
        from start: Int,
        _ separators: UInt64
    ) -> Int {
        let first = digits.count
        var offset = start
        var end = start
        while let next = text.numberCharacter(at: offset) {
            if case .digit(let digit) = next.character {
                digits.append(digit)
                end = offset + next.byteCount
            } else if next.character != .invisible {
                break
            }
            offset += next.byteCount
        }
        groups.append(
            Group(range: start..<end, digits: first..<digits.count, separators: separators)
        )
        return end
    }

    /// Where a group follows behind separators; `nil` if something else does.
    private static func nextGroup(
        _ text: Span<UInt8>,
        from end: Int
    ) -> (offset: Int, separators: UInt64)? {
        var offset = end
        var separators: UInt64 = 0
        var count = 0
        while let next = text.numberCharacter(at: offset) {
            switch next.character {
            case .digit: return count > 0 ? (offset, separators) : nil
            case .invisible: break
            case .separator(let kind):
                count += 1
                guard count <= separatorCountMax else { return nil }
                separators = separators << 8 | UInt64(kind)
            case .letter, .point, .other: return nil
            }
            offset += next.byteCount
        }
        return nil
    }
}
