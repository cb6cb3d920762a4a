import Indicators

extension Answer.Row {
    /// The keys that name the row in a ``FigureID``; different rows of an answer have different ones.
    ///
    /// - coverage: region, population, reading, flavour, and `strive` for the row of that strength
    /// - funds: reading and stage, and the base where the stage is held against two
    /// - exits: station, rule, ground or reading, and the person
    /// - exceptions: kind, subject, and what tells apart rows about one subject: ``exceptionPath``
    ///
    /// A row without a key that its indicator's rows have gives what there is.
    package func path(of indicator: Indicator) -> [String] {
        func text(_ name: String) -> String? {
            guard case .text(let text)? = self[name] else { return nil }
            return text
        }
        let parts: [String?] =
            switch indicator {
            case .coverage:
                [
                    text("region"), text("population"), text("reading"), text("flavour"),
                    text("strength") == "strive" ? "strive" : nil,
                ]
            case .funds:
                [
                    text("reading"), text("stage"),
                    text("stage") == text("base") ? text("base") : nil,
                ]
            case .exits:
                [
                    text("station"), text("rule"), text("ground") ?? text("reading"),
                    text("person"),
                ]
            case .exceptions: [text("kind"), text("subject")] + exceptionPath
            }
        return parts.compactMap { $0 }
    }

    /// What tells apart exceptions of one kind about one subject: a person, payee, ground, day of recording,
    /// inspection or closing, or the event itself.
    private var exceptionPath: [String?] {
        guard case .text(let code)? = self["kind"], let kind = ExceptionKind(rawValue: code),
            case .texts(let figures)? = self["detail"], case .texts(let events)? = self["events"]
        else { return [] }
        func stated(_ name: String) -> String? {
            figures.first { $0.hasPrefix(name + "=") }.map {
                String($0.dropFirst(name.count + 1))
            }
        }
        switch kind {
        case .splitPayments: return [self["date"]?.description, stated("payee")]
        case .backDated: return [stated("recordedOn")]
        case .backDatedBurst: return [self["date"]?.description]
        case .groundOpenTooLong: return [stated("ground")]
        case .businessAfterClosing: return [stated("closedOn")]
        case .attendanceRepeated: return [stated("person")]
        case .returnAbovePayment: return [events.first, events.last]
        case .decisionWithoutGround: return [events.first]
        default: return []
        }
    }

    /// The row with its keys and one other member only; `nil` if it has no such member.
    func only(_ member: String, keys: [String]) -> Answer.Row? {
        guard self[member] != nil else { return nil }
        return Answer.Row(members: members.filter { keys.contains($0.name) || $0.name == member })
    }
}

extension Answer {
    /// The row that a path names; `nil` if the answer has no such row.
    ///
    /// - Complexity: O(rows).
    package func row(at path: [String]) -> Row? {
        // As they are encoded, keys are equal only if their bytes are.
        let sought = path.map(PercentEncoding.encode)
        return rows.first { row in
            row.path(of: figure.indicator).map(PercentEncoding.encode) == sought
        }
    }

    /// The name of one of the answer's rows.
    package func figure(of row: Row) -> FigureID {
        figure.naming(row: row.path(of: figure.indicator))
    }

    /// The part of the answer that a name of it names: a row, or a row's keys with one member.
    ///
    /// What the events hold against each other belongs to the whole answer and is left out.
    ///
    /// - Throws: ``FigureError/unknownRow(path:)`` and ``FigureError/unknownMember(_:known:)``.
    package func part(_ name: FigureID) throws(FigureError) -> Answer {
        guard !name.row.isEmpty else { return self }
        guard let row = row(at: name.row) else {
            throw .unknownRow(path: name.path)
        }
        var part = (figure: figure(of: row), row: row)
        if let member = name.member {
            let keys = AnswerMembers.keys(of: indicator)
            guard let cell = row.only(member, keys: keys) else {
                throw .unknownMember(member, known: row.members.map(\.name))
            }
            part = (part.figure.naming(member: member), cell)
        }
        return Answer(
            figure: part.figure,
            rootHash: rootHash,
            parameters: parameters,
            rows: [part.row],
            findings: []
        )
    }
}
