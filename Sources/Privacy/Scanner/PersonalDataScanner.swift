/// Finds numbers that name a person in texts: citizen identity numbers, mobile numbers, bank cards.
///
/// Full-width digits, blanks and hyphens between groups, and invisible characters are seen through. What is no
/// such number is left alone by its boundaries: pieces of longer runs of digits, of hex digests and UUIDs, of
/// ids with letters, decimal fractions and amounts of money. Old identity numbers of 15 digits are not looked for,
/// since they have no check character.
///
/// It keeps memory for its work; use one from one thread at a time.
package struct PersonalDataScanner {
    private var region = NumberRegion()

    /// Fewest digits of any kind of number.
    private static let digitCountMin = 11

    /// Makes a scanner.
    package init() {}

    /// The numbers in a text, in the order of the text, none overlapping another.
    ///
    /// Ill-formed bytes do no harm.
    ///
    /// - Complexity: O(*n*) in bytes.
    package mutating func matches(in text: Span<UInt8>) -> [PersonalDataMatch] {
        var matches: [PersonalDataMatch] = []
        var offset = 0
        while offset < text.count {
            guard Self.beginsDigit(text, at: offset) else {
                offset += 1
                continue
            }
            offset = region.read(text, from: offset)
            guard region.digits.count >= Self.digitCountMin, mayHoldNumber else { continue }
            collectMatches(in: text, into: &matches)
        }
        return matches
    }

    /// The numbers in a text, as ``matches(in:)-(Span<UInt8>)``.
    package mutating func matches(in text: String) -> [PersonalDataMatch] {
        matches(in: text.utf8Span.span)
    }

    /// The text with every number masked, as it may be printed.
    package mutating func masked(_ text: String) -> String {
        let matches = matches(in: text)
        guard !matches.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var masked = ""
        var offset = 0
        for match in matches {
            masked += String(decoding: bytes[offset..<match.range.lowerBound], as: UTF8.self)
            masked += match.masked
            offset = match.range.upperBound
        }
        return masked + String(decoding: bytes[offset...], as: UTF8.self)
    }

    /// Whether the groups may be a number by their lengths; most groups alone, such as division codes, are none.
    private var mayHoldNumber: Bool {
        guard region.groups.count == 1 else { return true }
        // Mobile numbers without and with the country's code, cards, identity numbers.
        return [11, 13, 15, 16, 17, 18, 19].contains(region.digits.count)
    }

    private static func beginsDigit(_ text: Span<UInt8>, at offset: Int) -> Bool {
        let byte = text[offset]
        if byte < 0x80 { return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        // U+FF10 to U+FF19.
        return byte == 0xEF && offset + 2 < text.count && text[offset + 1] == 0xBC
            && (0x90...0x99).contains(text[offset + 2])
    }

    private func collectMatches(in text: Span<UInt8>, into matches: inout [PersonalDataMatch]) {
        var first = 0
        while first < region.groups.count {
            if let (match, last) = match(fromGroup: first, in: text) {
                matches.append(match)
                first = last + 1
            } else {
                first += 1
            }
        }
    }

    /// The number that begins with a group, and its last group; the surer kinds first.
    private func match(
        fromGroup first: Int,
        in text: Span<UInt8>
    ) -> (PersonalDataMatch, lastGroup: Int)? {
        let surroundings = NumberSurroundings(text)
        var candidates: [NumberCandidate] = []
        for last in first..<region.groups.count {
            let candidate = NumberCandidate(region, groups: first...last)
            guard candidate.hasOneSeparator, candidate.digits.count <= 19 else { break }
            candidates.append(candidate)
        }
        for kind in [PersonalDataKind.identityNumber, .bankCard, .mobileNumber] {
            // The longest first: the beginning of a card's number may by chance be one too.
            for (index, candidate) in candidates.enumerated().reversed() {
                guard let match = candidate.match(kind, in: surroundings) else { continue }
                return (match, first + index)
            }
        }
        return nil
    }
}
