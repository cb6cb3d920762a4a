/// Why the door refused an event; nothing of its batch was written.
package struct Refusal: Error, Hashable, Sendable {
    /// The refusal's fixed name.
    package let name: RefusalName
    /// Attribute or data field at fault (`time`, `data.amountFen`), if one can be named; shortened as
    /// ``found`` is.
    package let field: String?
    /// What stood there, shortened to 120 code points; control characters are spelled `\u{1B}`.
    package let found: String
    /// What would be accepted, in words a clerk can act on.
    package let accepted: String

    /// Makes a refusal; what comes from outside is cut to 120 code points and made visible.
    package init(_ name: RefusalName, field: String?, found: String, accepted: String) {
        self.name = name
        self.field = field.map { Self.shortened($0).visible }
        self.found = Self.shortened(found).visible
        self.accepted = accepted.visible
    }

    /// At most 120 code points of a text: one visible character may be made of a million of them.
    static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard text.utf8.count > 120, scalars.count > 120 else { return text }
        return String(String.UnicodeScalarView(scalars.prefix(117))) + "..."
    }
}

/// The fixed names of refusals; producers and importers rely on the spelling.
package enum RefusalName: String, Hashable, Sendable, CaseIterable {
    /// Malformed JSON or UTF-8, or an attribute that is missing, unknown or ill-formed.
    case envelope
    /// Unknown type or version, or `data` that does not obey its schema.
    case schema
    /// `time` or `recordedtime` not in the canonical spelling.
    case timeSpelling
    /// `source` holds a `#`.
    case sourceFragment
    /// An integer outside ±(2^53−1), or written with a fraction or exponent.
    case integerOutOfRange
    /// The same (source, id) was recorded with other content.
    case idConflict
    /// A void or correction of an event that is not recorded before it.
    case unknownTarget
    /// A void or correction of an event that is voided at that moment.
    case alreadyVoided
    /// A correction whose type or subject differs from its target's.
    case otherSubject
    /// `recordedtime` absent in a restoring import, present in a live one, or decreasing.
    case recordedTime
    /// `sequence` differs from the position that the event gets.
    case sequence
    /// `rule.adopted` of a rule that does not exist.
    case unknownRule
    /// `rule.adopted` with a parameter that its rule does not have.
    case unknownKey
    /// The stream is not at the expected revision.
    case revisionConflict
    /// A condition on another stream does not hold.
    case conditionFailed
    /// An event, line or batch over its limit.
    case tooLarge
}
