import EventModel
import Programme

/// The rows of coverage: counties, classes and all, under every reading and flavour, each with its verdict.
struct CoverageRows<Names: NameLookup> {
    let tally: CoverageTally
    let rules: ProgrammeRules
    let names: Names

    private struct Area {
        let name: String
        let counties: [UInt32]
        /// Whether the aim of covering every poor village applies.
        let isNational: Bool
    }

    private struct Keyed {
        let keys: [String?]
        let row: AnswerRow
    }

    /// The rows in their final order.
    var rows: [AnswerRow] {
        var keyed: [Keyed] = []
        for area in areas {
            for population in CoveragePopulation.allCases {
                for (place, reading) in population.readings.enumerated() {
                    for flavour in CoverageFlavour.allCases {
                        let isOfficial = place == 0 && flavour == .open
                        for (threshold, strength) in thresholds(population, area) {
                            keyed.append(
                                row(
                                    area,
                                    population,
                                    reading,
                                    flavour,
                                    threshold: threshold,
                                    strength: strength,
                                    isOfficial: isOfficial
                                )
                            )
                        }
                    }
                }
            }
        }
        return keyed.sorted { RowOrder.precedes($0.keys, $1.keys) }.map(\.row)
    }

    private var areas: [Area] {
        let counties = names.sorted(tally.classes.keys)
        func area(of demonstrationClass: DemonstrationClass) -> Area {
            Area(
                name: "class:\(demonstrationClass.rawValue)",
                counties: counties.filter { tally.classes[$0] == demonstrationClass },
                isNational: demonstrationClass == .national
            )
        }
        return counties.map { county in
            Area(
                name: names.name(at: county),
                counties: [county],
                isNational: tally.classes[county] == .national
            )
        } + DemonstrationClass.allCases.map(area) + [
            Area(name: "all", counties: counties, isNational: false)
        ]
    }

    private func thresholds(
        _ population: CoveragePopulation,
        _ area: Area
    ) -> [(Percent, Strength)] {
        var thresholds: [(Percent, Strength)] = [(rules[population.rule].percent(), .must)]
        if population == .poorVillages, area.isNational, let whole = Percent(parsing: "100") {
            thresholds.append((whole, .strive))
        }
        return thresholds
    }

    private func row(
        _ area: Area,
        _ population: CoveragePopulation,
        _ reading: CoverageReading,
        _ flavour: CoverageFlavour,
        threshold: Percent,
        strength: Strength,
        isOfficial: Bool
    ) -> Keyed {
        let count = area.counties.reduce(CoverageTally.Count()) {
            $0 + tally.count($1, reading, flavour)
        }
        let (numerator, denominator) = (Int128(count.numerator), Int128(count.denominator))
        var members = [
            AnswerMember("region", .text(area.name)),
            AnswerMember("population", .text(population.rawValue)),
            AnswerMember("reading", .text(reading.rawValue)),
            AnswerMember("flavour", .text(flavour.rawValue)),
            AnswerMember("threshold", .text(threshold.text)),
            AnswerMember("strength", .text(strength.rawValue)),
            AnswerMember("official", .boolean(isOfficial)),
            AnswerMember("numerator", .integer(count.numerator)),
            AnswerMember("denominator", .integer(count.denominator)),
        ]
        if denominator == 0 {
            members += [
                AnswerMember("percent", .null),
                AnswerMember("verdict", .text(Verdict.notEvaluable.rawValue)),
                AnswerMember("reason", .text("noDenominator")),
            ]
        } else {
            let isMet = threshold.isReached(by: numerator, of: denominator)
            let verdict: Verdict = isMet ? .met : .notMet
            members += [
                AnswerMember("percent", .text(ExactRatio.percent(numerator, of: denominator))),
                AnswerMember("verdict", .text(verdict.rawValue)),
            ]
        }
        let keys = [
            area.name, population.rawValue, reading.rawValue, flavour.rawValue, threshold.text,
            strength.rawValue,
        ]
        return Keyed(keys: keys, row: AnswerRow(members: members))
    }
}
