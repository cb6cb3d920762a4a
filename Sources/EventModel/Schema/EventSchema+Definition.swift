extension EventSchema {
    /// The definition as canonical JSON, in which a ledger keeps its schemas.
    package var canonicalDefinition: [UInt8] { canonicalize(.string(urn)) }
}
