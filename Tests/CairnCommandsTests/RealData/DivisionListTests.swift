import EventModel
import Foundation
import Testing

@Suite(
    "Official division lists",
    .enabled("needs the data of CAIRN_DATA or ../shared/data") { RealData.isThere }
)
struct DivisionListTests {
    /// Denominator of a row of coverage over all participating counties.
    private func denominator(
        _ place: Workplace,
        _ population: String,
        _ reading: String,
        asOf: String
    ) throws -> Int64? {
        let run = try place.run(
            "query",
            "coverage",
            "--as-of",
            asOf,
            "--reading",
            reading,
            "--json"
        )
        let row = try run.json()["rows"]?.arrayValue?.first { row in
            row["region"]?.stringValue == "all" && row["population"]?.stringValue == population
                && row["flavour"]?.stringValue == "open"
        }
        return row?["denominator"]?.integerValue
    }

    @Test(
        "The list of 2016 gives 73 townships, 616 villages and 646 with committees in seven counties"
    )
    func divisions() throws {
        try withWorkplace { place in
            let words = [
                "import", "--regions", RealData.path("divisions-5402.csv"), "--valid-from",
                "2016-07-31",
                "--programme", "shigatse-2018", "--json",
            ]
            let first = try place.run(words)
            #expect(first.status == 0, first.told)
            #expect(try first.json()["declared"]?.integerValue == 1896)
            let again = try place.run(words).json()
            #expect(again["written"]?.integerValue == 0)
            let day = "2019-12-31"
            #expect(try denominator(place, "townships", "all", asOf: day) == 73)
            #expect(try denominator(place, "villages", "administrativeVillages", asOf: day) == 616)
            #expect(try denominator(place, "villages", "withCommittees", asOf: day) == 646)
            let csv = try place.run(
                "query",
                "coverage",
                "--as-of",
                day,
                "--reading",
                "all",
                "--format",
                "csv"
            )
            let counties = csv.outputLines.filter {
                $0.hasPrefix("5402") && $0.contains(",townships,all,open,")
            }
            #expect(counties.count == 7)
        }
    }

    @Test("The yearly lists give 73 townships from 2016 to 2021 and 75 in 2022 and 2023")
    func years() throws {
        try withWorkplace { place in
            // The classes count from 2018; here the seven counties are asked for from the first list on.
            let codes = ["540202", "540222", "540224", "540225", "540233", "540234", "540235"]
            let classes =
                "county,class,batchYear,since\n"
                + codes.map { "\($0)000000,municipal,2018,2016-01-01\n" }.joined()
            let file = try place.write(classes, to: "classes.csv")
            let base = try place.run(
                "import",
                "--regions",
                RealData.path("divisions-5402.csv"),
                "--valid-from",
                "2016-01-01",
                "--class",
                file
            )
            #expect(base.status == 0, base.told)
            let list = RealData.path("towns-5402-2016..2023.csv")
            for year in 2016...2023 {
                let run = try place.run(
                    "import",
                    "--regions",
                    list,
                    "--year",
                    "\(year)",
                    "--valid-from",
                    "\(year)-06-30"
                )
                #expect(run.status == 0, run.told)
            }
            for year in 2016...2023 {
                for day in ["07-01", "12-31"] {
                    let count = try denominator(place, "townships", "all", asOf: "\(year)-\(day)")
                    #expect(count == (year < 2022 ? 73 : 75), "\(year)-\(day)")
                }
            }
            #expect(try place.run("verify").status == 0)
            let without = try place.run("import", "--regions", list, "--valid-from", "2024-01-01")
            #expect(without.status == 1 && without.errorText.contains("--year 2016"), without.told)
        }
    }
}
