package import EventModel

/// One place where a recomputed answer differs from the one on record.
package struct AnswerDifference: Hashable, Sendable {
    /// The place: `rows[3].percent`; empty for the whole answer.
    package let path: String
    /// What the record says; `nil` if there is nothing at this place.
    package let expected: String?
    /// What was computed; `nil` if there is nothing at this place.
    package let found: String?

    /// Makes a difference.
    package init(path: String, expected: String?, found: String?) {
        self.path = path
        self.expected = expected
        self.found = found
    }

    /// Compares two JSON values deeply and exactly.
    ///
    /// The order of an object's members does not matter, everything else does: `1` and `1.0` differ,
    /// texts are compared by bytes.
    ///
    /// - Parameters:
    ///   - expected: The recorded answer.
    ///   - found: The recomputed answer.
    ///   - limit: Differences after which the comparison stops.
    /// - Returns: Differences in the order of the record; empty if there is none.
    package static func between(
        _ expected: JSONValue,
        _ found: JSONValue,
        limit: Int = 100
    ) -> [AnswerDifference] {
        var differences: [AnswerDifference] = []
        compare(expected, found, at: "", into: &differences, limit: limit)
        return differences
    }

    private static func compare(
        _ expected: JSONValue?,
        _ found: JSONValue?,
        at path: String,
        into differences: inout [AnswerDifference],
        limit: Int
    ) {
        guard differences.count < limit else { return }
        switch (expected, found) {
        case (.object(let left), .object(let right)):
            let prefix = path.isEmpty ? "" : path + "."
            for member in left {
                let other = right.first { $0.name.hasSameBytes(as: member.name) }?.value
                compare(
                    member.value,
                    other,
                    at: prefix + member.name,
                    into: &differences,
                    limit: limit
                )
            }
            for member in right where !left.contains(where: { $0.name == member.name }) {
                compare(
                    nil,
                    member.value,
                    at: prefix + member.name,
                    into: &differences,
                    limit: limit
                )
            }
        case (.array(let left), .array(let right)):
            for index in 0..<max(left.count, right.count) {
                compare(
                    index < left.count ? left[index] : nil,
                    index < right.count ? right[index] : nil,
                    at: "\(path)[\(index)]",
                    into: &differences,
                    limit: limit
                )
            }
        default:
            let left = expected.map(text)
            let right = found.map(text)
            let isSame =
                switch (left, right) {
                case (let left?, let right?): left.hasSameBytes(as: right)
                default: left == nil && right == nil
                }
            guard !isSame else { return }
            differences.append(AnswerDifference(path: path, expected: left, found: right))
        }
    }

    /// The value as short JSON text, for people.
    private static func text(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let spelling): spelling
        case .string(let text): JSONText.string(text)
        case .array(let items): JSONText.array(items.map(text))
        case .object(let members): JSONText.object(members.map { ($0.name, text(of: $0.value)) })
        }
    }
}
