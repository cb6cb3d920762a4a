/// Texts as a cell of the file format holds them.
package enum CellText {
    /// Longest text of a cell, in UTF-16 code units.
    ///
    /// - SeeAlso: "Excel specifications and limits" of Microsoft: 32,767 characters.
    package static let unitCountMax = 32_767

    /// Number of UTF-16 code units that a text takes in a cell, what must be spelt out included.
    package static func unitCount(of text: String) -> Int { escaped(text).utf16.count }

    /// The text with what XML cannot hold spelt as `_xHHHH_`, and such spellings in it spelt out themselves.
    ///
    /// - SeeAlso: ECMA-376 part 1, 22.9.2.19 `ST_Xstring`.
    static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isForbidden($0) || $0 == "_" }) else {
            return text
        }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if isForbidden(scalar) {
                result.append(contentsOf: spelling(scalar.value).unicodeScalars)
            } else if scalar == "_", isSpelling(scalars[index...]) {
                result.append(contentsOf: spelling(scalar.value).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Control characters beside tab and line feed, and the two that are no characters of XML 1.0.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\t" && scalar != "\n")
            || scalar.value == 0xFFFE || scalar.value == 0xFFFF
    }

    private static func spelling(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "_x" + String(repeating: "0", count: 4 - digits.count) + digits + "_"
    }

    /// Whether `_xHHHH_` begins here.
    private static func isSpelling(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        let piece = Array(scalars.prefix(7))
        return piece.count == 7 && piece[1] == "x" && piece[6] == "_"
            && piece[2..<6].allSatisfy { $0.properties.isASCIIHexDigit }
    }
}
