package import EventLog
import EventModel
package import Indicators

extension Answer {
    /// Resolves an indicator's answer against the log that it was computed from.
    ///
    /// Positions in evidence and findings become `source#id`; findings are sorted by (finding, event) as
    /// bytes; tree size and root hash of the same cut are added.
    ///
    /// - Parameters:
    ///   - answer: Computed from the first `treeSize` events.
    ///   - question: What was asked.
    ///   - treeSize: Count of events that the answer was computed from.
    ///   - snapshot: The state of the log that the answer was computed from.
    /// - Throws: ``LogError`` when the log cannot be read.
    package init(
        _ answer: IndicatorAnswer,
        to question: Question,
        treeSize: UInt64,
        in snapshot: LogSnapshot
    ) throws(LogError) {
        let names = try EventNames(of: answer, in: snapshot)
        var echoed = question.knownAt
        if echoed == nil, treeSize > 0 {
            echoed = try snapshot.recordedAt(position: treeSize - 1)
        }
        let rows = answer.rows.map { row in
            Row(members: row.members.map { Member($0.name, names.resolved($0.value)) })
        }
        let rootHash = try snapshot.rootHash(of: treeSize)
        self.init(
            figure: FigureID(
                of: question,
                knownAt: echoed,
                position: treeSize,
                rootHash: rootHash
            ),
            rootHash: rootHash,
            parameters: answer.parameters,
            rows: question.indicator == .exceptions ? Self.exceptionsInOrder(rows) : rows,
            findings: answer.findings.map { finding in
                NamedFinding(
                    name: finding.name.rawValue,
                    event: names[finding.position],
                    line: finding.line
                )
            }.sorted { $0.precedes($1) }
        )
    }
}

/// The names of the events that an answer refers to, looked up together.
private struct EventNames {
    private let positions: [UInt64]
    private let references: [EventReference]

    init(of answer: IndicatorAnswer, in snapshot: LogSnapshot) throws(LogError) {
        var positions: Set<UInt64> = Set(answer.findings.map(\.position))
        for row in answer.rows {
            for member in row.members {
                guard case .evidence(let items) = member.value else { continue }
                for case .event(let position) in items { positions.insert(position) }
            }
        }
        self.positions = positions.sorted()
        self.references = try snapshot.references(at: self.positions)
    }

    subscript(position: UInt64) -> String {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < position { low = middle + 1 } else { high = middle }
        }
        precondition(low < positions.count && positions[low] == position, "a collected position")
        return references[low].description
    }

    func resolved(_ value: AnswerValue) -> Answer.Value {
        switch value {
        case .text(let text): .text(text)
        case .integer(let number): .integer(Int128(number))
        case .wide(let number): .integer(number)
        case .boolean(let flag): .boolean(flag)
        case .null: .null
        case .texts(let list): .texts(list)
        case .evidence(let items):
            .texts(
                items.map { item in
                    switch item {
                    case .event(let position): self[position]
                    case .missing(let month): "missing:\(month)"
                    }
                }
            )
        }
    }
}

extension Answer.NamedFinding {
    /// Whether this finding stands before another: by name, event and line, as bytes.
    fileprivate func precedes(_ other: Self) -> Bool {
        let pairs = [(name, other.name), (event, other.event), (line ?? "", other.line ?? "")]
        for (mine, theirs) in pairs where !mine.utf8.elementsEqual(theirs.utf8) {
            return mine.utf8.lexicographicallyPrecedes(theirs.utf8)
        }
        return false
    }
}
