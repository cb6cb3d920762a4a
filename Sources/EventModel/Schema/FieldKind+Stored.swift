extension FieldKind {
    /// Whether a stored integer is a value of this kind; damaged bytes may hold anything.
    package func holds(_ integer: Int64) -> Bool {
        switch self {
        case .boolean: (0...1).contains(integer)
        case .choice(let choices): choices.indices.contains(Int(clamping: integer))
        case .date: Self.storedDays.contains(integer)
        case .month: Self.storedMonths.contains(integer)
        case .integer(let minimum): (minimum...Self.largestInteger).contains(integer)
        default: false
        }
    }

    /// 1970-01-01 … 9999-12-31.
    private static let storedDays: ClosedRange<Int64> = 0...2_932_896
    /// 1970-01 … 9999-12.
    private static let storedMonths: ClosedRange<Int64> = 0...96_359
    /// 2^53 − 1.
    private static let largestInteger: Int64 = 9_007_199_254_740_991
}
