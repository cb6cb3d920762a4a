package import Programme

/// A division as an official list has it.
package struct ListedRegion: Hashable, Sendable {
    /// 12-digit code.
    package let code: String
    /// Name in the list's year.
    package let name: String
    /// Level, from the list or from the code.
    package let level: RegionLevel
    /// Code of the division above, which may stand outside of the list; empty if there is none.
    package let parent: String
    /// Line in the list, from 1; 0 for a division that stands in none.
    package let line: Int

    /// Makes a division.
    package init(code: String, name: String, level: RegionLevel, parent: String, line: Int) {
        self.code = code
        self.name = name
        self.level = level
        self.parent = parent
        self.line = line
    }

    /// Kind, from level, name ending and code.
    ///
    /// Of the township level, 镇 is a town, 乡 a township, 街道 and 办事处 a sub-district; other names go
    /// by digits 7–9 of the code (0xx sub-district, 1xx town, else township). At village level, digits
    /// 10–12 below 200 are a residents' committee.
    ///
    /// - SeeAlso: GB/T 10114; the NBS rules for urban–rural division codes.
    package var kind: RegionKind {
        switch level {
        case .city: .prefecture
        case .county: name.hasSuffix("区") ? .district : .county
        case .township:
            if name.hasSuffix("街道") || name.hasSuffix("办事处") {
                .subdistrict
            } else if name.hasSuffix("镇") {
                .town
            } else if name.hasSuffix("乡") {
                .township
            } else {
                Self.kind(ofTownshipDigits: code.dropFirst(6).prefix(3))
            }
        case .village: code.suffix(3) < "200" ? .residentsCommittee : .administrativeVillage
        }
    }

    private static func kind(ofTownshipDigits digits: Substring) -> RegionKind {
        switch digits.first {
        case "0": .subdistrict
        case "1": .town
        default: .township
        }
    }

    /// Level that a code's zeros say.
    package static func level(ofCode code: String) -> RegionLevel {
        if code.hasSuffix("00000000") { return .city }
        if code.hasSuffix("000000") { return .county }
        return code.hasSuffix("000") ? .township : .village
    }

    /// Code of the division above by the code alone.
    package static func parent(ofCode code: String) -> String {
        let length =
            switch level(ofCode: code) {
            case .city: 2
            case .county: 4
            case .township: 6
            case .village: 9
            }
        return String(code.prefix(length)) + String(repeating: "0", count: 12 - length)
    }

    /// Whether a text is a division code: 12 ASCII digits.
    package static func isCode(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
