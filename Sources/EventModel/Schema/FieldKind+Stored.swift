extension FieldKind {
    /// Whether a stored integer is a value of this kind; damaged bytes may hold anything.
    package func holds(_ integer: Int64) -> Bool { storedIntegers?.contains(integer) ?? false }

    /// The stored integers that are values of this kind; `nil` if none is.
    package var storedIntegers: ClosedRange<Int64>? {
        switch self {
        case .boolean: 0...1
        case .choice(let choices): choices.isEmpty ? nil : 0...Int64(choices.count - 1)
        case .date: Self.storedDays
        case .month: Self.storedMonths
        case .integer(let minimum):
            minimum <= Self.largestInteger ? minimum...Self.largestInteger : nil
        default: nil
        }
    }

    /// 1970-01-01 … 9999-12-31.
    private static let storedDays: ClosedRange<Int64> = 0...2_932_896
    /// 1970-01 … 9999-12.
    private static let storedMonths: ClosedRange<Int64> = 0...96_359
    /// 2^53 − 1.
    private static let largestInteger: Int64 = 9_007_199_254_740_991
}
