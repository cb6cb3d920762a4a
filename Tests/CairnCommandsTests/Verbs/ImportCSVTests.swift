import EventModel
import Testing

@Suite("import of CSV files and division lists")
struct ImportCSVTests {
    static let map = #"""
        {"type": "trade.recorded", "source": "/synthetic/shop",
         "id": "{order}-{line}", "subject": "order/{order}",
         "time": {"column": "date", "format": "yyyy-MM-dd HH:mm", "offset": "+08:00"},
         "constants": {"county": "540222000000", "channel": "shop", "agricultural": false,
                       "demonstrationProduct": false, "online": true, "onlineRetail": false},
         "columns": {"order": "order", "line": "line", "product": "product",
                     "amount": {"field": "amountFen", "decimals": 2, "grouping": ","},
                     "way": {"field": "direction", "values": {"上行": "upstream", "下行": "downstream"}}}}
        """#
    static let head = "date,order,line,product,amount,way,note\n"

    @Test(
        "A CSV file becomes events through a column map; quotes, thousands and words are understood"
    )
    func columnMap() throws {
        try withWorkplace { place in
            try place.write(Self.map, to: "map.json")
            let csv =
                Self.head + "2019-07-01 10:00,7,1,\"tea, \"\"black\"\"\",\"1,234.50\",上行,x\r\n"
                + "2019-07-01 10:05,7,2,\"two\nlines\",3,下行,\n"
            let run = try place.run(
                "import",
                "--map",
                "map.json",
                try place.write(csv, to: "shop.csv")
            )
            #expect(run.status == 0, run.told)
            let lines = try place.run("events", "--json").outputLines
            let first = try JSONValue(parsing: try #require(lines.first))
            #expect(first["id"]?.stringValue == "7-1")
            #expect(first["data"]?["amountFen"]?.integerValue == 123_450)
            #expect(first["data"]?["product"]?.stringValue == "tea, \"black\"")
            #expect(first["data"]?["direction"]?.stringValue == "upstream")
            #expect(first["time"]?.stringValue == "2019-07-01T10:00:00+08:00")
            let again = try place.run("import", "--map", "map.json", "shop.csv")
            #expect(again.outputText.contains("0 written, 2 duplicates"))
        }
    }

    @Test("A bad cell is named with file, line, column, what was found and what is accepted")
    func badCells() throws {
        try withWorkplace { place in
            try place.write(Self.map, to: "map.json")
            let rows = [
                "2019-07-01 10:00,7,1,tea,12.345,上行,", "01/07/2019,7,2,tea,1,上行,",
                "2019-07-01 10:00,7,3,tea,1,sideways,", "2019-07-01 10:00,7,4,tea,1,上行",
                "2019-07-01 10:00,7,5,,1,上行,",
            ]
            let file = try place.write(Self.head + rows.joined(separator: "\n"), to: "shop.csv")
            let before = try place.state()
            let run = try place.run("import", "--map", "map.json", file)
            #expect(run.status == 1, run.told)
            let expected = [
                ":2: integerOutOfRange column \"amount\" (data.amountFen): found 12.345",
                ":3: timeSpelling column \"date\" (time): found 01/07/2019",
                ":4: schema column \"way\" (data.direction): found sideways",
                ":5: envelope: found 6 cells; accepted: 7 cells",
                ":6: schema column \"product\" (data.product)",
            ]
            for text in expected { #expect(run.errorText.contains(text), run.told) }
            #expect(try place.state() == before)
            let skipped = try place.run(
                "import",
                "--map",
                "map.json",
                file,
                "--skip-bad",
                "bad.csv"
            )
            #expect(skipped.status == 6, skipped.told)
            // The head stands above the refused rows, so that the mended file can be imported.
            #expect(place.text(of: "bad.csv") == Self.head + rows.joined(separator: "\n") + "\n")
        }
    }

    @Test("Quotes that are not closed, a missing column and a CSV without a map are named")
    func badForms() throws {
        try withWorkplace { place in
            try place.write(Self.map, to: "map.json")
            let open = try place.write(
                Self.head + "2019-07-01 10:00,7,1,\"tea,1,上行,\n",
                to: "open.csv"
            )
            let run = try place.run("import", "--map", "map.json", open)
            #expect(run.status == 1, run.told)
            #expect(
                run.errorText.contains("open.csv:2: envelope column \"product\": found a quote")
            )
            let other = try place.write("a,b\n1,2\n", to: "other.csv")
            let missing = try place.run("import", "--map", "map.json", other)
            #expect(missing.status == 1, missing.told)
            #expect(missing.errorText.contains("other.csv:1: no column \"order\" in the head"))
            let bare = try place.run("import", other)
            #expect(bare.status == 2, bare.told)
            #expect(bare.errorText.contains("needs a column map"))
            let binary = try place.write([0, 1, 2, 0xFF, 0xFE], to: "binary.csv")
            #expect(try place.run("import", "--map", "map.json", binary).status == 1)
            let latin =
                Array((Self.head + "2019-07-01 10:00,7,1,caf").utf8) + [0xE9]
                + Array(",1,上行,\n".utf8)
            let wrong = try place.run(
                "import",
                "--map",
                "map.json",
                try place.write(latin, to: "latin.csv")
            )
            #expect(
                wrong.errorText.contains(
                    "latin.csv:2: envelope column \"product\": found bytes that are not UTF-8"
                )
            )
            #expect(try place.eventCount() == 0)
        }
    }

    @Test("A column map that cannot be used is refused at its place in the map")
    func wrongMap() throws {
        try withWorkplace { place in
            let csv = try place.write(Self.head, to: "shop.csv")
            let changes: [(String, String, String)] = [
                ("\"amountFen\"", "\"amountFn\"", "columns.amount"),
                ("trade.recorded", "trade.unknown", "type"),
                ("\"county\": \"540222000000\", ", "", "required county"),
                ("yyyy-MM-dd HH:mm", "sometime", "time.format"), ("{order}-{line}", "{order", "id"),
                ("\"source\"", "\"sauce\"", "sauce"), ("{\"type\"", "\"type\"", "no valid JSON"),
            ]
            for (from, to, told) in changes {
                let map = Self.map.replacing(from, with: to, maxReplacements: 1)
                #expect(map != Self.map)
                let run = try place.run(
                    "import",
                    "--map",
                    try place.write(map, to: "map.json"),
                    csv
                )
                #expect(run.status == 1, run.told)
                #expect(run.errorText.contains(told), run.told)
                #expect(run.errorText.contains("map.json"), run.told)
            }
        }
    }

    @Test("A division list becomes declarations once, then only what changed")
    func divisions() throws {
        try withWorkplace { place in
            let list = """
                code,parent_code,level,name
                540200000000,540000000000,city,日喀则市
                540222000000,540200000000,county,江孜县
                540222100000,540222000000,town,示例镇
                540222100001,540222100000,village,示例村

                """
            let file = try place.write(list, to: "list.csv")
            let words = ["import", "--regions", file, "--valid-from"]
            #expect(
                try place.run(words + ["2018-01-01", "--json"]).json()["declared"]?.integerValue
                    == 4
            )
            #expect(
                try place.run(words + ["2018-01-01", "--json"]).json()["written"]?.integerValue == 0
            )
            let renamed = list.replacing("示例镇", with: "新名镇")
            try place.write(renamed, to: "list.csv")
            let changed = try place.run(words + ["2020-01-01", "--json"]).json()
            #expect(changed["renamed"]?.integerValue == 1)
            // City, county and villages are as they were: one declaration each says that the list spoke.
            #expect(changed["confirmedAreas"]?.integerValue == 3)
            #expect(changed["written"]?.integerValue == 4)
            #expect(
                try place.run(words + ["2020-01-01", "--json"]).json()["written"]?.integerValue == 0
            )
        }
    }

    @Test("A wrong division list is refused whole, with line and column")
    func wrongDivisions() throws {
        try withWorkplace { place in
            let head = "code,level,name\n"
            let wrong: [(String, String)] = [
                ("kode,name\n1,x\n", "list.csv:1: no column \"code\""),
                (head + "54022200000,county,x\n", "list.csv:2: column \"code\": \"54022200000\""),
                (head + "540222000000,planet,x\n", "list.csv:2: column \"level\": \"planet\""),
                (head + "540222000000,county,\n", "list.csv:2: column \"name\""),
                (
                    head + "540222000000,county,x\n540222000000,county,y\n",
                    "list.csv:3: column \"code\""
                ),
                (head + "540222000000,county\n", "list.csv:2: 2 cells"), (head, "no rows"),
                ("", "no column \"code\""),
                (
                    "year,code,name\n2016,540222000000,x\n2017,540222000000,x\n",
                    "rows of the years 2016, 2017"
                ),
            ]
            let before = try place.state()
            for (text, told) in wrong {
                let file = try place.write(text, to: "list.csv")
                let run = try place.run("import", "--regions", file, "--valid-from", "2018-01-01")
                #expect(run.status == 1, run.told)
                #expect(run.errorText.contains(told), run.told)
            }
            try place.write(head + "540222000000,county,x\n", to: "list.csv")
            let year = try place.run(
                "import",
                "--regions",
                "list.csv",
                "--valid-from",
                "2018-01-01",
                "--year",
                "2016"
            )
            #expect(year.errorText.contains("no column \"year\""), year.told)
            let day = try place.run("import", "--regions", "list.csv", "--valid-from", "2018-02-30")
            #expect(day.status == 2, day.told)
            #expect(try place.state() == before)
        }
    }
}
