/// A decimal number as a cell spells it, without rounding: sign, digits, and how many of them are decimals.
struct ExactDecimal: Hashable, Sendable {
    private let digits: Int64
    /// Decimals of the spelling, zeros included.
    let fractionDigitCount: Int

    private init(digits: Int64, fractionDigitCount: Int) {
        self.digits = digits
        self.fractionDigitCount = fractionDigitCount
    }

    /// Reads `-12.50`; `nil` for anything else, such as exponents, blanks, or digits beyond 64 bits.
    ///
    /// The character between thousands, `grouping`, stands before every three digits or nowhere.
    init?(_ cell: String, grouping: Character? = nil) {
        let parts = cell.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first else { return nil }
        let sign = first.hasPrefix("-") ? "-" : ""
        let whole = first.dropFirst(sign.count)
        let wholeDigits = grouping.map { Self.ungrouped(whole, by: $0) } ?? String(whole)
        let fraction = parts.count > 1 ? parts[1] : ""
        guard !wholeDigits.isEmpty, parts.count == 1 || !fraction.isEmpty,
            (wholeDigits + fraction).utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let digits = Int64("\(sign)\(wholeDigits)\(fraction)")
        else { return nil }
        self.init(digits: digits, fractionDigitCount: fraction.utf8.count)
    }

    /// Digits without the characters between thousands; empty unless these stand before every three
    /// digits, as `12,50` is no 1250.
    private static func ungrouped(_ text: Substring, by grouping: Character) -> String {
        let groups = text.split(separator: grouping, omittingEmptySubsequences: false)
        guard groups.count > 1 else { return String(text) }
        let isGrouped =
            (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
        return isGrouped ? groups.joined() : ""
    }

    /// The product; `nil` beyond 64 bits.
    func times(_ other: ExactDecimal) -> ExactDecimal? {
        let (product, overflow) = digits.multipliedReportingOverflow(by: other.digits)
        guard !overflow else { return nil }
        return ExactDecimal(
            digits: product,
            fractionDigitCount: fractionDigitCount + other.fractionDigitCount
        )
    }

    /// The number times ten to the power of `decimals`; `nil` if that is no whole number of 64 bits.
    func integer(movedBy decimals: Int) -> Int64? {
        var value = digits
        for _ in 0..<max(0, fractionDigitCount - decimals) {
            guard value.isMultiple(of: 10) else { return nil }
            value /= 10
        }
        for _ in 0..<max(0, decimals - fractionDigitCount) {
            let (moved, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = moved
        }
        return value
    }
}
