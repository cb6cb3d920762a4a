/// Why a figure of one question differs from that of another.
///
/// The parts are steps of a walk from question to question over exact answers, so they add up to the change
/// without a rest. Of two questions, that which knows fewer events is the start; if both know the same, the one
/// with the earlier date. With D1, K1 the dates of the start and D2, K2 those of the end, the walk is:
///
/// | step | answer after it |
/// |---|---|
/// | | (D1, K1) |
/// | ``lateEntries`` | at D1, the events recorded up to K2 without those that correct, under the voids known at K1 and the rules of (D1, K1) |
/// | ``correctionsAndVoids`` | (D1, K2) under the rules of (D1, K1): corrections count, what they and voids take back does not |
/// | ``ruleChanges`` | (D1, K2) under the rules of (D2, K2) |
/// | ``newBusiness`` | (D2, K2) |
///
/// Asked the other way round, the walk is gone backwards and every part has the other sign. Where D2 lies before
/// D1 although K2 lies after K1, new business is what the earlier date does not see any more.
package enum ChangeCause: String, Hashable, Sendable, CaseIterable {
    /// Events with a date up to D1 that were recorded after K1 and correct nothing.
    case lateEntries
    /// Corrections, and what corrections and voids recorded after K1 take back or bring back.
    case correctionsAndVoids
    /// Other rule parameters: adopted, corrected, or come into force.
    case ruleChanges
    /// What happened between the dates, and the passing of time itself: months that fall due, days that leave a
    /// window.
    case newBusiness
}
