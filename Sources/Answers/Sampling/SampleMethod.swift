/// How a sample is drawn.
package enum SampleMethod: String, Sendable, CaseIterable {
    /// Every event as likely as any other, none twice.
    case record
    /// Every fen as likely as any other, by fixed intervals from a random start.
    case monetaryUnit = "monetary-unit"
}

/// The draws themselves, on numbers alone.
package enum SampleDraw {
    /// Draws so many of the first whole numbers, none twice: a shuffle from the front that stops early.
    ///
    /// A sample of *n* begins with the sample of *n* − 1 of the same numbers, so that it can be enlarged.
    ///
    /// - Parameters:
    ///   - count: Numbers to draw, at most `size`.
    ///   - size: They are from 0 to below it.
    ///   - numbers: Gives the random numbers; one for each draw.
    /// - Returns: In the order in which they were drawn.
    package static func records(
        _ count: Int,
        of size: Int,
        _ numbers: inout some NumberSource
    ) -> [Int] {
        precondition(count <= size, "no more can be drawn than there are")
        // Only the places that are no longer as they were.
        var moved: [Int: Int] = [:]
        return (0..<count).map { place in
            let other = place + Int(numbers.next(below: UInt128(size - place)))
            let drawn = moved[other] ?? other
            moved[other] = moved[place] ?? place
            return drawn
        }
    }

    /// The fen that are hit by so many points at equal distances from a random start.
    ///
    /// The distance is `total` / `count` fen, which need not be whole: the start *s* is a whole number below `total`, and
    /// point *k* hits fen (*s* + *k* × `total`) div `count`, counted from 0. Over all starts every fen is hit equally
    /// often: exactly `count` times.
    ///
    /// - Parameters:
    ///   - count: Points, at most `total`.
    ///   - total: Fen of the population.
    ///   - numbers: Gives the start.
    /// - Returns: Ascending, each at most once.
    package static func units(
        _ count: Int,
        of total: UInt128,
        _ numbers: inout some NumberSource
    ) -> [UInt128] {
        precondition(UInt128(count) <= total, "points must not fall together")
        guard count > 0 else { return [] }
        let start = numbers.next(below: total)
        return (0..<count).map { (start + UInt128($0) * total) / UInt128(count) }
    }

    /// Spreads a number of draws over strata in proportion to their sizes: whole parts first, then one more for
    /// those with the largest remainders, of equal ones the first.
    ///
    /// - Parameters:
    ///   - count: Draws, at most the sum of the sizes.
    ///   - sizes: Number of events, or fen.
    /// - Returns: Draws of each stratum, at most its size.
    package static func allocation(of count: Int, over sizes: [UInt128]) -> [Int] {
        let total = sizes.reduce(0, +)
        guard total > 0 else { return sizes.map { _ in 0 } }
        var draws = sizes.map { Int(UInt128(count) * $0 / total) }
        let remainders = sizes.map { UInt128(count) * $0 % total }
        let order = sizes.indices.sorted {
            (remainders[$1], $0) < (remainders[$0], $1)
        }
        for place in order.prefix(count - draws.reduce(0, +)) { draws[place] += 1 }
        return draws
    }
}
