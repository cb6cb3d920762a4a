import Answers

/// Heights of rows whose texts go on in further lines; programs differ in whether they find them out themselves.
enum RowHeight {
    private static let pointsOfLine: Double = 15
    /// Highest row that spreadsheets know, in points.
    private static let pointsMax: Double = 409

    /// Lines that a text takes in a column of a width in characters; wide characters count twice.
    static func lineCount(of text: String, width: Double) -> Int {
        let room = max(Int(width) - 1, 1)
        var lines = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines += max(1, (DisplayWidth.columns(of: String(line)) + room - 1) / room)
        }
        return lines
    }

    /// Height of a row with so many lines.
    static func points(lines: Int) -> Double {
        min(Double(lines) * pointsOfLine + (lines > 1 ? 1 : 0), pointsMax)
    }
}
