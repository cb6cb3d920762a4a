package import EventLog
package import Privacy

/// Why an export was not made; no file of it was left behind.
package enum ExportError: Error, Sendable {
    /// What is to be exported holds numbers of persons in clear. Seal the fields or correct the events; what a
    /// person has looked at and found to name nobody is let pass by its name.
    case personalData([PersonalDataFinding], count: UInt64)
    /// Journal and balances do not agree with the figures of the ledger: the events or the program are not what
    /// they should be. Verify the ledger; give the figures to whoever maintains the program.
    case disagreement(FundDisagreement)
    /// The log cannot be read.
    case ledger(LogError)
    /// The file exists already; it is not overwritten. Choose another path.
    case exists(path: String)
    /// A file could not be written. Make room, check path and permissions, export again.
    case cannotWrite(path: String, reason: String)
    /// The system cannot compute a digest that belongs to the package.
    case noDigest(reason: String)
}

/// Two computations of one figure that differ.
package struct FundDisagreement: Hashable, Sendable {
    /// The figure: reading, stage and member.
    package let figure: String
    /// In fen, from the journal.
    package let journalFen: Int128
    /// In fen, from the projection.
    package let projectionFen: Int128
}
