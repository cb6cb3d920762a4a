import EventModel
import Foundation
import Testing

@Suite("A replaced signing key")
struct KeyChangeTests {
    private static let order = ["--authority", "synthetic office", "--reason", "lost"]

    private func key(_ run: CommandRun) throws -> String {
        try #require(run.status == 0, run.told)
        return run.outputText.trimmingCharacters(in: .newlines)
    }

    @Test(
        "Old checkpoints are checked by the old key, new ones by the new, and one extends the other"
    )
    func change() throws {
        try withWorkplace { place in
            let manifest = try JSONValue(parsing: place.bytes(of: "ledger/cairn.json"))
            let old = try #require(manifest["key"]?.stringValue)
            try place.run("append", SampleLine.opened("A").text)
            try place.write(
                try place.run("checkpoint", "--json").json()["note"]?.stringValue ?? "",
                to: "old.txt"
            )
            let new = try key(try place.run(["checkpoint", "new-key"] + Self.order))
            #expect(new != old)
            let status = try place.run("status", "--json").json()
            #expect(status["key"]?.stringValue == new)
            try place.write(
                try place.run("checkpoint", "--json").json()["note"]?.stringValue ?? "",
                to: "new.txt"
            )
            #expect(try place.run("verify").status == 0)

            let proof = try place.run("prove", "--extends", "1")
            try #require(proof.status == 0, proof.told)
            try place.write(proof.output, to: "extends.json")
            let words = ["--proof", "extends.json", "--key", new]
            #expect(try place.run(["verify"] + words + ["--old-key", old]).status == 0)
            let refused = try place.run(["verify"] + words + ["--json"])
            #expect(refused.status == 7, refused.told)
            #expect(try refused.errorJSON()["error"]?.stringValue == "notSigned")
            let file = place.folder + "/extends.json"
            let right = try EvidencePlace.verifier(
                ["consistency", file, "--key", new, "--old-key", old],
                in: place
            )
            #expect(right.status == 0, right.told)
            let wrong = try EvidencePlace.verifier(["consistency", file, "--key", new], in: place)
            #expect(wrong.errorText.contains("notSigned"), wrong.told)
        }
    }

    @Test("What the first events hold is signed by the key of then, or not at all")
    func exportOfThen() throws {
        try withWorkplace { place in
            let history = [SampleLine.opened("A"), SampleLine.opened("B")].bytes
            try #require(try place.run("import", "-", input: history).status == 0)
            let before = try #require(
                try place.run("status", "--json").json()["lastRecordedAt"]?.stringValue
            )
            let new = try key(try place.run(["checkpoint", "new-key"] + Self.order))
            try place.run("append", SampleLine.opened("C").text)
            let words = ["export", "audit", "--as-of", "2019-12-31", "--output"]
            let then = try place.run(words + ["then.zip", "--known-at", before, "--json"])
            #expect(then.status == 1, then.told)
            #expect(try then.errorJSON()["error"]?.stringValue == "keyReplaced")
            #expect(!FileManager.default.fileExists(atPath: place.folder + "/then.zip"))
            #expect(try place.run("checkpoint", "list", "--json").outputLines.isEmpty)
            let now = try place.run(words + ["now.zip"])
            #expect(now.status == 0, now.told)
            let confirmed = try EvidencePlace.verifier(
                ["package", place.folder + "/now.zip", "--key", new],
                in: place
            )
            #expect(confirmed.status == 0, confirmed.told)
            #expect(try place.run("verify").status == 0)
        }
    }

    @Test("An export of tiles refuses the folder of another log, and of another history of its own")
    func tiles() throws {
        try withWorkplace { place in
            try place.run("append", SampleLine.opened("A").text)
            let words = ["export", "tlog", "--output", "tiles", "--json"]
            #expect(try place.run(words).status == 0)
            #expect(try place.run(words).status == 0)
            try #require(try place.run("init", "--ledger", "other").status == 0)
            let other = try place.run(words + ["--ledger", "other"])
            #expect(other.status == 7, other.told)
            #expect(try other.errorJSON()["error"]?.stringValue == "otherLog")
        }
    }
}
