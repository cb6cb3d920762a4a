internal import Access
internal import Answers
internal import EventLog
internal import EventModel

extension Indicator {
    /// The indicator of a name.
    init(named name: String) throws(Problem) {
        guard let indicator = Indicator(rawValue: name) else {
            throw Problem(FigureSpellingError.unknownIndicator(found: name))
        }
        self = indicator
    }
}

extension Question {
    /// Readings and rows, which go with some indicators only.
    mutating func takeChoices(_ query: QueryParameters) throws(Problem) {
        if region != nil, !indicator.hasRegions {
            throw .badParameters(
                Phrase(
                    zh: "\(indicator.rawValue) 的行不分区划,不能给 region",
                    en: "rows of \(indicator.rawValue) have no division: region does not go with it"
                ),
                field: "region"
            )
        }
        if let reading = query["reading"] {
            guard indicator.readings.contains(where: { $0.hasSameBytes(as: reading) }) else {
                throw Problem(
                    FigureError.unknownReading(reading, known: indicator.readings)
                )
            }
            self.reading = reading
        }
        for word in query.words("include") {
            switch word {
            case "all": includesAll = true
            case "closed" where indicator.hasHiddenRows: includesClosed = true
            default:
                throw .badValue(
                    word,
                    field: "include",
                    accepted: indicator.hasHiddenRows ? ["all", "closed", "all,closed"] : ["all"]
                )
            }
        }
    }
}

extension ServiceParts {
    /// Refuses a question that its sender may not ask: of an indicator, or of counties beyond its own.
    func allow(_ question: Question, to principal: Principal) throws(Problem) {
        let name = question.indicator.rawValue
        guard policy.allows(indicator: name, to: principal) else {
            throw principal.proof == .none ? .needsKey : .indicatorNotAllowed(name, principal.role)
        }
        // Ratios and counts are everybody's; rows of single stations are their county's.
        guard question.indicator == .exits || question.indicator == .exceptions,
            let scope = policy.counties(of: principal)
        else { return }
        guard let region = question.region,
            scope.contains(where: { region.prefix.utf8.starts(with: $0.utf8) })
        else { throw .outOfScope(scope, index: nil) }
    }
}
