extension Answer {
    /// The rows as CSV with the member names as heads, so that programs rely on them in any language.
    ///
    /// Lists are joined by blanks; absent and `null` values are empty fields. Line ends are CRLF.
    package func csv() -> String {
        let names = AnswerMembers.names(of: indicator)
        var text = CSVText.record(names)
        for row in rows {
            text += CSVText.record(names.map { row[$0]?.description ?? "" })
        }
        return text
    }
}

/// The member names of each indicator's rows, in the order of `rules.md`.
package enum AnswerMembers {
    /// All names that a row of the indicator may have.
    package static func names(of indicator: String) -> [String] {
        switch indicator {
        case "coverage":
            [
                "region", "population", "reading", "flavour", "threshold", "strength", "official",
                "numerator", "denominator", "percent", "verdict", "reason",
            ]
        case "funds":
            [
                "reading", "stage", "base", "strength", "official", "threshold", "numeratorFen",
                "denominatorFen", "percent", "headroomFen", "verdict", "reason",
            ]
        case "exits":
            [
                "station", "region", "rule", "ground", "reading", "person", "status", "run",
                "threshold", "toThreshold", "establishedOn", "unknownMonths", "evidence",
            ]
        case "exceptions":
            [
                "kind", "rule", "clause", "severity", "subject", "region", "county", "date",
                "detail", "events",
            ]
        default: []
        }
    }

    /// The names of members that add up: what changes them can be split into parts.
    package static func additive(of indicator: String) -> [String] {
        switch indicator {
        case "coverage": ["numerator", "denominator"]
        case "funds": ["numeratorFen", "denominatorFen", "headroomFen"]
        case "exits": ["run"]
        default: []
        }
    }

    /// The names of the members of which `percent` is the ratio; `nil` where there is none.
    package static func ratio(of indicator: String) -> (numerator: String, denominator: String)? {
        switch indicator {
        case "coverage": ("numerator", "denominator")
        case "funds": ("numeratorFen", "denominatorFen")
        default: nil
        }
    }

    /// The names that say what a row is about; two rows with the same values here are the same row
    /// of two answers.
    package static func keys(of indicator: String) -> [String] {
        switch indicator {
        case "coverage": ["region", "population", "reading", "flavour", "strength"]
        case "funds": ["reading", "stage", "base"]
        case "exits": ["station", "rule", "ground", "reading", "person"]
        case "exceptions": ["kind", "subject"]
        default: []
        }
    }
}
