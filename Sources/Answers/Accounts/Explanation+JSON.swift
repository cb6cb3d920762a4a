package import EventLog
package import EventModel
import Programme

extension Explanation {
    /// The explanation as JSON; its members are the same for every figure.
    ///
    /// - Parameter snapshot: Gives the proof of each event in the tree of the answer; `nil` leaves proofs out.
    /// - Returns: One object.
    /// - Throws: ``LogError`` when a proof cannot be read.
    package func json(provedBy snapshot: LogSnapshot? = nil) throws(LogError) -> JSONValue {
        let definition = figure.indicator.definition
        var members: [(name: String, value: JSONValue)] = [
            ("figure", .string(figure.description)),
            ("indicator", .string(figure.indicator.rawValue)),
            ("asOf", .string(answer.asOf.description)),
            ("knownAt", answer.knownAt.map { .string($0.utcDescription) } ?? .null),
            ("treeSize", .whole(Int128(answer.treeSize))),
            ("rootHash", .string(answer.rootHash.description)),
            ("definition", .string(figure.definition)), ("row", row.jsonValue),
        ]
        if let member = figure.member {
            members += [("member", .string(member)), ("value", row[member]?.jsonValue ?? .null)]
        }
        members += [
            ("name", definition.name.json), ("formula", account?.formula.json ?? .null),
            ("clauses", .array(definition.clauses(of: row).map(\.json))),
            ("parameters", .array((account?.parameters ?? []).map(\.json))),
            ("terms", .array(terms.map(\.json))),
            (
                "checks",
                .array(
                    checks.map { check in
                        .object([
                            ("member", .string(check.member)),
                            ("figure", check.figure?.jsonValue ?? .null),
                            ("recomputed", check.recomputed?.jsonValue ?? .null),
                            ("equal", .boolean(check.isEqual)),
                        ])
                    }
                )
            ),
            ("equal", .boolean(isEqual)),
        ]
        var listed: [JSONValue] = []
        for event in events {
            var proof: ListedProof?
            if let snapshot {
                proof = try ListedProof(
                    ofEventAt: event.position,
                    treeSize: answer.treeSize,
                    in: snapshot
                )
            }
            listed.append(event.json(proof: proof))
        }
        return .object(members + [("events", .array(listed))])
    }
}

extension Explanation.ListedEvent {
    /// The event as JSON.
    func json(proof: ListedProof? = nil) -> JSONValue {
        .object(
            [
                ("position", .whole(Int128(position))), ("event", .string(reference.description)),
                ("type", .string(type)), ("subject", .string(subject)),
                ("date", .string(day.description)),
                ("recordedAt", .string(recordedAt.utcDescription)),
            ] + (proof.map { [("proof", $0.json)] } ?? [])
        )
    }
}

extension FigureAccount.Term {
    /// The term as JSON, complete.
    var json: JSONValue {
        .object([
            ("name", .string(name)), ("title", title.json), ("meaning", meaning.json),
            ("unit", .string(unit.rawValue)), ("value", .whole(value)),
            ("items", .array(items.map(\.json))),
        ])
    }
}

extension FigureAccount.Item {
    /// The item as JSON, complete.
    var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("key", .string(key)), ("status", .string(status)), ("amount", .whole(amount)),
        ]
        if let dueOn { members.append(("dueOn", .string(dueOn.description))) }
        return .object(members + [("entries", .array(entries.map(\.json)))])
    }
}

extension FigureAccount.Entry {
    /// The entry as JSON; the event stands in the list of events under its position.
    var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("position", .whole(Int128(position))), ("states", .string(role)),
        ]
        if let amount { members.append(("amount", .whole(amount))) }
        if let detail { members.append(("detail", .string(detail))) }
        return .object(members)
    }
}

extension UsedParameter {
    /// The parameter as JSON, with its origin.
    var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("rule", .string(rule)), ("key", .string(key)), ("value", value.jsonValue),
            ("origin", .string(adoptedAt == nil ? "default" : "adopted")),
        ]
        if let adoptedAt { members.append(("position", .whole(Int128(adoptedAt)))) }
        return .object(members)
    }
}

extension ParameterValue {
    /// The value as JSON.
    var jsonValue: JSONValue {
        switch self {
        case .integer(let number): .integer(number)
        case .text(let text): .string(text)
        }
    }
}

extension JSONValue {
    /// A whole number of any size.
    static func whole(_ number: Int128) -> JSONValue {
        Int64(exactly: number).map { .integer($0) } ?? .number(String(number))
    }
}

extension Answer.Row {
    /// The row as JSON.
    package var jsonValue: JSONValue {
        .object(members.map { ($0.name, $0.value.jsonValue) })
    }
}

extension Answer.Value {
    /// The value as JSON.
    package var jsonValue: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .integer(let number): .whole(number)
        case .boolean(let flag): .boolean(flag)
        case .null: .null
        case .texts(let list): .array(list.map { .string($0) })
        }
    }
}

extension IndicatorDefinition {
    /// The rule that a row reads; `nil` if its keys do not say.
    package func rule(of row: Answer.Row) -> String? {
        for dimension in dimensions {
            if case .text(let code)? = row[dimension.name], let rule = dimension[code: code]?.rule {
                return rule
            }
        }
        return nil
    }

    /// The clauses that a row answers.
    package func clauses(of row: Answer.Row) -> [Clause] {
        guard let rule = rule(of: row) else { return [] }
        return clauses.filter { $0.rules.contains(rule) }
    }
}
