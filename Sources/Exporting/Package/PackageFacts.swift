package import Answers
package import EventModel

/// What every part of a package says about itself: the question, the state of the ledger, who made it.
package struct PackageFacts: Sendable {
    /// Business date of the question.
    package let asOf: BusinessDate
    /// First day of the period; `nil` for the beginning.
    package let from: BusinessDate?
    /// The instant asked for; without one the recorded time of the last event; `nil` for an empty ledger.
    package let knownAt: Instant?
    /// Number of events known at ``knownAt``.
    package let treeSize: UInt64
    /// RFC 9162 root over them.
    package let rootHash: SHA256Digest
    /// Name of the ledger.
    package let ledgerID: String
    /// Whether the ledger holds invented data.
    package let isSynthetic: Bool
    /// The program's version.
    package let programVersion: String

    /// Joins the facts.
    package init(
        asOf: BusinessDate,
        from: BusinessDate?,
        knownAt: Instant?,
        treeSize: UInt64,
        rootHash: SHA256Digest,
        ledgerID: String,
        isSynthetic: Bool,
        programVersion: String
    ) {
        self.asOf = asOf
        self.from = from
        self.knownAt = knownAt
        self.treeSize = treeSize
        self.rootHash = rootHash
        self.ledgerID = ledgerID
        self.isSynthetic = isSynthetic
        self.programVersion = programVersion
    }

    /// The facts as lines of a form, in both languages.
    var lines: [(title: Phrase, value: Phrase)] {
        let none = Phrase(zh: "—(账本为空)", en: "— (the ledger is empty)")
        var lines = [
            (Phrase(zh: "账本", en: "Ledger"), Phrase(verbatim: ledgerID)),
            (
                Phrase(zh: "业务日期截至", en: "As of (business date)"),
                Phrase(verbatim: asOf.description)
            ),
            (
                Phrase(zh: "期间起始", en: "Period from"),
                from.map { Phrase(verbatim: $0.description) }
                    ?? Phrase(zh: "项目开始", en: "the beginning")
            ),
            (
                Phrase(zh: "所知至(记录时间)", en: "Known at (recorded time)"),
                knownAt.map { Phrase(verbatim: Self.local($0)) } ?? none
            ),
            (
                Phrase(zh: "账本位置", en: "Position"),
                Phrase(zh: "前 \(treeSize) 条事件", en: "the first \(treeSize) events")
            ),
            (Phrase(zh: "根哈希", en: "Root hash"), Phrase(verbatim: rootHash.description)),
            (Phrase(zh: "程序", en: "Program"), Phrase(verbatim: "Cairn \(programVersion)")),
        ]
        if isSynthetic { lines.insert((Phrase(zh: "数据", en: "Data"), Self.syntheticNote), at: 0) }
        return lines
    }

    /// What stands wherever invented data are shown.
    static let syntheticNote = Phrase(
        zh: "合成数据,仅供演示和测试,并非真实业务",
        en: "Synthetic data for demonstration and tests, no real business"
    )

    /// The question on one line, with a word before it where the data are invented.
    package var line: Phrase {
        guard isSynthetic else { return question }
        return Phrase(zh: "【合成数据】\(question.zh)", en: "[synthetic data] \(question.en)")
    }

    /// The question on one line.
    var question: Phrase {
        let known = knownAt.map(Self.local) ?? "—"
        let root = rootHash.description.prefix(16)
        let period = from.map { "\($0) … \(asOf)" } ?? asOf.description
        return Phrase(
            zh: "截至 \(period),所知至 \(known),前 \(treeSize) 条事件,根哈希 \(root)…",
            en: "as of \(period), known at \(known), the first \(treeSize) events, root \(root)…"
        )
    }

    /// An instant by the clock of the business dates.
    static func local(_ instant: Instant) -> String {
        let offset = Int16(BusinessDate.offsetMilliseconds / 60_000)
        guard OccurredAt.isValid(instant: instant, offsetMinutes: offset) else {
            return instant.utcDescription
        }
        return OccurredAt(instant: instant, offsetMinutes: offset).description
    }
}
