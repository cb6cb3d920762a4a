/// Consecutive groups of digits that may together be one number.
struct NumberCandidate {
    private let region: NumberRegion
    private let groups: ClosedRange<Int>

    /// How people write mobile numbers in groups.
    private static let mobileShapes: [[Int]] = [
        [3, 4, 4], [3, 8], [7, 4], [4, 4, 3], [4, 7],
    ]

    init(_ region: NumberRegion, groups: ClosedRange<Int>) {
        self.region = region
        self.groups = groups
    }

    /// The digits of all groups, in ASCII.
    var digits: ArraySlice<UInt8> {
        let first = region.groups[groups.lowerBound].digits.lowerBound
        return region.digits[first..<region.groups[groups.upperBound].digits.upperBound]
    }

    /// Whether the same separators stand between all groups: others join different things.
    var hasOneSeparator: Bool {
        let inner = region.groups[groups].dropFirst()
        return inner.allSatisfy { $0.separators == inner.first?.separators }
    }

    private var range: Range<Int> {
        region.groups[groups.lowerBound].range
            .lowerBound..<region.groups[groups.upperBound].range
            .upperBound
    }

    private var shape: [Int] { region.groups[groups].map(\.digits.count) }

    /// The number of a kind that the groups are; `nil` if they are none.
    func match(
        _ kind: PersonalDataKind,
        in surroundings: borrowing NumberSurroundings
    ) -> PersonalDataMatch? {
        switch kind {
        case .identityNumber: identityNumber(surroundings)
        case .mobileNumber: mobileNumber(surroundings)
        case .bankCard: bankCard(surroundings)
        }
    }

    private func identityNumber(
        _ surroundings: borrowing NumberSurroundings
    ) -> PersonalDataMatch? {
        var characters = Array(digits)
        var end = range.upperBound
        if characters.count == IdentityNumber.bodyCount {
            guard let letter = surroundings.checkLetter(at: end) else { return nil }
            characters.append(UInt8(ascii: "X"))
            end = letter
        }
        let place = range.lowerBound..<end
        guard IdentityNumber.isValid(characters[...]),
            !surroundings.isPartOfHex(place, digitCount: characters.count),
            !surroundings.isPartOfUUID(place)
        else { return nil }
        return PersonalDataMatch(
            kind: .identityNumber,
            digits: String(decoding: characters, as: UTF8.self),
            range: place
        )
    }

    private func mobileNumber(_ surroundings: borrowing NumberSurroundings) -> PersonalDataMatch? {
        // In one group the country's code may stand before the number.
        let isSingle = groups.count == 1
        let code = isSingle ? Self.countryCodeCount(digits) : 0
        let number = digits.dropFirst(code)
        guard number.count == 11, number.first == UInt8(ascii: "1"),
            number[number.startIndex + 1] >= UInt8(ascii: "3"),
            isSingle || Self.mobileShapes.contains(shape),
            surroundings.allowsPlainNumber(range, afterWords: NumberSurroundings.telephoneWords)
        else { return nil }
        return match(.mobileNumber, number)
    }

    private func bankCard(_ surroundings: borrowing NumberSurroundings) -> PersonalDataMatch? {
        guard BankCardNumber.isValid(digits), groups.count == 1 || isCardShape,
            !isPartOfRow, surroundings.allowsPlainNumber(range, afterWords: [])
        else { return nil }
        return match(.bankCard, digits)
    }

    private func match(_ kind: PersonalDataKind, _ digits: ArraySlice<UInt8>) -> PersonalDataMatch {
        PersonalDataMatch(
            kind: kind,
            digits: String(decoding: digits, as: UTF8.self),
            range: range
        )
    }

    /// Groups of four, the last with what is left; or the issuer's six digits and the rest.
    private var isCardShape: Bool {
        let shape = shape
        if shape.count == 2 { return shape[0] == 6 }
        return shape.dropLast().allSatisfy { $0 == 4 } && (1...4).contains(shape.last ?? 0)
    }

    /// Whether groups of four go on before or behind: a row of years or codes.
    private var isPartOfRow: Bool {
        guard groups.count > 1 else { return false }
        let separators = region.groups[groups.upperBound].separators
        let before = groups.lowerBound - 1
        let behind = groups.upperBound + 1
        let continues = { (group: NumberRegion.Group, separatorsBetween: UInt64) in
            group.digits.count == 4 && separatorsBetween == separators
        }
        if before >= 0,
            continues(region.groups[before], region.groups[groups.lowerBound].separators)
        {
            return true
        }
        return behind < region.groups.count
            && continues(region.groups[behind], region.groups[behind].separators)
    }

    private static func countryCodeCount(_ digits: ArraySlice<UInt8>) -> Int {
        for code in ["86", "0086"] where digits.starts(with: code.utf8) {
            if digits.count == 11 + code.utf8.count { return code.utf8.count }
        }
        return 0
    }
}
