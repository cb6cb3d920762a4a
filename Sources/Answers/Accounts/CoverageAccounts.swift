import EventModel
import Programme

/// Accounts of the rows of `coverage`, from the events about divisions and stations.
struct CoverageAccounts: RowAccounting {
    private let definition = IndicatorDefinition.coverage
    private let rules: StatedRules
    private let divisions: StatedDivisions
    private let stations: StatedStations

    init(_ shelf: AccountShelf, _ scope: EventScope) {
        rules = scope.rules
        divisions = StatedDivisions(scope.known(shelf.events), on: scope.day)
        stations = StatedStations(
            scope.happened(shelf.events),
            on: scope.day,
            signs: shelf.signs,
            newest: shelf.signs.newest(scope)
        )
    }

    /// What a row is about.
    private struct Keys {
        let area: String
        let population: IndicatorDefinition.Value
        let reading: IndicatorDefinition.Value
        let flavour: IndicatorDefinition.Value
        let strives: Bool

        init?(_ row: Answer.Row, _ definition: IndicatorDefinition) {
            func code(_ name: String) -> String {
                if case .text(let text)? = row[name] { text } else { "" }
            }
            guard let population = definition[dimension: "population"]?[code: code("population")],
                let reading = definition[dimension: "reading"]?[code: code("reading")],
                let flavour = definition[dimension: "flavour"]?[code: code("flavour")]
            else { return nil }
            area = code("region")
            strives = code("strength") == "strive"
            self.population = population
            self.reading = reading
            self.flavour = flavour
        }

        var isOfficial: Bool {
            ["all", "administrativeVillages", "currentList"].contains(reading.code)
                && flavour.code == "open"
        }
    }

    func account(of row: Answer.Row) throws -> FigureAccount? {
        guard let keys = Keys(row, definition), let rule = keys.population.rule,
            divisions.hasArea(keys.area)
        else { return nil }
        let level = keys.population.takesIn[0]
        let wanted = divisions.members(of: keys.area, keys.reading)
        let basis = FigureAccount.Term(
            IndicatorDefinition.TermDefinition(
                name: "counties",
                title: Phrase(zh: "示范县", en: "Demonstration counties"),
                meaning: Phrase(
                    zh: "当日有示范县类别的县(以最新为准)",
                    en: "the counties with a demonstration class on the day, the newest of each"
                )
            ),
            unit: .none,
            members: ["numerator", "denominator", "percent", "verdict", "reason"],
            items: divisions.counties(of: keys.area)
        )
        let denominator = FigureAccount.Term(
            definition.terms[0],
            meaning: keys.reading.meaning,
            unit: .divisions,
            members: ["numerator", "denominator", "percent", "verdict", "reason"],
            items: wanted.map(\.item)
        )
        let numerator = FigureAccount.Term(
            definition.terms[1],
            meaning: Self.meaning(keys),
            unit: .divisions,
            members: ["numerator", "percent", "verdict", "reason"],
            items: try wanted.filter(\.counts).map { member in
                try stations.item(in: member.code, level: level, keys.flavour.code)
            }
        )
        let whole = Percent(parsing: "100")
        let threshold = keys.strives ? whole ?? rules.percent(of: rule) : rules.percent(of: rule)
        return FigureAccount(
            row: Self.row(keys, threshold, numerator.value, denominator.value),
            formula: Phrase(
                zh: "分子 ÷ 分母 ≥ \(threshold.text) %",
                en: "numerator ÷ denominator ≥ \(threshold.text) %"
            ),
            terms: [numerator, denominator, basis],
            parameters: keys.strives ? [] : rules.parameters(of: rule)
        )
    }

    private static func meaning(_ keys: Keys) -> Phrase {
        let isTownship = keys.population.code == "townships"
        let station = Phrase(
            zh: isTownship ? "乡镇服务站" : "村级服务点",
            en: isTownship ? "a township station" : "a village point"
        )
        return Phrase(
            zh: "分母中本地有\(station.zh)者;站点须:\(keys.flavour.meaning.zh)",
            en: "those of the denominator with \(station.en) in that very place, "
                + keys.flavour.meaning.en
        )
    }

    private static func row(
        _ keys: Keys,
        _ threshold: Percent,
        _ numerator: Int128,
        _ denominator: Int128
    ) -> Answer.Row {
        var members: [Answer.Member] = [
            .init("region", .text(keys.area)), .init("population", .text(keys.population.code)),
            .init("reading", .text(keys.reading.code)),
            .init("flavour", .text(keys.flavour.code)), .init("threshold", .text(threshold.text)),
            .init("strength", .text(keys.strives ? "strive" : "must")),
            .init("official", .boolean(keys.isOfficial)),
            .init("numerator", .integer(numerator)), .init("denominator", .integer(denominator)),
        ]
        if denominator == 0 {
            members += [
                .init("percent", .null), .init("verdict", .text("notEvaluable")),
                .init("reason", .text("noDenominator")),
            ]
        } else {
            let isMet = threshold.isReached(by: numerator, of: denominator)
            members += [
                .init("percent", .text(ExactRatio.percent(numerator, of: denominator))),
                .init("verdict", .text(isMet ? "met" : "notMet")),
            ]
        }
        return Answer.Row(members: members)
    }
}

/// The divisions as events state them, each with the county of the universe to which it belongs.
struct StatedDivisions {
    /// A division that is to be covered, or was looked at and is not.
    struct Member {
        let code: ExactName
        let counts: Bool
        let item: FigureAccount.Item
    }

    private struct Division {
        let code: ExactName
        var declared: StatedEvent
        var earlier: [StatedEvent] = []
        var retired: StatedEvent?

        var kind: String { declared.text("kind") ?? "" }
        var parent: ExactName? { declared.text("parent").map(ExactName.init) }
        var entry: FigureAccount.Entry {
            .init(declared, "declared", detail: declared.text("name"))
        }

        /// Whether the retirement is older than the declaration, or there is none.
        var isValid: Bool {
            guard let retired else { return true }
            let end = (retired.date("retiredOn"), retired.instant, retired.position)
            return end < (declared.date("validFrom"), declared.instant, declared.position)
        }
    }

    private var divisions: [ExactName: Division] = [:]
    private var classes: [ExactName: StatedEvent] = [:]
    private var poverty: [ExactName: StatedEvent] = [:]
    private var frozenPoverty: [ExactName: StatedEvent] = [:]

    // The list that the plan's approval froze.
    private static let frozenDay = BusinessDate(year: 2018, month: 12, day: 31)
    // A chain of parents is city, county, township, village; longer ones are circles.
    private static let longestChain = 8

    /// Takes what is known, whatever its business date, in order: most of it carries a date of its own.
    init(_ events: [StatedEvent], on day: BusinessDate) {
        for event in events {
            switch event.type {
            case "region.declared" where event.date("validFrom") <= day: declare(event)
            case "region.demonstrationClassSet" where event.day <= day:
                classes[event.name("county")] = event
            case "village.povertyStatusSet":
                let village = event.name("village")
                let from = event.date("validFrom")
                if from <= day, event.supersedes(poverty[village], by: "validFrom") {
                    poverty[village] = event
                }
                if let frozen = Self.frozenDay, from <= frozen,
                    event.supersedes(frozenPoverty[village], by: "validFrom")
                {
                    frozenPoverty[village] = event
                }
            default: continue
            }
        }
        for event in events where event.type == "region.retired" && event.date("retiredOn") <= day {
            let code = event.name("code")
            if event.supersedes(divisions[code]?.retired, by: "retiredOn") {
                divisions[code]?.retired = event
            }
        }
    }

    private mutating func declare(_ event: StatedEvent) {
        let code = event.name("code")
        guard var division = divisions[code] else {
            divisions[code] = Division(code: code, declared: event)
            return
        }
        if event.supersedes(division.declared, by: "validFrom") {
            division.earlier.append(division.declared)
            division.declared = event
        } else {
            division.earlier.append(event)
        }
        divisions[code] = division
    }

    /// Whether answers have rows for an area: a county of the universe, a class, or all.
    func hasArea(_ area: String) -> Bool {
        area == "all" || area.hasPrefix("class:") || classes[ExactName(area)] != nil
    }

    private func belongs(_ county: ExactName, to area: String) -> Bool {
        guard area != "all" else { return true }
        guard area.hasPrefix("class:") else { return county == ExactName(area) }
        return classes[county]?.text("class") == String(area.dropFirst(6))
    }

    /// The counties that were looked at for an area, with the event that makes each one of the programme.
    func counties(of area: String) -> [FigureAccount.Item] {
        classes.keys.sorted().compactMap { county in
            guard let event = classes[county] else { return nil }
            let isIn = belongs(county, to: area)
            guard isIn || area.hasPrefix("class:") else { return nil }
            return FigureAccount.Item(
                adding: [.init(event, "class", detail: event.text("class"))],
                key: county.text,
                status: isIn ? "counts" : "otherClass",
                counts: isIn
            )
        }
    }

    /// The divisions of a reading in an area: those to be covered, and those that nearly were.
    func members(of area: String, _ reading: IndicatorDefinition.Value) -> [Member] {
        divisions.values.compactMap { division -> Member? in
            let (county, chain) = ancestors(of: division.parent)
            guard let county, belongs(county, to: area) else {
                return moved(division, from: area, reading)
            }
            return member(division, chain, reading)
        }.sorted { $0.code < $1.code }
    }

    /// The first county of the universe above a division, and the declarations on the way to it.
    private func ancestors(
        of parent: ExactName?
    ) -> (county: ExactName?, chain: [FigureAccount.Entry]) {
        var chain: [FigureAccount.Entry] = []
        var above = parent
        for _ in 0..<Self.longestChain {
            guard let ancestor = above else { return (nil, chain) }
            if classes[ancestor] != nil { return (ancestor, chain) }
            if let declared = divisions[ancestor]?.declared {
                chain.append(.init(declared, "parent", detail: declared.text("name")))
            }
            above = divisions[ancestor]?.parent
        }
        return (nil, chain)
    }

    private func member(
        _ division: Division,
        _ chain: [FigureAccount.Entry],
        _ reading: IndicatorDefinition.Value
    ) -> Member? {
        var entries = [division.entry] + chain
        var status = "counts"
        if reading.takesIn.isEmpty {
            let list = reading.code == "frozenList" ? frozenPoverty : poverty
            guard let event = list[division.code], division.declared.text("level") == "village"
            else { return nil }
            entries.append(.init(event, "poverty", detail: event.text("status")))
            if event.text("status") != "registeredPoor" { status = "notPoor" }
        } else if !reading.takesIn.contains(division.kind) {
            guard division.kind == "residentsCommittee",
                reading.takesIn.contains("administrativeVillage")
            else { return nil }
            status = "otherKind"
        }
        if !division.isValid, let retired = division.retired {
            guard status == "counts" else { return nil }
            entries.append(.init(retired, "retired"))
            status = "retired"
        }
        return Member(
            code: division.code,
            counts: status == "counts",
            item: FigureAccount.Item(
                key: division.code.text,
                status: status,
                counts: status == "counts",
                entries: entries
            )
        )
    }

    /// A division that an earlier declaration placed in the area.
    private func moved(
        _ division: Division,
        from area: String,
        _ reading: IndicatorDefinition.Value
    ) -> Member? {
        guard reading.takesIn.contains(division.kind), division.isValid,
            division.earlier.contains(where: { declared in
                let parent = declared.text("parent").map(ExactName.init)
                guard let county = ancestors(of: parent).county else { return false }
                return belongs(county, to: area)
            })
        else { return nil }
        return Member(
            code: division.code,
            counts: false,
            item: FigureAccount.Item(
                key: division.code.text,
                status: "moved",
                counts: false,
                entries: [division.entry]
            )
        )
    }
}
