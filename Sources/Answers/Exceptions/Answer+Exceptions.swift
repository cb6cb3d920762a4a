extension Answer {
    /// Rows of the list of exceptions in their final order: by kind, subject, date, first event and detail, as bytes.
    ///
    /// They come in order of the first three; only names of events decide the rest.
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
        !findings.isEmpty || (figure.indicator == .exceptions && !rows.isEmpty)
    }
}
