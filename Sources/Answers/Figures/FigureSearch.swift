package import EventLog
package import Projections

/// Finds the row that a person means by the beginning of its keys.
package struct FigureSearch {
    private let path: String
    private let row: [String]
    private let member: String?
    private let question: Question

    /// Looks for a row as a person names it: `coverage/all/villages`, `funds/CAP-b/paid#percent`.
    ///
    /// - Parameters:
    ///   - text: The path of a figure's name, of which the last keys may be left out.
    ///   - question: The dates; its indicator is that of the path.
    /// - Throws: ``FigureSpellingError``
    package init(_ text: String, question: Question) throws(FigureSpellingError) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        row = try FigureID.path(path).row
        member = parts.count > 1 ? PercentEncoding.decode(parts[1]) : nil
        if parts.count > 1, member?.isEmpty ?? true { throw .badPart("#", found: text) }
        self.question = question
    }

    /// Whether an indicator alone is named, no row of it.
    package var namesIndicator: Bool { row.isEmpty }

    /// The name of the row, with the answer in which it stands.
    ///
    /// A row with exactly these keys is taken, or with these values of all its keys; else the only one that begins with
    /// them; else the only official one among those. A `/` within a key may stand as it is. Rows that an answer holds only if they are asked for are looked for last.
    ///
    /// - Throws: ``FigureError``, or ``LogError`` when the log cannot be read.
    package func find(
        in snapshot: LogSnapshot,
        tables: LedgerTables,
        store: ProjectionStore? = nil
    ) throws -> (name: FigureID, answer: Answer) {
        var candidates: [String] = []
        for choice in choices {
            var asked = question
            asked.includesAll = asked.includesAll || choice.includesAll
            asked.includesClosed = asked.includesClosed || choice.includesClosed
            let answer = try asked.answer(from: snapshot, tables: tables, store: store)
            let found = matches(in: answer)
            if let only = found.only {
                let name = answer.figure(of: only)
                return (member.map { name.naming(member: $0) } ?? name, answer)
            }
            candidates = found.rows.map { answer.figure(of: $0).path }
            if !candidates.isEmpty { break }
        }
        throw candidates.isEmpty
            ? FigureError.unknownRow(path: path)
            : FigureError.ambiguousRow(path: path, rows: candidates)
    }

    private var choices: [RowChoice] {
        guard question.indicator.hasHiddenRows else { return [RowChoice()] }
        return [
            RowChoice(), RowChoice(includesAll: true),
            RowChoice(includesAll: true, includesClosed: true),
        ]
    }

    private func matches(in answer: Answer) -> (only: Answer.Row?, rows: [Answer.Row]) {
        if let exact = answer.row(at: row) { return (exact, [exact]) }
        let sought = Array(row.joined(separator: "/").utf8)
        /// Keys one behind the other, so that a key that holds a `/` is found as it is printed.
        func joined(_ keys: [String]) -> [UInt8] { Array(keys.joined(separator: "/").utf8) }
        let whole = answer.rows.filter { row in
            let keys = AnswerMembers.keys(of: answer.indicator)
            return joined(keys.compactMap { row[$0]?.description }) == sought
        }
        if whole.count == 1 { return (whole[0], whole) }
        let rows = answer.rows.filter { row in
            let path = joined(row.path(of: question.indicator))
            return path.starts(with: sought)
                && (path.count == sought.count || path[sought.count] == UInt8(ascii: "/"))
        }
        if rows.count == 1 { return (rows[0], rows) }
        let official = rows.filter {
            $0["official"] == .boolean(true) && $0["strength"] != .text("strive")
        }
        return (official.count == 1 ? official[0] : nil, rows)
    }
}
