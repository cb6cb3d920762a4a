internal import EventModel

extension AuditSample {
    /// The sample as one JSON object, one event a line.
    ///
    /// - Returns: UTF-8 text that ends in a line break.
    package func json() -> String {
        let plan = id.plan
        var text = "{\n"
        func add(_ name: String, _ value: String) { text += "  \"\(name)\": \(value),\n" }
        add("sample", JSONText.string(id.text))
        add("method", JSONText.string(plan.method.rawValue))
        add("n", String(plan.count))
        add("seed", JSONText.string(plan.seed))
        add("population", JSONText.string(plan.population.word))
        add("asOf", "\"\(id.asOf)\"")
        add("knownAt", knownAt.map { "\"\($0.utcDescription)\"" } ?? "null")
        add("treeSize", String(id.position))
        add("rootHash", "\"\(rootHash)\"")
        add("populationCount", String(populationCount))
        if let populationFen { add("populationFen", String(populationFen)) }
        add("populationDigest", "\"\(id.populationDigest)\"")
        if plan.isByCounty { add("strata", Self.lines(strata.map { stratumJSON($0) })) }
        text += "  \"items\": " + Self.lines(items.map(Self.json)) + "\n"
        return text + "}\n"
    }

    private static func lines(_ items: [String]) -> String {
        guard !items.isEmpty else { return "[]" }
        return "[\n" + items.map { "    " + $0 }.joined(separator: ",\n") + "\n  ]"
    }

    private func stratumJSON(_ stratum: Stratum) -> String {
        var members = [
            (name: "county", value: stratum.county.map(JSONText.string) ?? "null"),
            (name: "count", value: String(stratum.count)),
        ]
        if populationFen != nil { members.append(("amountFen", String(stratum.amountFen))) }
        members.append(("n", String(stratum.draws)))
        return JSONText.object(members)
    }

    private static func json(_ item: Item) -> String {
        var members = [
            (name: "position", value: String(item.position)),
            (name: "event", value: JSONText.string(item.event)),
            (name: "date", value: JSONText.string(item.date.description)),
        ]
        if let amountFen = item.amountFen { members.append(("amountFen", String(amountFen))) }
        if let county = item.county { members.append(("county", JSONText.string(county))) }
        if let draw = item.draw { members.append(("draw", String(draw))) }
        if !item.units.isEmpty {
            members.append(("units", JSONText.array(item.units.map { String($0) })))
        }
        return JSONText.object(members)
    }

    /// The events as CSV with fixed heads and line ends of CRLF; monetary units are joined by blanks.
    package func csv() -> String {
        var text = CSVText.record([
            "position", "event", "date", "amountFen", "county", "draw", "units",
        ])
        for item in items {
            text += CSVText.record([
                String(item.position), item.event, item.date.description,
                item.amountFen.map { String($0) } ?? "", item.county ?? "",
                item.draw.map { String($0) } ?? "",
                item.units.map { String($0) }.joined(separator: " "),
            ])
        }
        return text
    }
}
