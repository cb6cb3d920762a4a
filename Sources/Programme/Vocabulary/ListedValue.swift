package import EventModel

/// A value out of a fixed list of the wire form, stored as its place in the list.
///
/// Cases stand in the order of the event type's definition; new cases may only be added at the end,
/// since stored events refer to them by place.
package protocol ListedValue: CaseIterable, Hashable, RawRepresentable<String>, Sendable {}

extension ListedValue {
    /// The field kind that takes exactly these values.
    package static var fieldKind: FieldKind { .choice(allCases.map(\.rawValue)) }

    /// Reads the stored place, 0 for the first case; `nil` if there is no such case.
    package init?(stored: Int64) {
        guard stored >= 0, stored < Int64(Self.allCases.count) else { return nil }
        self = Self.allCases[Self.allCases.index(Self.allCases.startIndex, offsetBy: Int(stored))]
    }

    /// Place of the case in its list, as an event stores it.
    package var stored: Int64 {
        var place: Int64 = 0
        for value in Self.allCases {
            if value == self { return place }
            place += 1
        }
        return place
    }
}
