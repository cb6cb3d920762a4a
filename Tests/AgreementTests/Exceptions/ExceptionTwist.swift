/// Rules of the list of exceptions read wrongly on purpose; each must show in some history.
enum ExceptionTwist: String, CaseIterable {
    /// Exactly so many days late is back-dated.
    case lateOnTheLimit
    /// Lateness is counted in business dates.
    case lateByDates
    /// Voids of the record are back-dated records too.
    case voidsAreLate
    /// Back-dated records are told apart by producer alone.
    case recordingDayIgnored
    /// What was recorded on the day of the inspection does not count.
    case inspectionDayOutside
    /// The window is a day longer.
    case windowIsLonger
    /// Inspections are records of the station.
    case inspectionsCount
    /// Exactly the least number of records is no burst.
    case burstNeedsMore
    /// A record exactly on the delay counts.
    case burstOnTheDelay
    /// Payments to different payees are one split.
    case payeeIgnored
    /// Payments of different lines are one split.
    case lineIgnored
    /// Second payments of one id count for a split.
    case repeatedPaymentsSplit
    /// A part on the limit counts.
    case limitIncludesParts
    /// A sum on the limit is no split.
    case limitExcludesSum
    /// An empty voucher is a voucher.
    case emptyVoucherCounts
    /// Vouchers of payments that do not count are left out.
    case countingVouchersOnly
    /// Voided and replaced events still cite their evidence.
    case voidedEvidenceCounts
    /// Appropriations later on the payment's day come too late.
    case appropriatedByTheInstant
    /// What came back later makes up for an early payment.
    case laterReturnsMakeUp
    /// Money of other sources was paid out of central appropriations.
    case otherMoneyPaid
    /// Nothing is round but what is not 0.
    case zeroIsRound
    /// Business on the day of closing is in order.
    case closingDayOpen
    /// Business on the day of the next opening is not in order.
    case reopeningDayClosed
    /// Reports and values count by their own date.
    case monthsByDate
    /// A value of 0 is business.
    case nothingIsBusiness
    /// Exactly so many days are too long for an open ground.
    case openOnTheLimit
    /// Only a termination decides a ground.
    case warningDecidesNothing
    /// A decision before the ground was established decides it.
    case earlyDecisionDecides
    /// Scans after a return are looked at.
    case returnIgnored
    /// The first acceptance holds.
    case firstAcceptanceHolds
    /// Steps at one instant are backwards.
    case sameInstantIsBackwards
    /// One scan in the wrong order is enough.
    case anyPairIsBackwards
    /// A parcel without acceptance goes downstream.
    case unknownGoesDown
    /// Delivery is an arrival at its level.
    case deliveryIsArrival
    /// A person who attends two sessions is counted twice.
    case sessionIgnored
}
