extension Answer {
    /// The list of exceptions in its final order: by kind, subject, date, first event and detail, as bytes.
    ///
    /// Rows come in order of the first three; only names of events decide the rest.
    func exceptionsInOrder() -> Answer {
        Answer(
            indicator: indicator,
            asOf: asOf,
            knownAt: knownAt,
            treeSize: treeSize,
            rootHash: rootHash,
            parameters: parameters,
            rows: Self.exceptionsInOrder(rows),
            findings: findings
        )
    }

    /// Rows of lists of exceptions in the order of one.
    static func exceptionsInOrder(_ rows: [Row]) -> [Row] {
        let keyed = rows.map { row in (row: row, keys: exceptionKeys(of: row)) }
        return keyed.sorted { left, right in
            for (mine, theirs) in zip(left.keys, right.keys)
            where !mine.utf8.elementsEqual(theirs.utf8) {
                return mine.utf8.lexicographicallyPrecedes(theirs.utf8)
            }
            return false
        }.map(\.row)
    }

    private static func exceptionKeys(of row: Row) -> [String] {
        var firstEvent = ""
        if case .texts(let events)? = row["events"] { firstEvent = events.first ?? "" }
        return ["kind", "subject", "date"].map { row[$0]?.description ?? "" } + [
            firstEvent, row["detail"]?.description ?? "",
        ]
    }

    /// Whether the answer holds something to look at: findings, or rows that are each a finding.
    package var asksForAttention: Bool {
        !findings.isEmpty || (indicator == Indicator.exceptions.rawValue && !rows.isEmpty)
    }
}
