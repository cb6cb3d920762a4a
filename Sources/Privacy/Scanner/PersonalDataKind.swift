/// Kinds of numbers that name a person and must not leave a ledger in clear.
package enum PersonalDataKind: String, Hashable, Sendable, CaseIterable {
    /// Citizen identity number of 18 characters (GB 11643): region, date of birth, order, check character.
    case identityNumber
    /// Mobile telephone number of mainland China: 11 digits, 13… to 19….
    case mobileNumber
    /// Bank card number of 16 to 19 digits with an issuer's prefix and a valid check digit (ISO/IEC 7812).
    case bankCard

    /// A number of the kind with most of its digits hidden: `5402**********1234`.
    ///
    /// The digits and letters are given without separators.
    package func masked(_ digits: String) -> String {
        let shown = self == .mobileNumber ? (first: 3, last: 4) : (first: 4, last: 4)
        guard digits.count > shown.first + shown.last else {
            return String(repeating: "*", count: digits.count)
        }
        return digits.prefix(shown.first)
            + String(repeating: "*", count: digits.count - shown.first - shown.last)
            + digits.suffix(shown.last)
    }
}

/// One number found in a text.
package struct PersonalDataMatch: Hashable, Sendable {
    /// What it is.
    package let kind: PersonalDataKind
    /// Its digits and a final X in ASCII without separators.
    ///
    /// In clear: not for printing.
    package let digits: String
    /// The bytes of the UTF-8 text that it takes, separators inside it included.
    package let range: Range<Int>

    /// The number as it may be printed.
    package var masked: String { kind.masked(digits) }
}
