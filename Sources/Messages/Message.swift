package import Answers

/// What happened, and what to do about it, in both languages.
package struct Message: Hashable, Sendable {
    /// A fixed name for programs, such as `unknownReading`.
    package let name: String
    /// What happened, and where.
    package let what: Phrase
    /// What to do.
    package let remedy: Phrase

    /// Makes a message.
    package init(_ name: String, what: Phrase, remedy: Phrase) {
        self.name = name
        self.what = what
        self.remedy = remedy
    }
}
