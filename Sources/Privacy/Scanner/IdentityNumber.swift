import EventModel

/// Citizen identity numbers and their check characters.
///
/// - SeeAlso: GB 11643-1999; ISO 7064, MOD 11-2.
enum IdentityNumber {
    /// Digits before the check character.
    static let bodyCount = 17

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checkCharacters = Array("10X98765432".utf8)
    /// First two digits of GB/T 2260; 81 to 83 stand on residence permits of Hong Kong, Macao and Taiwan.
    private static let provinces: Set<Int> = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51,
        52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83,
    ]

    /// Whether 17 digits and a check character (a digit or `X`) are such a number.
    static func isValid(_ characters: ArraySlice<UInt8>) -> Bool {
        guard characters.count == bodyCount + 1 else { return false }
        let body = characters.prefix(bodyCount).map { Int($0 - UInt8(ascii: "0")) }
        guard checkCharacter(of: body) == characters.last, isRegion(body) else { return false }
        let year = number(body[6..<10])
        return (1900...2099).contains(year)
            && CivilDate(year: year, month: number(body[10..<12]), day: number(body[12..<14]))
                != nil
    }

    /// The check character of 17 digits.
    static func checkCharacter(of body: [Int]) -> UInt8 {
        checkCharacters[zip(body, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11]
    }

    /// A province in the first two digits; permanent residents from abroad have a 9 before it.
    private static func isRegion(_ body: [Int]) -> Bool {
        provinces.contains(number(body[0..<2]))
            || (body[0] == 9 && provinces.contains(number(body[1..<3])))
    }

    private static func number(_ digits: ArraySlice<Int>) -> Int {
        digits.reduce(0) { 10 * $0 + $1 }
    }
}
