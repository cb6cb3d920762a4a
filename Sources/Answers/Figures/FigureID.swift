package import EventLog
package import EventModel

/// The name of a figure, to be quoted: the same name gives the same bytes on any copy of the ledger, for ever.
///
/// ```
/// fig:funds@<definition>?asOf=2019-12-31&knownAt=2019-12-31T15:59:59.999Z&position=5041&root=…   an answer
/// fig:funds/CAP-b/paid@<definition>?asOf=…&knownAt=…&position=…&root=…                           a row of it
/// fig:funds/CAP-b/paid@<definition>?asOf=…&knownAt=…&position=…&root=…#numeratorFen              a cell
/// ```
/// - `definition` is the digest of the ``IndicatorDefinition``: 64 lower-case hex digits, of which at least the
///   first 8 must stand there.
/// - `position` is the number of events that the answer stands on, `knownAt` the instant that it echoes; without
///   events there is none. What was recorded later changes nothing.
/// - `root` is the first 16 hex digits of the root hash over those events, so that no other ledger answers; a name
///   without it is taken from whichever ledger is asked. Whom the root itself convinces is a matter of checkpoints.
/// - An answer that holds one reading only bears `&reading=…`, one that holds the rows of a division only `&region=…` (2, 4,
///   6, 9 or 12 digits), one that was asked for more rows `&include=all`,
///   `closed` or `all,closed`.
/// - Segments of the path are percent-encoded UTF-8, all but unreserved characters (RFC 3986, section 2.3).
///
/// Each name has one spelling, so that equal names are equal texts: ``init(parsing:)`` takes no other, and what
/// it takes ``description`` gives back to the byte.
package struct FigureID: Hashable, Sendable, CustomStringConvertible {
    /// What is answered.
    package let indicator: Indicator
    /// The keys of a row (``AnswerMembers/path(of:of:)``); empty for a whole answer.
    package let row: [String]
    /// The definition's digest in hex, or its first digits.
    package let definition: String
    /// Business date of the question.
    package let asOf: BusinessDate
    /// The instant that the answer echoes; `nil` if nothing was recorded.
    package let knownAt: Instant?
    /// Number of events that the answer stands on.
    package let position: UInt64
    /// The first digits of the root hash over those events; `nil` where the name does not say.
    package let root: String?
    /// The one reading that a whole answer holds; `nil` for all.
    package let reading: String?
    /// The division to which the rows of a whole answer are confined; `nil` for all.
    package let region: RegionScope?
    /// Rows that the answer holds only because they were asked for.
    package let rows: RowChoice
    /// Name of a member of the row; `nil` for the whole row or answer.
    package let member: String?

    /// Number of digits of a definition that must stand in a name.
    package static let definitionDigitsMin = 8
    /// Number of digits of a root that stand in a name.
    package static let rootDigits = 16
    /// Number of digits of a definition that are shown to people.
    package static let definitionDigitsShown = 12

    /// Makes a name from its parts; the definition has 8 to 64 lower-case hex digits.
    init(
        indicator: Indicator,
        row: [String] = [],
        definition: String,
        asOf: BusinessDate,
        knownAt: Instant?,
        position: UInt64,
        root: String? = nil,
        reading: String? = nil,
        region: RegionScope? = nil,
        rows: RowChoice = RowChoice(),
        member: String? = nil
    ) {
        self.indicator = indicator
        self.row = row
        self.definition = definition
        self.asOf = asOf
        self.knownAt = knownAt
        self.position = position
        self.root = root
        self.reading = reading
        self.region = region
        self.rows = rows
        self.member = member
    }

    /// Names the answer to a question.
    ///
    /// - Parameters:
    ///   - question: The question.
    ///   - knownAt: The instant that the answer echoes.
    ///   - position: Number of events that the answer stands on.
    ///   - rootHash: The root over them.
    package init(
        of question: Question,
        knownAt: Instant?,
        position: UInt64,
        rootHash: SHA256Digest
    ) {
        self.init(
            indicator: question.indicator,
            definition: question.indicator.definitionDigest.description,
            asOf: question.asOf,
            knownAt: knownAt,
            position: position,
            root: String(rootHash.description.prefix(Self.rootDigits)),
            reading: question.reading,
            region: question.region,
            rows: question.indicator.hasHiddenRows ? question.rows : RowChoice()
        )
    }

    /// The name of the whole answer in which the figure stands.
    package var answer: FigureID { part(row: [], member: nil) }

    /// The name of a row of the same answer.
    package func naming(row path: [String]) -> FigureID { part(row: path, member: nil) }

    /// The name of a member of the row that this name names.
    package func naming(member: String) -> FigureID { part(row: row, member: member) }

    /// The name with so many digits of the definition.
    package func shortened(
        toDigits count: Int = FigureID.definitionDigitsShown
    ) -> FigureID {
        part(row: row, member: member, definition: String(definition.prefix(count)))
    }

    private func part(
        row: [String],
        member: String?,
        definition: String? = nil
    ) -> FigureID {
        FigureID(
            indicator: indicator,
            row: row,
            definition: definition ?? self.definition,
            asOf: asOf,
            knownAt: knownAt,
            position: position,
            root: root,
            // A row is the same whichever others stand beside it.
            reading: row.isEmpty ? reading : nil,
            region: row.isEmpty ? region : nil,
            rows: rows,
            member: member
        )
    }

    /// The path alone: `funds/CAP-b/paid`, with the member behind `#` if there is one.
    package var path: String { rowPath + fragment }

    private var rowPath: String {
        ([indicator.rawValue] + row.map(PercentEncoding.encode)).joined(separator: "/")
    }

    private var fragment: String { member.map { "#" + PercentEncoding.encode($0) } ?? "" }

    /// The one spelling of the name.
    package var description: String {
        var text = Self.scheme + rowPath + "@" + definition
        text += "?asOf=\(asOf)"
        if let knownAt { text += "&knownAt=" + knownAt.utcDescription }
        text += "&position=\(position)"
        if let root { text += "&root=" + root }
        if let reading { text += "&reading=" + PercentEncoding.encode(reading) }
        if let region { text += "&region=" + region.prefix }
        if let choice = Self.word(for: rows) { text += "&include=" + choice }
        return text + fragment
    }

    /// How the choice of rows is written; `nil` where nothing is.
    static func word(for rows: RowChoice) -> String? {
        switch (rows.includesAll, rows.includesClosed) {
        case (false, false): nil
        case (true, false): "all"
        case (false, true): "closed"
        case (true, true): "all,closed"
        }
    }

    /// Whether both names are the same text.
    package static func == (left: FigureID, right: FigureID) -> Bool {
        // The spelling is ASCII, so that texts are equal only if their bytes are.
        left.description == right.description
    }

    /// Feeds the name's text to a hasher.
    package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
