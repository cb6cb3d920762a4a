import Programme

/// An official division list, read and checked as a whole.
///
/// Columns by name, in any order: `code` and `name`; optional `parent_code`, `level` (city, county,
/// town or township, village) and `year`. Other columns, such as `category`, are passed over.
package struct RegionList: Sendable {
    /// The divisions, sorted by code.
    package let regions: [ListedRegion]

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - source: A CSV file with a head.
    ///   - year: Which year's rows to take from a list with a `year` column.
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` at the first row that is wrong: a
    ///   list is taken whole or not at all.
    package init(_ source: any ByteSource, year: Int? = nil) throws(ImportError) {
        let table = try CSVTable(source, needed: ["code", "name"])
        if year != nil, !table.has("year") {
            throw .unusable(
                file: source.name,
                line: 1,
                reason: "no column \"year\"",
                accepted: "a list with a year column, or no year asked for"
            )
        }
        var regions: [String: ListedRegion] = [:]
        var years: Set<String> = []
        while let row = try table.next() {
            if let found = row["year"] {
                if let year, found != String(year) { continue }
                years.insert(found)
            }
            let region = try Self.region(of: row)
            guard regions.updateValue(region, forKey: region.code) == nil else {
                guard years.count < 2 else { continue }
                throw row.fault("code", accepted: "each code once")
            }
        }
        guard years.count < 2 else {
            throw .unusable(
                file: source.name,
                line: nil,
                reason: "rows of the years " + years.sorted().joined(separator: ", "),
                accepted: "one of them: --year \(years.sorted().first ?? "")"
            )
        }
        guard !regions.isEmpty else {
            throw .unusable(
                file: source.name,
                line: nil,
                reason: "no rows",
                accepted: "at least one division" + (year.map { " of \($0)" } ?? "")
            )
        }
        self.regions = regions.values.sorted { $0.code < $1.code }
    }

    private static func region(of row: CSVTable.Row) throws(ImportError) -> ListedRegion {
        let code = row["code"] ?? ""
        guard ListedRegion.isCode(code) else {
            throw row.fault("code", accepted: "12 digits, such as 540222000000")
        }
        let name = row["name"] ?? ""
        guard !name.isEmpty, name.utf8.count <= 256 else {
            throw row.fault("name", accepted: "a name of at most 256 bytes")
        }
        let levels: [String: RegionLevel] = [
            "city": .city, "county": .county, "town": .township, "township": .township,
            "village": .village,
        ]
        var level = ListedRegion.level(ofCode: code)
        if let word = row["level"], !word.isEmpty {
            guard let listed = levels[word] else {
                throw row.fault("level", accepted: "city, county, town, township or village")
            }
            level = listed
        }
        var parent = ListedRegion.parent(ofCode: code)
        if let listed = row["parent_code"] ?? row["parent"], !listed.isEmpty {
            guard ListedRegion.isCode(listed) else {
                throw row.fault("parent_code", accepted: "12 digits, such as 540200000000")
            }
            parent = listed
        }
        return ListedRegion(code: code, name: name, level: level, parent: parent, line: row.line)
    }
}
