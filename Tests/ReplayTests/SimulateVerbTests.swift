import Foundation
import Testing

@Suite("cairn simulate")
struct SimulateVerbTests {
    private static let regions = """
        code,parent_code,level,name,category
        540221000000,540200000000,county,南木林县,
        540221100000,540221000000,town,南木林镇,
        540221100201,540221100000,village,示例村甲(synthetic),220
        540221200000,540221000000,town,示例乡(synthetic),

        """

    @Test("Over a division list in CSV it plays there, and the whole of it can be imported")
    func givenRegions() throws {
        try CairnProgram.withFolder { folder in
            let list = folder.appending(path: "divisions.csv")
            try Data(Self.regions.utf8).write(to: list)
            let file = folder.appending(path: "history.ndjson")
            let made = try CairnProgram.run([
                "simulate", "--seed", "9", "--events", "1500", "--regions", list.path,
                "--output", file.path,
            ])
            #expect(made.status == 0, "\(made.errors)")
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 1_500)
            #expect(lines.allSatisfy { $0.contains("\"source\":\"/synthetic/5402") })
            #expect(lines.contains { $0.contains("540221100201") })
            #expect(lines.allSatisfy { !$0.contains("540222") })

            let ledger = ["--ledger", folder.appending(path: "ledger").path]
            #expect(try CairnProgram.run(["init", "--synthetic"] + ledger).status == 0)
            let taken = try CairnProgram.run(
                ["import", "--restore-recorded-time", file.path] + ledger
            )
            #expect(taken.status == 0, "\(taken.errors)")
            let back = try CairnProgram.run(["events", "--json"] + ledger)
            #expect(back.output.split(separator: "\n") == lines)
        }
    }

    @Test("A scenario has regions and dates of its own")
    func scenario() throws {
        let refused = try CairnProgram.run([
            "simulate", "--scenario", "shigatse-2019", "--from", "2018-01-01",
        ])
        #expect(refused.status == 2)
        #expect(refused.output.isEmpty)
        let first = try CairnProgram.run([
            "simulate", "--scenario", "shigatse-2019", "--events", "3",
        ])
        #expect(first.status == 0)
        #expect(first.output.split(separator: "\n").count == 3)
        #expect(first.output.contains("日喀则市"))
    }
}
