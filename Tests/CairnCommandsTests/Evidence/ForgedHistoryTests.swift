import EventModel
import Foundation
import Testing

/// A forged history is given to `verify.py` as an export, and to `cairn verify` as a ledger that was made from it.
@Suite("Forged histories, checkpoints and answers")
struct ForgedHistoryTests {
    /// What `cairn verify --checkpoint` says of a ledger made from lines: `nil` if it holds.
    private func ledgerRefusal(
        _ lines: [String],
        _ note: String,
        _ evidence: EvidencePlace
    ) throws -> String? {
        let place = evidence.place
        let name = "forged-\(UUID().uuidString)"
        try #require(try place.run("init", "--ledger", name).status == 0)
        let run = try place.run(
            "import",
            "--ledger",
            name,
            "--restore-recorded-time",
            "--json",
            "-",
            input: Array(lines.map { $0 + "\n" }.joined().utf8)
        )
        guard run.status == 0 else {
            let problems = try run.json()["problems"]?.arrayValue
            return problems?.first?["name"]?.stringValue ?? "refused"
        }
        let verified = try place.run(
            "verify",
            "--ledger",
            name,
            "--checkpoint",
            note,
            "--key",
            evidence.key,
            "--json"
        )
        guard verified.status != 0 else { return nil }
        #expect(verified.status == 7, verified.told)
        return try verified.json()["problems"]?.arrayValue?.first?["detail"]?.stringValue
    }

    private func exportRefusal(
        _ lines: [String],
        _ note: String,
        _ evidence: EvidencePlace
    ) throws -> String? {
        try evidence.place.write(lines.map { $0 + "\n" }.joined(), to: "forged.ndjson")
        return try evidence.python(["history", "forged.ndjson", "--checkpoint", note])
    }

    @Test("A history holds as it is, also behind an older checkpoint, and not after a change")
    func histories() throws {
        try withEvidence { evidence in
            let lines = evidence.place.text(of: "events.ndjson").split(separator: "\n")
                .map(String.init)
            for note in ["first-29.txt", "first-41.txt"] {
                #expect(try exportRefusal(lines, note, evidence) == nil)
                #expect(try ledgerRefusal(lines, note, evidence) == nil)
            }
            var swapped = lines
            swapped.swapAt(10, 11)
            // The forger gives each line the position at which it stands.
            let renumbered = swapped.enumerated().map { Self.renumbered($1, to: $0) }
            var removed = lines
            removed.remove(at: 5)
            let closed = removed.enumerated().map { Self.renumbered($1, to: $0) }
            let padding = lines[40].replacing("scan-40", with: "scan-99")
            var changed = lines
            changed[7] = lines[7].replacing("arrived", with: "departed")
            let attacks: [(what: String, lines: [String], export: String, ledger: String)] = [
                ("dropped tail", Array(lines.dropLast()), "tooFewEvents", "rolledBack"),
                ("reordered pair", swapped, "sequence", "sequence"),
                ("reordered pair, renumbered", renumbered, "otherRoot", "forked"),
                ("an event removed", removed, "sequence", "sequence"),
                (
                    "an event removed, renumbered, padded", closed + [padding], "otherRoot",
                    "forked"
                ),
                ("an event changed", changed, "otherRoot", "forked"),
                ("an event twice", [lines[0]] + lines, "sequence", "sequence"),
                ("nothing", [], "tooFewEvents", "rolledBack"),
            ]
            for attack in attacks {
                let export = try exportRefusal(attack.lines, "first-41.txt", evidence)
                #expect(export == attack.export, "\(attack.what)")
                // A line that stands there twice is a duplicate for the ledger, which takes it once.
                guard attack.what != "an event twice" else { continue }
                let ledger = try ledgerRefusal(attack.lines, "first-41.txt", evidence)
                #expect(ledger == attack.ledger, "\(attack.what)")
            }
        }
    }

    private static func renumbered(_ line: String, to position: Int) -> String {
        let digits = String(position)
        let text = String(repeating: "0", count: 12 - digits.count) + digits
        guard let start = line.range(of: #""sequence":""#)?.upperBound else { return line }
        return line[..<start] + text + line[line.index(start, offsetBy: 12)...]
    }

    @Test("Recorded times that go back are refused")
    func timesGoBack() throws {
        try withEvidence { evidence in
            var lines = evidence.place.text(of: "events.ndjson").split(separator: "\n")
                .map(String.init)
            let first = try #require(try JSONValue(parsing: lines[0])["recordedtime"]?.stringValue)
            let last = try #require(try JSONValue(parsing: lines[40])["recordedtime"]?.stringValue)
            lines[40] = lines[40].replacing(last, with: "2001" + first.dropFirst(4))
            #expect(try exportRefusal(lines, "first-41.txt", evidence) == "recordedTime")
            #expect(try ledgerRefusal(lines, "first-41.txt", evidence) == "recordedTime")
        }
    }

    @Test("Checkpoints: two roots of one size, a wrong key and a flipped bit are refused")
    func checkpoints() throws {
        try withEvidence { evidence in
            let notes = ["first-29.txt", "first-41.txt"]
            #expect(try evidence.python(["checkpoint"] + notes) == nil)
            let forked = try forkedTwin(evidence)
            #expect(try evidence.python(["checkpoint", "first-41.txt", forked]) == "forked")
            let run = try evidence.place.run(
                "verify",
                "--ledger",
                "first",
                "--checkpoint",
                forked,
                "--json"
            )
            #expect(
                try run.json()["problems"]?.arrayValue?.first?["detail"]?.stringValue == "forked"
            )
            #expect(
                try evidence.python(["checkpoint", "first-41.txt"], key: evidence.otherKey)
                    == "otherLog"
            )
            let bytes = evidence.place.bytes(of: "first-41.txt")
            for place in stride(from: 0, to: bytes.count, by: 9) {
                var changed = bytes
                changed[place] ^= 1
                try evidence.place.write(changed, to: "flipped.txt")
                #expect(try evidence.python(["checkpoint", "flipped.txt"]) != nil, "byte \(place)")
                let run = try evidence.place.run(
                    "verify",
                    "--ledger",
                    "first",
                    "--checkpoint",
                    "flipped.txt",
                    "--json"
                )
                #expect(run.status == 7, run.told)
            }
        }
    }

    /// A checkpoint over as many other events, signed with the first ledger's own key.
    private func forkedTwin(_ evidence: EvidencePlace) throws -> String {
        let place = evidence.place
        let files = FileManager.default
        try files.copyItem(atPath: place.folder + "/first", toPath: place.folder + "/twin")
        try files.removeItem(atPath: place.folder + "/twin/checkpoints")
        let made = try place.run("init", "--ledger", "fresh", "--origin", "cairn.example/first")
        try #require(made.status == 0, made.told)
        // The thief has the key and starts history anew.
        for name in ["keys/signing.key", "cairn.json"] {
            let copy = place.bytes(of: "first/" + name)
            guard name != "cairn.json" else {
                let key = try #require(try JSONValue(parsing: copy)["key"])
                let json = try evidence.json("fresh/cairn.json").with("key", value: key)
                try place.write(json.compactText, to: "fresh/cairn.json")
                continue
            }
            try place.write(copy, to: "fresh/" + name)
        }
        let lines = (200..<241).map { SampleLine.scanned($0) }
        try #require(
            try place.run("import", "--ledger", "fresh", "-", input: lines.bytes).status == 0
        )
        let note = try place.run("checkpoint", "--ledger", "fresh")
        try #require(note.status == 0, note.told)
        try place.write(note.output, to: "forked.txt")
        return "forked.txt"
    }

    @Test("An answer stands on a checkpoint, or on the history behind it, and not on another")
    func answers() throws {
        try withEvidence { evidence in
            let answer = ["answer", "answer.json", "--checkpoint"]
            #expect(try evidence.python(answer + ["first-41.txt"]) == nil)
            #expect(try evidence.python(answer + ["first-29.txt"]) == "tooFewEvents")
            let early = try evidence.place.run(
                "query",
                "funds",
                "--as-of",
                "2019-12-31",
                "--known-at",
                "2001-01-01",
                "--json",
                "--ledger",
                "first"
            )
            try evidence.place.write(early.output, to: "early.json")
            let words = ["answer", "early.json", "--checkpoint", "first-41.txt"]
            #expect(try evidence.python(words) == "historyNeeded")
            #expect(try evidence.python(words + ["--history", "events.ndjson"]) == nil)
            let zero = JSONValue.string(String(repeating: "0", count: 64))
            for (file, extra) in [
                ("answer.json", []), ("early.json", ["--history", "events.ndjson"]),
            ] {
                let forged = try evidence.json(file).with("rootHash", value: zero)
                try evidence.place.write(forged.compactText, to: "forged.json")
                let words = ["answer", "forged.json", "--checkpoint", "first-41.txt"] + extra
                #expect(try evidence.python(words) == "otherRoot", "\(file)")
            }
        }
    }
}
