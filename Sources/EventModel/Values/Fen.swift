/// An amount of money in whole fen; 1 yuan is 100 fen.
///
/// Sums of many amounts are taken in `Int128` by the caller; this type adds two with a check.
package struct Fen: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The amount in fen; may be negative for a difference.
    package let rawValue: Int64

    /// Makes the amount from its count of fen.
    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The sum.
    ///
    /// - Throws: ``MoneyOverflow`` when it leaves `Int64`; the caller reports both amounts.
    package func adding(_ other: Fen) throws(MoneyOverflow) -> Fen {
        let (sum, overflow) = rawValue.addingReportingOverflow(other.rawValue)
        guard !overflow else { throw MoneyOverflow() }
        return Fen(rawValue: sum)
    }

    /// The difference.
    ///
    /// - Throws: ``MoneyOverflow`` when it leaves `Int64`; the caller reports both amounts.
    package func subtracting(_ other: Fen) throws(MoneyOverflow) -> Fen {
        let (difference, overflow) = rawValue.subtractingReportingOverflow(other.rawValue)
        guard !overflow else { throw MoneyOverflow() }
        return Fen(rawValue: difference)
    }

    /// The count of fen, such as `1234567`.
    package var description: String { String(rawValue) }

    /// The amount in yuan with two decimals, such as `12345.67`.
    package var yuanDescription: String {
        let (yuan, fen) = rawValue.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(rawValue < 0 ? "-" : "")\(yuan).\(fen < 10 ? "0" : "")\(fen)"
    }

    /// Orders amounts from smaller to larger.
    package static func < (left: Fen, right: Fen) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A sum of money left Int64; the caller reports the operands, nothing was changed.
package struct MoneyOverflow: Error, Hashable, Sendable {}
