/// Rules read wrongly on purpose: a comparison that does not notice one of them would be worth nothing.
enum OracleTwist: String, CaseIterable {
    /// A second opening of an open station starts its runs anew.
    case secondOpeningStartsAnew
    /// The day of resuming still counts as suspended.
    case resumedDayPaused
    /// A division is valid on the day of its retirement too.
    case retiredDayStillValid
    /// Activity looks at 31 days.
    case activeFor31Days
    /// A poverty status waits for its own business date too.
    case povertyWaitsForItsDate
    /// The numbers on the limit of a cap break it.
    case capIsExclusive
    /// The numbers on the limit of a floor miss it.
    case floorIsExclusive
    /// Percentages round half up.
    case percentRoundsHalfUp
    /// What was returned wholly was no prohibited use.
    case returnedUseIsForgiven
    /// A reallocation counts before both lines are known.
    case reallocationDoesNotWait
    /// A classification counts only when it is later than the payment.
    case earlyClassificationIsLost
    /// The excess over a line's budget looks at the budget at the payment's instant.
    case budgetAtTheInstant
    /// Returns of the payment itself are added back to its line's budget.
    case ownReturnsAddBack
    /// The authority's termination is a voluntary exit.
    case authorityTerminationIsVoluntary
    /// Closed stations are shown as on the day of their closing.
    case closedShownOnTheirLastDay
    /// A report counts from the due day at the latest, so that a late one cures nothing.
    case lateReportCuresNothing
    /// A month with a suspended day counts.
    case pausedMonthCounts
    /// The month of an opening on its first day is left out.
    case firstOfMonthLeftOut
    /// A month is missing on its due day already.
    case missingOnTheDueDay
    /// A month without value is a failure.
    case unknownFails
    /// The first value recorded for a month holds, not the newest.
    case firstPerformanceHolds
    /// The day of a change of operator does not count.
    case operatorDayExcluded
    /// Dismissal before an upholding still counts.
    case anyDismissalCounts
    /// A merge into an unknown complaint takes the complaint away.
    case mergeIntoUnknownCounts
    /// The newest upholding of an unbroken row dates it.
    case newestUpholdingDates
    /// A decision before the day that reached the count clears as well.
    case earlyDecisionClears
    /// A decision clears only later complaints.
    case decisionDoesNotClear
    /// A decision is judged with itself.
    case decisionJudgedWithItself
    /// A closed station has no ground for a decision.
    case closedHasNoGround
    /// The newest established quarter is shown.
    case newestQuarterShown

    /// The indicator whose answers it spoils.
    var indicator: String {
        switch self {
        case .activeFor31Days, .povertyWaitsForItsDate, .retiredDayStillValid: "coverage"
        case .reallocationDoesNotWait, .earlyClassificationIsLost, .budgetAtTheInstant,
            .ownReturnsAddBack, .capIsExclusive, .floorIsExclusive, .percentRoundsHalfUp,
            .returnedUseIsForgiven:
            "funds"
        default: "exits"
        }
    }
}
