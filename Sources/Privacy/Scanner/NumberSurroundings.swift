/// What stands around a number in a text, which tells whether it is one of its own.
struct NumberSurroundings: ~Copyable, ~Escapable {
    private let text: Span<UInt8>

    /// Words that stand before a telephone number without a blank.
    static let telephoneWords: Set<String> = ["tel", "telephone", "phone", "mobile", "mob", "cell"]

    private static let moneyWords: Set<String> = ["yuan", "fen", "rmb", "cny"]
    /// 元, 角, 分, 万, 亿 behind an amount.
    private static let moneyBehind: Set<UInt32> = [0x5143, 0x89D2, 0x5206, 0x4E07, 0x4EBF]
    /// ¥, ￥ and $ before an amount.
    private static let moneyBefore: Set<UInt32> = [0xA5, 0xFFE5, 0x24]
    /// A decimal fraction has fewer digits than this.
    private static let fractionDigitCountMax = 9
    private static let hexDigestCountMin = 32

    @_lifetime(copy text)
    init(_ text: Span<UInt8>) { self.text = text }

    /// Whether a number with no check character to speak of may stand here: not within a word, a decimal
    /// fraction, a UUID, and not as an amount of money.
    ///
    /// The words may stand right before it.
    func allowsPlainNumber(_ range: Range<Int>, afterWords words: Set<String>) -> Bool {
        if isLetter(visible(before: range.lowerBound)?.character) {
            guard words.contains(word(before: range.lowerBound)) else { return false }
        }
        return !isLetter(visible(at: range.upperBound)?.character) && !isDecimal(range)
            && !isMoney(range) && !isPartOfUUID(range)
    }

    /// Where the letter X ends that makes 17 digits a whole identity number; `nil` if there is none, or it begins
    /// a word.
    func checkLetter(at offset: Int) -> Int? {
        guard let next = visible(at: offset), case .letter(let letter) = next.character,
            letter | 0x20 == UInt8(ascii: "x")
        else { return nil }
        switch visible(at: next.end)?.character {
        case .letter, .digit: return nil
        case .separator, .invisible, .point, .other, nil: return next.end
        }
    }

    /// Whether the number is a piece of a digest in hex digits.
    ///
    /// A number with anything between its digits is none.
    func isPartOfHex(_ range: Range<Int>, digitCount: Int) -> Bool {
        guard range.count == digitCount else { return false }
        var start = range.lowerBound
        while start > 0, Self.isHexDigit(text[start - 1]) { start -= 1 }
        var end = range.upperBound
        while end < text.count, Self.isHexDigit(text[end]) { end += 1 }
        return end - start >= Self.hexDigestCountMin
    }

    /// Whether the number is a piece of a UUID: 8, 4, 4, 4 and 12 hex digits with hyphens between.
    func isPartOfUUID(_ range: Range<Int>) -> Bool {
        let length = 36
        let first = max(0, range.upperBound - length)
        guard first <= range.lowerBound else { return false }
        for start in first...range.lowerBound where start + length <= text.count {
            if isUUID(at: start) { return true }
        }
        return false
    }

    private func isUUID(at start: Int) -> Bool {
        for place in 0..<36 {
            let byte = text[start + place]
            let isHyphen = [8, 13, 18, 23].contains(place)
            guard isHyphen ? byte == UInt8(ascii: "-") : Self.isHexDigit(byte) else { return false }
        }
        return true
    }

    /// Whether a decimal point stands between the number and other digits.
    private func isDecimal(_ range: Range<Int>) -> Bool {
        if let point = visible(before: range.lowerBound), point.character == .point,
            case .digit = text.numberCharacter(before: point.start)?.character
        {
            return true
        }
        guard let point = visible(at: range.upperBound), point.character == .point else {
            return false
        }
        var count = 0
        var offset = point.end
        while case (.digit, let length)? = text.numberCharacter(at: offset) {
            count += 1
            offset += length
        }
        return (1...Self.fractionDigitCountMax).contains(count)
    }

    /// Whether a currency stands before or behind the number, a blank between allowed.
    private func isMoney(_ range: Range<Int>) -> Bool {
        var before = visible(before: range.lowerBound)
        if let found = before, found.character == .separator(0x20) {
            before = visible(before: found.start)
        }
        if case .other(let scalar)? = before?.character, Self.moneyBefore.contains(scalar) {
            return true
        }
        if let before, isLetter(before.character),
            Self.moneyWords.contains(word(before: before.end))
        {
            return true
        }
        var behind = visible(at: range.upperBound)
        if let found = behind, found.character == .separator(0x20) {
            behind = visible(at: found.end)
        }
        if case .other(let scalar)? = behind?.character, Self.moneyBehind.contains(scalar) {
            return true
        }
        guard let behind, isLetter(behind.character) else { return false }
        return Self.moneyWords.contains(word(at: behind.start))
    }

    /// The ASCII letters that end before an offset, in lower case; at most twelve.
    private func word(before offset: Int) -> String {
        var letters: [UInt8] = []
        var end = offset
        while letters.count < 12, let found = text.numberCharacter(before: end),
            case .letter(let letter) = found.character
        {
            letters.append(letter | 0x20)
            end -= found.byteCount
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    /// The ASCII letters that begin at an offset, in lower case; at most twelve.
    private func word(at offset: Int) -> String {
        var letters: [UInt8] = []
        var start = offset
        while letters.count < 12, let found = text.numberCharacter(at: start),
            case .letter(let letter) = found.character
        {
            letters.append(letter | 0x20)
            start += found.byteCount
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The next character that people see, with its place.
    private func visible(at offset: Int) -> (character: NumberCharacter, start: Int, end: Int)? {
        var start = offset
        while let found = text.numberCharacter(at: start) {
            let end = start + found.byteCount
            if found.character != .invisible { return (found.character, start, end) }
            start = end
        }
        return nil
    }

    /// The character that people see before an offset, with its place.
    private func visible(
        before offset: Int
    ) -> (character: NumberCharacter, start: Int, end: Int)? {
        var end = offset
        while let found = text.numberCharacter(before: end) {
            let start = end - found.byteCount
            if found.character != .invisible { return (found.character, start, end) }
            end = start
        }
        return nil
    }

    private func isLetter(_ character: NumberCharacter?) -> Bool {
        if case .letter = character { return true }
        return false
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
