package import EventModel
import Programme

extension FigureChanges {
    /// The changes as JSON; the parts of a cell stand under the names of their causes.
    package var json: JSONValue {
        .object([
            ("indicator", .string(from.indicator)), ("definition", .string(from.figure.definition)),
            ("from", Self.head(from)), ("to", Self.head(to)),
            ("causes", .array(causes.map { .string($0.rawValue) })),
            ("parameters", .array(parameters.map(\.json))),
            ("rows", .array(rows.map { $0.json(causes, indicator: from.indicator) })),
            ("sound", .boolean(mismatches.isEmpty)),
            ("mismatches", .array(mismatches.map { .string($0) })),
            ("events", .array(events.map { $0.json() })),
        ])
    }

    private static func head(_ answer: Answer) -> JSONValue {
        .object([
            ("figure", .string(answer.figure.description)),
            ("asOf", .string(answer.asOf.description)),
            ("knownAt", answer.knownAt.map { .string($0.utcDescription) } ?? .null),
            ("treeSize", .whole(Int128(answer.treeSize))),
            ("rootHash", .string(answer.rootHash.description)),
        ])
    }
}

extension FigureChanges.ParameterChange {
    fileprivate var json: JSONValue {
        .object([
            ("rule", .string(before.rule)), ("key", .string(before.key)),
            ("from", before.value.jsonValue), ("to", after.value.jsonValue),
            ("fromPosition", before.adoptedAt.map { .whole(Int128($0)) } ?? .null),
            ("toPosition", after.adoptedAt.map { .whole(Int128($0)) } ?? .null),
        ])
    }
}

extension FigureChanges.RowChange {
    fileprivate func json(_ causes: [ChangeCause], indicator: String) -> JSONValue {
        let keys = AnswerMembers.keys(of: indicator)
        let presence: String =
            switch (rows[0], rows[rows.count - 1]) {
            case (nil, nil): "between"
            case (nil, _): "appears"
            case (_, nil): "disappears"
            default: "stays"
            }
        let steps = zip(causes, steps).filter { !$0.1.isEmpty }
        return .object([
            ("row", .string(path.map(PercentEncoding.encode).joined(separator: "/"))),
            (
                "keys",
                .object(
                    any.members.filter { keys.contains($0.name) }.map {
                        ($0.name, $0.value.jsonValue)
                    }
                )
            ),
            ("presence", .string(presence)),
            ("cells", .array(cells.map { $0.json(causes) })),
            (
                "items",
                .object(steps.map { ($0.0.rawValue, .array($0.1.map(\.json))) })
            ),
        ])
    }
}

extension CellChange {
    fileprivate func json(_ causes: [ChangeCause]) -> JSONValue {
        func value(_ value: Answer.Value?) -> JSONValue { value?.jsonValue ?? .null }
        func named(_ parts: [JSONValue]) -> JSONValue {
            .object(zip(causes, parts).map { ($0.0.rawValue, $0.1) })
        }
        var members: [(name: String, value: JSONValue)] = [
            ("member", .string(member)), ("from", value(values[0])),
            ("to", value(values[values.count - 1])),
        ]
        if let parts {
            members += [
                ("change", .whole(parts.reduce(0, +))),
                ("parts", named(parts.map { .whole($0) })),
            ]
        }
        if let percentParts {
            let change = percentParts.reduce(0, +)
            members += [
                ("change", .string(Self.percentText(change))),
                ("parts", named(percentParts.map { .string(Self.percentText($0)) })),
                (
                    "exactParts",
                    named(exactParts.map { $0.map { .string($0.description) } ?? .null })
                ),
            ]
        }
        return .object(members + [("values", .array(values.map(value)))])
    }

    /// Ten-thousandths of a percent with four decimals: `-0.5556`.
    static func percentText(_ tenThousandths: Int128) -> String {
        let digits = String(tenThousandths.magnitude)
        let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        return (tenThousandths < 0 ? "-" : "") + padded.dropLast(4) + "." + padded.suffix(4)
    }
}

extension ItemChange {
    fileprivate var json: JSONValue {
        .object([
            ("term", .string(term)), ("item", .string(key)), ("unit", .string(unit.rawValue)),
            ("before", before?.json ?? .null), ("after", after?.json ?? .null),
            ("change", .whole(change)), ("entries", .array(entries.map(\.json))),
        ])
    }
}

extension ItemChange.Standing {
    fileprivate var json: JSONValue {
        .object([("status", .string(status)), ("amount", .whole(amount))])
    }
}

extension EntryChange {
    fileprivate var json: JSONValue {
        var members = entry.json.objectValue ?? []
        members.append(("counts", .boolean(isAdded)))
        if let cause {
            members.append(
                (
                    "cause",
                    .object([
                        ("kind", .string(cause.kind.rawValue)),
                        ("position", .whole(Int128(cause.position))),
                    ])
                )
            )
        }
        return .object(members)
    }
}
