/// Why the door refused an event; nothing of its batch was written.
package struct Refusal: Error, Hashable, Sendable {
    /// The refusal's fixed name.
    package let name: RefusalName
    /// Attribute or data field at fault (`time`, `data.amountFen`), if one can be named.
    package let field: String?
    /// What stood there, shortened to 120 characters.
    package let found: String
    /// What would be accepted, in words a clerk can act on.
    package let accepted: String

    /// Makes a refusal; `found` is cut to 120 characters.
    package init(_ name: RefusalName, field: String?, found: String, accepted: String) {
        self.name = name
        self.field = field
        self.found = found.count > 120 ? String(found.prefix(117)) + "..." : found
        self.accepted = accepted
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
