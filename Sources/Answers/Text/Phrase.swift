/// A language in which Cairn speaks to people; data and names in answers are the same in both.
package enum Language: String, Sendable, CaseIterable {
    /// Simplified Chinese.
    case chinese = "zh"
    /// English.
    case english = "en"
}

/// One wording in both languages, side by side, so that neither can be forgotten.
package struct Phrase: Hashable, Sendable {
    /// The Chinese wording.
    package let zh: String
    /// The English wording.
    package let en: String

    /// Joins the two wordings.
    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// A wording that is the same in both languages: an id, a number, a path.
    package init(verbatim text: String) { self.init(zh: text, en: text) }

    /// Gives the wording in one language.
    package subscript(language: Language) -> String {
        switch language {
        case .chinese: zh
        case .english: en
        }
    }
}
