import EventModel

/// A number found in what is about to leave the ledger, named without being shown.
package struct PersonalDataFinding: Hashable, Sendable {
    /// What it is.
    package let kind: PersonalDataKind
    /// The number with most of its digits hidden.
    package let masked: String
    /// Where it stands.
    package let place: PersonalDataPlace
}

/// Where a number was found; numbers in the names themselves are masked.
package enum PersonalDataPlace: Hashable, Sendable {
    /// A member of an event: `source#id`, the event's position, and the path of the member, such as `data.purpose`
    /// or `data.findings[2]`.
    case event(name: String, position: UInt64, path: String)
    /// A cell: file, row as a spreadsheet counts (1-based, the head included), and the column's name.
    case cell(file: String, row: Int, column: String)
    /// A line of a text, 1-based.
    case line(file: String, number: Int)
}

extension PersonalDataPlace: CustomStringConvertible {
    /// The place as it is printed, and as it is named to let it pass.
    package var description: String {
        switch self {
        case .event(let name, _, let path): "\(name):\(path)"
        case .cell(let file, let row, let column): "\(file):\(row):\(column)"
        case .line(let file, let number): "\(file):\(number)"
        }
    }
}

/// Places that a person has looked at and found to name nobody: exports pass them.
///
/// A place is named as it was printed: `source#id:path`; `source#*:path` names the member in all events of a
/// source, for ids that happen to look like telephone numbers.
package struct ReviewedPlaces: Hashable, Sendable {
    private let names: Set<[UInt8]>

    /// Takes the names.
    package init(_ names: [String] = []) { self.names = Set(names.map { Array($0.utf8) }) }

    /// The name under which a place was reviewed; `nil` if it was not.
    func name(of place: PersonalDataPlace) -> String? {
        let exact = place.description
        // As it is, or as a terminal shows it.
        for spelling in [exact, exact.visible] where names.contains(Array(spelling.utf8)) {
            return spelling
        }
        guard case .event(let name, _, let path) = place,
            let reference = EventReference(parsing: name)
        else { return nil }
        let general = "\(reference.source)#*:\(path)"
        return names.contains(Array(general.utf8)) ? general : nil
    }
}
