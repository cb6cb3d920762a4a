package import EventModel

/// How a column spells dates and times, such as `yyyy-MM-dd HH:mm:ss`.
///
/// `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss` take two (four) digits, `M`, `d`, `H` one or two; every other
/// character stands for itself.
package struct DatePattern: Hashable, Sendable {
    private let parts: [Part]

    private enum Part: Hashable, Sendable {
        case number(Unit, minimumDigits: Int, maximumDigits: Int)
        case literal(Character)
    }

    private enum Unit: Hashable, Sendable {
        case year, month, day, hour, minute, second
    }

    /// Reads a pattern; `nil` unless it has a year, a month and a day.
    package init?(_ pattern: String) {
        var parts: [Part] = []
        var rest = Substring(pattern)
        while let first = rest.first {
            let run = rest.prefix { $0 == first }
            guard let part = Self.part(letter: first, count: run.count) else { return nil }
            parts.append(contentsOf: part)
            rest = rest.dropFirst(run.count)
        }
        for unit in [Unit.year, .month, .day] {
            let isThere = parts.contains {
                if case .number(unit, _, _) = $0 { true } else { false }
            }
            guard isThere else { return nil }
        }
        self.parts = parts
    }

    /// Date and time of day that a text spells; `nil` if it does not follow the pattern.
    ///
    /// - Returns: The business date and the milliseconds since its midnight (0 without a time).
    package func read(_ text: String) -> (date: BusinessDate, milliseconds: Int64)? {
        var values: [Unit: Int] = [:]
        var rest = Substring(text)
        for part in parts {
            switch part {
            case .literal(let character):
                guard rest.first == character else { return nil }
                rest.removeFirst()
            case .number(let unit, let minimum, let maximum):
                let digits = rest.prefix(maximum).prefix { $0.isASCII && $0.isNumber }
                guard digits.count >= minimum, let value = Int(digits) else { return nil }
                values[unit] = value
                rest = rest.dropFirst(digits.count)
            }
        }
        guard rest.isEmpty, let year = values[.year], let month = values[.month],
            let day = values[.day],
            let date = BusinessDate(year: year, month: month, day: day)
        else { return nil }
        let hour = values[.hour, default: 0]
        let minute = values[.minute, default: 0]
        let second = values[.second, default: 0]
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return (date, Int64(((hour * 60) + minute) * 60 + second) * 1000)
    }

    private static func part(letter: Character, count: Int) -> [Part]? {
        let units: [Character: Unit] = [
            "y": .year, "M": .month, "d": .day, "H": .hour, "m": .minute, "s": .second,
        ]
        guard let unit = units[letter] else {
            guard !letter.isLetter || !letter.isASCII || letter == "T" else { return nil }
            return [Part](repeating: .literal(letter), count: count)
        }
        if unit == .year {
            guard count == 4 else { return nil }
            return [.number(unit, minimumDigits: 4, maximumDigits: 4)]
        }
        guard count <= 2 else { return nil }
        return [.number(unit, minimumDigits: count, maximumDigits: 2)]
    }
}
