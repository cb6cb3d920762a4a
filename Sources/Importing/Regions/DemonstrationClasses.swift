package import EventModel
package import Programme

/// Which counties take part in the programme, and as what.
package struct DemonstrationClasses: Sendable {
    /// One county's part.
    package struct Entry: Hashable, Sendable {
        /// Code of the county.
        package let county: String
        /// National or municipal.
        package let demonstrationClass: DemonstrationClass
        /// Year of the batch.
        package let batchYear: Int64
        /// Business date from which it counts.
        package let since: BusinessDate
    }

    /// The counties, in the order of the list.
    package let entries: [Entry]
    /// Divisions that the list knows by name, for ledgers whose division list has no counties.
    package let regions: [ListedRegion]
    private let source: String

    /// The programme of Shigatse, batch of 2018: three national counties and four of the city's own.
    ///
    /// The classes count from the first day of the batch year.
    ///
    /// - SeeAlso: The implementation plan, part 四: the counties by name and class.
    package static let shigatse2018: DemonstrationClasses = {
        let counties: [(code: String, name: String, DemonstrationClass)] = [
            ("540202000000", "桑珠孜区", .municipal), ("540222000000", "江孜县", .national),
            ("540224000000", "萨迦县", .municipal), ("540225000000", "拉孜县", .municipal),
            ("540233000000", "亚东县", .national), ("540234000000", "吉隆县", .municipal),
            ("540235000000", "聂拉木县", .national),
        ]
        let since = BusinessDate(daysSince1970: 17_532)  // 2018-01-01
        let city = "540200000000"
        return DemonstrationClasses(
            entries: counties.map {
                Entry(county: $0.code, demonstrationClass: $0.2, batchYear: 2018, since: since)
            },
            regions: [
                ListedRegion(code: city, name: "日喀则市", level: .city, parent: "", line: 0)
            ]
                + counties.map {
                    ListedRegion(
                        code: $0.code,
                        name: $0.name,
                        level: .county,
                        parent: city,
                        line: 0
                    )
                },
            source: "/programmes/shigatse-2018"
        )
    }()

    private init(entries: [Entry], regions: [ListedRegion], source: String) {
        self.entries = entries
        self.regions = regions
        self.source = source
    }

    /// Reads a CSV file with the columns `county`, `class` (national, municipal), `batchYear` and
    /// optionally `since` (`YYYY-MM-DD`, default the first day of the batch year).
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` at the first row that is wrong.
    package init(_ source: any ByteSource) throws(ImportError) {
        let table = try CSVTable(source, needed: ["county", "class", "batchYear"])
        var entries: [Entry] = []
        while let row = try table.next() {
            let county = row["county"] ?? ""
            guard ListedRegion.isCode(county) else {
                throw row.fault("county", accepted: "12 digits, such as 540222000000")
            }
            guard let demonstrationClass = DemonstrationClass(rawValue: row["class"] ?? "") else {
                throw row.fault("class", accepted: "national or municipal")
            }
            guard let year = Int(row["batchYear"] ?? ""),
                let firstDay = BusinessDate(year: year, month: 1, day: 1)
            else { throw row.fault("batchYear", accepted: "a year, such as 2018") }
            var since = firstDay
            if let text = row["since"], !text.isEmpty {
                guard let date = BusinessDate(parsing: text) else {
                    throw row.fault("since", accepted: "a date, such as 2018-12-01")
                }
                since = date
            }
            entries.append(
                Entry(
                    county: county,
                    demonstrationClass: demonstrationClass,
                    batchYear: Int64(year),
                    since: since
                )
            )
        }
        self.init(entries: entries, regions: [], source: "/demonstration-classes")
    }

    /// The classes as events; the same list always gives the same ids.
    package var events: [JSONValue] {
        entries.map { entry in
            .object([
                ("specversion", .string("1.0")),
                ("id", .string("\(entry.county)-\(entry.demonstrationClass)-\(entry.since)")),
                ("source", .string(source)),
                ("type", .string(RegionEvents.demonstrationClassSet.type)),
                ("subject", .string("region/\(entry.county)")),
                ("time", .string("\(entry.since)T00:00:00+08:00")),
                (
                    "data",
                    .object([
                        ("county", .string(entry.county)),
                        ("class", .string(entry.demonstrationClass.rawValue)),
                        ("batchYear", .integer(entry.batchYear)),
                    ])
                ),
            ])
        }
    }
}
