package import Answers

/// One column of a report: its name, its words in both languages, and where its values come from.
///
/// Files of all forms, the data dictionary and the viewer are made from this description alone.
package struct ReportColumn: Sendable {
    /// What a column's values are, and so how each form shows them.
    package enum Kind: Hashable, Sendable {
        /// Free text.
        case text
        /// An id or code: text that is never a number, even if it looks like one.
        case identifier
        /// A whole number.
        case integer
        /// Money in whole fen; forms for people show it in yuan too, under a name that ends in `Yuan`.
        case money
        /// A percentage as exact decimal text with 4 decimals.
        case percent
        /// A business date.
        case date
        /// An instant; forms for people show it by the clock of UTC+8.
        case instant
        /// True or false.
        case boolean
        /// A value of a fixed list; ``ReportColumn/terms`` has the words.
        case term
        /// A list of values of a fixed list.
        case terms
        /// A list of texts.
        case texts
    }

    /// Name in files for programs, lowerCamelCase as in events; money ends in `Fen`.
    package let name: String
    /// Head for people.
    package let title: Phrase
    /// What the values are.
    package let kind: Kind
    /// What a value means.
    package let meaning: Phrase
    /// The event fields that it is taken or computed from, such as `fund.disbursed: amountFen`.
    package let origin: String
    /// Words of the values of a fixed list.
    package let terms: [String: Phrase]
    /// Whether forms for people add the values up.
    package let isSummed: Bool
    /// Whether workbooks fold the column away behind the others, as they do with fen.
    package let isDetail: Bool
    /// Width on a sheet in characters of the Latin alphabet; longer texts take further lines.
    package let width: Double

    /// Describes a column.
    package init(
        _ name: String,
        _ kind: Kind,
        zh: String,
        en: String,
        meaning: Phrase,
        origin: String,
        terms: [String: Phrase] = [:],
        isSummed: Bool = false,
        isDetail: Bool = false,
        width: Double? = nil
    ) {
        precondition(kind != .money || name.hasSuffix("Fen"), "\(name): money ends in Fen")
        self.name = name
        self.kind = kind
        title = Phrase(zh: zh, en: en)
        self.meaning = meaning
        self.origin = origin
        self.terms = terms
        self.isSummed = isSummed
        self.isDetail = isDetail
        self.width = width ?? kind.usualWidth
    }

    /// Name of the column that shows the same money in yuan.
    package var yuanName: String { name.dropLast("Fen".count) + "Yuan" }
}

extension ReportColumn.Kind {
    /// Width on a sheet unless a column says otherwise.
    fileprivate var usualWidth: Double {
        switch self {
        case .integer, .boolean: 9
        case .date: 11
        case .instant: 20
        case .money: 16
        case .percent: 10
        case .identifier, .term: 18
        case .text: 26
        case .terms: 24
        case .texts: 40
        }
    }
}
