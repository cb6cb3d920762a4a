import EventModel
import Foundation
import Testing

@Suite("init, status and verify")
struct LedgerVerbTests {
    @Test("init makes an empty ledger once, and status shows it")
    func initAndStatus() throws {
        try withWorkplace(ledger: false) { place in
            let made = try place.run("init", "--synthetic")
            #expect(made.status == 0, made.told)
            #expect(made.outputText.contains(place.ledger))
            #expect(made.errorText.contains("cairn import --ledger"))
            let again = try place.run("init", "--json")
            #expect(again.status == 1, again.told)
            #expect(try again.errorJSON()["error"]?.stringValue == "alreadyExists")
            let status = try place.run("status", "--json").json()
            #expect(status["treeSize"]?.integerValue == 0)
            #expect(status["synthetic"]?.compact == "true")
            #expect(status["formatVersion"]?.integerValue == 2)
            let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            #expect(status["rootHash"]?.stringValue == empty)
            #expect(try place.run("status").outputText.contains("synthetic data"))
        }
    }

    @Test("The ledger is that of --ledger, else of CAIRN_LEDGER, else ./cairn.ledger")
    func whichLedger() throws {
        try withWorkplace(ledger: false) { place in
            #expect(try place.run("init", environment: ["CAIRN_LEDGER": ""]).status == 0)
            #expect(
                FileManager.default.fileExists(atPath: place.folder + "/cairn.ledger/cairn.json")
            )
            #expect(try place.run("init").status == 0)
            let other = place.folder + "/other"
            #expect(try place.run("init", "--ledger", other).status == 0)
            let shown = try place.run("status", "--ledger", other, "--json").json()
            #expect(shown["ledger"]?.stringValue == other)
        }
    }

    @Test(
        "A folder without a ledger is named, with what to do",
        arguments: ["status", "verify", "events"]
    )
    func noLedger(verb: String) throws {
        try withWorkplace(ledger: false) { place in
            let run = try place.run(verb)
            #expect(run.status == 1, run.told)
            #expect(run.errorText.contains("there is no ledger in \(place.ledger)"))
            #expect(run.errorText.contains("cairn init --ledger"))
            let json = try place.run(verb, "--json")
            #expect(try json.errorJSON()["error"]?.stringValue == "notALedger")
        }
    }

    @Test("verify says what it checked and gives the root that status gives")
    func verifySound() throws {
        try withWorkplace { place in
            let events = (1...40).map { SampleLine.scanned($0) }
            #expect(try place.run("import", "-", input: events.bytes).status == 0)
            let run = try place.run("verify")
            #expect(run.status == 0, run.told)
            #expect(run.outputText.contains("checked 40 events"))
            let root = try #require(
                try place.run("status", "--json").json()["rootHash"]?.stringValue
            )
            #expect(run.outputText.contains("root hash \(root)"))
            let json = try place.run("verify", "--json").json()
            #expect(json["sound"]?.compact == "true")
            #expect(json["treeSize"]?.integerValue == 40)
            #expect(json["rootHash"]?.stringValue == root)
            #expect(json["problems"]?.arrayValue?.count == 0)
            #expect(try place.run("verify", "--lang", "zh").outputText.contains("已检查 40 条事件"))
            #expect(try place.run("verify", "--root-hash", root).status == 0)
        }
    }

    @Test("status --space says where the bytes are, part by part and type by type")
    func space() throws {
        try withWorkplace { place in
            let events = (1...40).map { SampleLine.scanned($0) }
            #expect(try place.run("import", "-", input: events.bytes).status == 0)
            let run = try place.run("status", "--space")
            #expect(run.status == 0, run.told)
            #expect(run.outputText.contains("hot columns"), run.told)
            #expect(run.outputText.contains("free pages"), run.told)
            let chinese = try place.run("status", "--space", "--lang", "zh")
            #expect(chinese.outputText.contains("空闲页"), chinese.told)
            let json = try place.run("status", "--space", "--json").json()
            let parts = try #require(json["parts"]?.arrayValue)
            let sum = parts.compactMap { $0["bytes"]?.integerValue }.reduce(0, +)
            #expect(json["bytes"]?.integerValue == sum)
            #expect(json["treeSize"]?.integerValue == 40)
            #expect(json["tailEvents"]?.integerValue == 40)
            #expect(json["types"]?.arrayValue?.isEmpty == true)
            #expect(parts.contains { $0["part"]?.stringValue == "snapshots" })
        }
    }

    @Test("verify compares with a root noted earlier, also after more was written")
    func verifyAgainstRoot() throws {
        try withWorkplace { place in
            _ = try place.run("import", "-", input: [SampleLine.opened("A")].bytes)
            let root = try #require(
                try place.run("status", "--json").json()["rootHash"]?.stringValue
            )
            _ = try place.run("import", "-", input: [SampleLine.opened("B")].bytes)
            let same = try place.run("verify", "--root-hash", root, "--tree-size", "1")
            #expect(same.status == 0, same.told)
            let other = try place.run("verify", "--root-hash", root)
            #expect(other.status == 7, other.told)
            #expect(other.outputText.contains("not the given \(root)"))
            let json = try place.run("verify", "--root-hash", root, "--tree-size", "9", "--json")
            #expect(json.status == 7)
            #expect(try json.json()["comparedRoot"]?["found"]?.compact == "null")
            #expect(try place.run("verify", "--root-hash", "abc").status == 2)
            #expect(try place.run("verify", "--tree-size", "1").status == 2)
        }
    }
}
