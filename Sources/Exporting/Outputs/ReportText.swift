import Answers
import EventModel
import Spreadsheet

/// Values of reports as exact text, the same in every form.
enum ReportText {
    /// A value for programs: codes, ISO 8601 dates, UTC instants, decimal digits; lists joined by blanks.
    static func plain(_ value: ReportValue) -> String {
        switch value {
        case .absent: ""
        case .text(let text): text
        case .integer(let number): String(number)
        case .day(let days): BusinessDate(daysSince1970: days).description
        case .instant(let milliseconds):
            Instant(millisecondsSince1970: milliseconds).utcDescription
        case .boolean(let flag): flag ? "true" : "false"
        case .texts(let list): list.joined(separator: " ")
        }
    }

    /// Fen as yuan with two decimals.
    static func yuan(_ fen: Int128) -> String { ExactNumber(fen, decimalCount: 2).text }

    /// A value of a fixed list in its words: `计入 counted`; what is not in the list stays as it is.
    static func term(_ code: String, _ column: ReportColumn) -> String {
        guard let phrase = column.terms[code] else { return code }
        return phrase.zh == phrase.en ? phrase.zh : "\(phrase.zh) \(phrase.en)"
    }
}
