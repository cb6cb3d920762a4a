package import EventModel
package import Programme

/// A figure as it leaves the ledger: rows and findings with the state of the log they stand on.
///
/// The same question (as of, known at, readings) gives the same bytes for ever; the tree size and
/// root hash say of which events.
package struct Answer: Sendable {
    /// The answer's name: its question with the definition and the position that it stands on.
    package let figure: FigureID
    /// RFC 9162 root hash over the first ``treeSize`` entries.
    package let rootHash: SHA256Digest
    /// Readings and thresholds used.
    package let parameters: [RuleParameters]
    /// Rows in the order of `rules.md`; members in the order in which they are written.
    package let rows: [Row]
    /// Sorted by (finding, event), as bytes.
    package let findings: [NamedFinding]

    /// One row with its evidence resolved to names of events.
    package struct Row: Hashable, Sendable {
        /// Member names and values, in the order in which they are written.
        package let members: [Member]

        /// Makes a row.
        package init(members: [Member]) { self.members = members }

        /// The value of a member; `nil` if the row does not have it.
        package subscript(name: String) -> Value? {
            members.first { $0.name == name }?.value
        }
    }

    /// One named value of a row.
    package struct Member: Hashable, Sendable {
        /// Wire name.
        package let name: String
        /// Value.
        package let value: Value

        /// Makes a member.
        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// A value that stands on its own: no positions, only names.
    package enum Value: Hashable, Sendable {
        /// Text; decimal strings are text too.
        case text(String)
        /// Whole number.
        case integer(Int128)
        /// `true` or `false`.
        case boolean(Bool)
        /// `null`.
        case null
        /// List of texts; evidence is `source#id` or `missing:YYYY-MM`.
        case texts([String])
    }

    /// Something that the ledger accepted and that a person should look at.
    package struct NamedFinding: Hashable, Sendable {
        /// The finding's fixed name.
        package let name: String
        /// `source#id`.
        package let event: String
        /// Budget line, where the finding has one.
        package let line: String?

        /// Makes a finding.
        package init(name: String, event: String, line: String?) {
            self.name = name
            self.event = event
            self.line = line
        }
    }

    /// Makes an answer from parts that are resolved already.
    package init(
        figure: FigureID,
        rootHash: SHA256Digest,
        parameters: [RuleParameters],
        rows: [Row],
        findings: [NamedFinding]
    ) {
        self.figure = figure
        self.rootHash = rootHash
        self.parameters = parameters
        self.rows = rows
        self.findings = findings
    }

    /// `coverage`, `funds` or `exits`.
    package var indicator: String { figure.indicator.rawValue }
    /// Business date of the question.
    package var asOf: BusinessDate { figure.asOf }
    /// The instant asked for; without one, the recorded time of the last event seen; `nil` when nothing is
    /// recorded.
    package var knownAt: Instant? { figure.knownAt }
    /// Count of events recorded at or before ``knownAt``.
    package var treeSize: UInt64 { figure.position }

    /// The answer with those rows only that satisfy the condition; figures unchanged.
    ///
    /// - Parameters:
    ///   - hasFindings: Whether the findings are kept.
    ///   - isKept: The condition.
    /// - Returns: The same figures over fewer rows.
    package func filtered(hasFindings: Bool = true, _ isKept: (Row) -> Bool) -> Answer {
        Answer(
            figure: figure,
            rootHash: rootHash,
            parameters: parameters,
            rows: rows.filter(isKept),
            findings: hasFindings ? findings : []
        )
    }
}

extension Answer.Value: CustomStringConvertible {
    /// The value as a table cell or CSV field: lists joined by blanks, `null` empty.
    package var description: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .null: ""
        case .texts(let list): list.joined(separator: " ")
        }
    }
}
