import EventModel

/// What the clause says of one station under one rule and reading.
struct OracleGround {
    let rule: String
    var ground: String?
    var reading: String?
    var person: String?
    var status: String
    var run: Int?
    var threshold: Int?
    /// Day of the ground.
    var establishedOn: Int?
    var unknownMonths: [Int] = []
    var evidence: [String] = []

    /// A ground that counts something: established, watched or clear by its run.
    static func counted(
        _ rule: String,
        run: Int,
        threshold: Int,
        establishedOn: Int?,
        evidence: [String]
    ) -> OracleGround {
        var ground = OracleGround(rule: rule, status: "clear", run: run, threshold: threshold)
        if run >= threshold {
            ground.status = "established"
            ground.establishedOn = establishedOn
        } else if run >= 1 {
            ground.status = "watch"
        }
        ground.evidence = evidence
        return ground
    }

    func row(station: String, region: String) -> OracleRow {
        var members: [(name: String, value: JSONValue)] = [
            ("station", .string(station)), ("region", .string(region)), ("rule", .string(rule)),
        ]
        func add(_ name: String, _ value: JSONValue?) {
            if let value { members.append((name, value)) }
        }
        add("ground", ground.map { .string($0) })
        add("reading", reading.map { .string($0) })
        add("person", person.map { .string($0) })
        add("status", .string(status))
        add("run", run.map { .integer(Int64($0)) })
        add("threshold", threshold.map { .integer(Int64($0)) })
        if let run, let threshold {
            add("toThreshold", .integer(Int64(max(0, threshold - run))))
        }
        add("establishedOn", establishedOn.map { .string(OracleCalendar.text(ofDay: $0)) })
        if !unknownMonths.isEmpty {
            let months = unknownMonths.map { JSONValue.string(OracleCalendar.text(ofMonth: $0)) }
            add("unknownMonths", .array(months))
        }
        add("evidence", .array(evidence.map { .string($0) }))
        return OracleRow(keys: [station, region, rule, ground, reading, person], members: members)
    }
}
