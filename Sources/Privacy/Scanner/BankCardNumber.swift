/// Bank card numbers: an issuer's prefix, a length that goes with it, and the check digit of Luhn.
///
/// - SeeAlso: ISO/IEC 7812-1, annex B. Prefixes: 62 of UnionPay and the older ones of Chinese banks, 4 of Visa,
///   51–55 and 2221–2720 of Mastercard, 3528–3589 of JCB.
enum BankCardNumber {
    /// Lengths of card numbers that are looked at.
    static let lengths = 16...19

    /// Prefixes of Chinese banks from before 62, in their first three digits.
    private static let older: Set<Int> = [
        601, 602, 603, 683, 690, 694, 900, 940, 955, 968, 984, 998,
    ]
    /// Debit cards of 19 digits with a prefix of Visa.
    private static let long: Set<Int> = [436_742, 456_351]

    /// Whether digits in ASCII are such a number.
    static func isValid(_ digits: ArraySlice<UInt8>) -> Bool {
        lengths.contains(digits.count) && hasPrefix(digits) && hasCheckDigit(digits)
    }

    private static func hasPrefix(_ digits: ArraySlice<UInt8>) -> Bool {
        let six = digits.prefix(6).reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) }
        if six / 10_000 == 62 || older.contains(six / 1_000) { return true }
        if digits.count == 19 { return long.contains(six) }
        guard digits.count == 16 else { return false }
        return six / 100_000 == 4 || (51...55).contains(six / 10_000)
            || (2_221...2_720).contains(six / 100) || (3_528...3_589).contains(six / 100)
    }

    /// Whether the last digit is the one that Luhn's sum demands.
    static func hasCheckDigit(_ digits: ArraySlice<UInt8>) -> Bool {
        var sum = 0
        for (place, byte) in digits.reversed().enumerated() {
            let digit = Int(byte - UInt8(ascii: "0"))
            let weighed = place % 2 == 0 ? digit : 2 * digit
            sum += weighed > 9 ? weighed - 9 : weighed
        }
        return sum % 10 == 0
    }
}
