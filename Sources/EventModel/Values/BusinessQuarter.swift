/// A calendar quarter in Asia/Shanghai.
package struct BusinessQuarter: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Quarters since the first of 1970, which is 0; negative before it.
    package let quartersSince1970: Int32

    /// Makes the quarter from its count of quarters.
    package init(quartersSince1970: Int32) {
        self.quartersSince1970 = quartersSince1970
    }

    /// The quarter's first month.
    package var firstMonth: BusinessMonth {
        BusinessMonth(monthsSince1970: Int32(clamping: Int(quartersSince1970) * 3))
    }

    /// The quarter's last month.
    package var lastMonth: BusinessMonth { firstMonth.advanced(byMonths: 2) }

    /// The quarter's first day.
    package var firstDay: BusinessDate { firstMonth.firstDay }

    /// The quarter's last day, inclusive.
    package var lastDay: BusinessDate { lastMonth.lastDay }

    /// The quarter that many quarters later, earlier if negative; stops at the ends of Int32.
    package func advanced(byQuarters quarters: Int) -> BusinessQuarter {
        let (sum, overflow) = Int(quartersSince1970).addingReportingOverflow(quarters)
        guard !overflow else {
            return BusinessQuarter(quartersSince1970: quarters < 0 ? .min : .max)
        }
        return BusinessQuarter(quartersSince1970: Int32(clamping: sum))
    }

    /// `YYYY-Qn`, such as `2019-Q3`.
    package var description: String {
        let year = 1970 + floorDivide(Int(quartersSince1970), by: 4)
        let quarter = Int(quartersSince1970) - (year - 1970) * 4 + 1
        var bytes: [UInt8] = []
        bytes.append(addingCapacity: JSONSize.time) { $0.append(year: year) }
        return String(decoding: bytes, as: UTF8.self) + "-Q\(quarter)"
    }

    /// Orders quarters from earlier to later.
    package static func < (left: BusinessQuarter, right: BusinessQuarter) -> Bool {
        left.quartersSince1970 < right.quartersSince1970
    }
}
