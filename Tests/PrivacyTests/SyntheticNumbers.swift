import CairnTestSupport

/// Invented numbers of persons, made by other formulas than those of the scanner.
struct SyntheticNumbers {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    mutating func one<Element>(of list: [Element]) -> Element {
        list[number(0...(list.count - 1))]
    }

    mutating func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(number(0...9)) }.joined()
    }

    /// A valid identity number.
    mutating func identity() -> String {
        let year = number(1930...2015)
        let month = number(1...12)
        let day = number(1...28)
        let body =
            one(of: ["540222", "540200", "110101", "310104", "810000"]) + String(year)
            + Self.two(month) + Self.two(day) + digits(3)
        return body + Self.identityCheck(body)
    }

    /// The check character of ISO 7064 MOD 11-2 by its recursive definition.
    static func identityCheck(_ body: String) -> String {
        var sum = 0
        for character in body { sum = (sum + (character.wholeNumberValue ?? 0)) * 2 % 11 }
        let check = (12 - sum) % 11
        return check == 10 ? "X" : String(check)
    }

    mutating func mobile() -> String { "1" + String(number(3...9)) + digits(9) }

    /// A card number of a Chinese bank.
    mutating func card() -> String {
        let (prefix, count) = one(of: [
            ("622202", 19), ("621700", 19), ("625905", 16), ("436742", 19), ("552742", 16),
            ("356833", 16), ("601428", 17), ("620406", 18), ("955880", 19), ("409665", 16),
        ])
        let body = prefix + digits(count - 1 - prefix.count)
        let check = (0...9).map(String.init).first { Self.luhnSum(body + $0) % 10 == 0 }
        return body + (check ?? "")
    }

    /// Luhn's sum by tables of both weights.
    static func luhnSum(_ digits: String) -> Int {
        let doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
        var sum = 0
        var isDoubled = false
        for character in digits.reversed() {
            let digit = character.wholeNumberValue ?? 0
            sum += isDoubled ? doubled[digit] : digit
            isDoubled.toggle()
        }
        return sum
    }

    /// The number as people write it: full-width digits, groups, what nobody sees.
    mutating func spelt(_ number: String, shapes: [[Int]]) -> String {
        switch self.number(0...3) {
        case 0: return number
        case 1:
            return String(
                String.UnicodeScalarView(
                    number.unicodeScalars.map { scalar in
                        Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar
                    }
                )
            )
        case 2:
            let separator = one(of: [" ", "-", "\u{3000}", "\u{00A0}", " - ", "-", "\u{2010}"])
            var rest = Substring(number)
            var groups: [Substring] = []
            for count in one(of: shapes) {
                groups.append(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            if !rest.isEmpty { groups.append(rest) }
            return groups.joined(separator: separator)
        default:
            let place = number.index(number.startIndex, offsetBy: self.number(1...5))
            return number[..<place] + one(of: ["\u{200B}", "\u{FEFF}", "\u{00AD}"])
                + number[place...]
        }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
