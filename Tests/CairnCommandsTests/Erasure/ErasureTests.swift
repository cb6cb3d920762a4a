import EventModel
import Foundation
import Testing

@Suite("Erasure")
struct ErasureTests {
    private static let name = "Invented Name 扎西"
    private static let phone = "13900139000"
    private static let secrets = [name, phone]

    /// An invented person, in clear as a clerk types it.
    private static func person(_ number: String, id: String) -> SampleLine {
        SampleLine(
            type: "person.registered",
            id: id,
            subject: "person/\(number)",
            data: #"{"person":"\#(number)","name":"\#(name)","phone":"\#(phone)"}"#
        )
    }

    /// Every file under a folder.
    private func files(under folder: String) throws -> [String] {
        let names = try #require(FileManager.default.enumerator(atPath: folder)).allObjects
        return names.compactMap { $0 as? String }.map { "\(folder)/\($0)" }.filter { path in
            var isFolder: ObjCBool = false
            return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }

    /// Whether any file under a folder holds bytes.
    private func holds(_ bytes: [UInt8], under folder: String) throws -> Bool {
        try files(under: folder).contains { path in
            try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data(bytes)) != nil
        }
    }

    private func keyFiles(_ place: Workplace) throws -> [String] {
        try files(under: place.ledger + "/keys").filter {
            $0.hasSuffix(".key") && $0.contains("subjects")
        }
    }

    @Test("A subject whose first events are sealed at the same time has one key")
    func oneKey() throws {
        for _ in 0..<3 {
            try withWorkplace { place in
                let lines = (0..<300).map { Self.person("P\($0 / 6)", id: "\($0)") }
                let words = ["import", "--seal", "--batch", "1", "-"]
                let run = try place.run(words, input: lines.bytes)
                try #require(run.status == 0, run.told)
                #expect(try keyFiles(place).count == 50)
                let shown = try place.run("events", "--unseal", "--json")
                let count = shown.outputText.components(separatedBy: Self.phone).count - 1
                #expect(count == lines.count)
            }
        }
    }

    @Test(
        "No second key is made for a subject whose key is lost, and nobody erases in no one's name"
    )
    func lostKey() throws {
        try withWorkplace { place in
            let seal = ["append", "--seal", "--json"]
            try #require(try place.run(seal + [Self.person("P1", id: "1").text]).status == 0)
            let keys = place.ledger + "/keys/subjects"
            try FileManager.default.moveItem(atPath: keys, toPath: place.folder + "/kept")
            let refused = try place.run(seal + [Self.person("P1", id: "2").text])
            #expect(refused.status == 1, refused.told)
            #expect(refused.errorText.contains("its key is missing"), refused.told)
            #expect(try keyFiles(place).isEmpty)
            #expect(try place.run(seal + [Self.person("P2", id: "3").text]).status == 0)
            try FileManager.default.removeItem(atPath: keys)
            try FileManager.default.moveItem(atPath: place.folder + "/kept", toPath: keys)
            #expect(try place.run(seal + [Self.person("P1", id: "2").text]).status == 0)
            for authority in ["", " \t"] {
                let erased = try place.run("erase", "person/P1", "--authority", authority)
                #expect(erased.status == 2 && erased.output.isEmpty, erased.told)
            }
        }
    }

    @Test("After an erasure nothing can read the fields, and every older proof still holds")
    func erase() throws {
        try withWorkplace { place in
            let people = [Self.person("P1", id: "1"), Self.person("P2", id: "2")]
            let run = try place.run("import", "--seal", "-", input: people.bytes)
            try #require(run.status == 0, run.told)
            try place.run("append", SampleLine.opened("A").text)
            try place.run("query", "coverage", "--as-of", "2019-12-31")
            let note = try place.run("checkpoint", "--json").json()
            let key = try #require(
                try JSONValue(parsing: place.bytes(of: "ledger/cairn.json"))["key"]?.stringValue
            )
            try place.write(try place.run("prove", "0").output, to: "proof.json")
            let before = try place.run("events", "--json").output

            #expect(try keyFiles(place).count == 2)
            let shown = try place.run("events", "--unseal", "--json")
            #expect(shown.outputText.components(separatedBy: Self.phone).count == 3, shown.told)
            let secret = try #require(
                try keyFiles(place).compactMap { path -> String? in
                    let text = place.text(of: path)
                    return text.contains("person/P1\n")
                        ? text.split(separator: "\n").dropFirst(2).first.map(String.init) : nil
                }.first
            )

            let erased = try place.run(
                "erase",
                "person/P1",
                "--authority",
                "synthetic office",
                "--reason",
                "asked for"
            )
            #expect(erased.status == 0, erased.told)
            #expect(try keyFiles(place).count == 1)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: place.ledger + "/views").isEmpty
            )
            let after = try place.run("events", "--unseal", "--json").outputLines
            #expect(after[0].contains(#""name":{"erased":3},"person":"P1","phone":{"erased":3}"#))
            #expect(after[1].contains(Self.phone))
            let chinese = try place.run("events", "--unseal", "--lang", "zh").outputLines
            #expect(chinese[0].contains("name=〔已删除〕"), "\(chinese[0])")

            // The record is what it was, and what was proved stays proved.
            #expect(try place.run("events", "--json", "--to-position", "2").output == before)
            let verified = try place.run("verify")
            #expect(verified.status == 0, verified.told)
            let proof = try place.run("verify", "--proof", "proof.json", "--key", key)
            #expect(proof.status == 0, proof.told)
            let extends = try place.run(
                "prove",
                "--extends",
                try #require(note["treeSize"]?.integerValue.map { "\($0)" })
            )
            #expect(extends.status == 0, extends.told)
            try expectNoTrace(of: secret, place)
        }
    }

    /// A copy made later holds neither the text nor the key, in its free pages either.
    private func expectNoTrace(of secret: String, _ place: Workplace) throws {
        let copy = place.folder + "/backup"
        try FileManager.default.copyItem(atPath: place.ledger, toPath: copy)
        let key = try #require(Base64.decode(secret))
        for trace in Self.secrets.map({ Array($0.utf8) }) + [key, Array(secret.utf8)] {
            for folder in [place.ledger, copy] {
                #expect(try !holds(trace, under: folder))
            }
        }
    }

    @Test("The search for traces finds what is there")
    func searchFinds() throws {
        try withWorkplace { place in
            let plain = SampleLine(
                type: "station.inspected",
                id: "1",
                subject: "station/A",
                data: #"{"station":"A","ledgerCompliant":true,"inspector":"\#(Self.name)"}"#
            )
            try place.run("append", plain.text)
            #expect(try holds(Array(Self.name.utf8), under: place.ledger))
        }
    }

    @Test("A clear personal field is refused without --seal, and not repeated in the message")
    func clearFields() throws {
        try withWorkplace { place in
            let run = try place.run("append", Self.person("P1", id: "1").text)
            #expect(run.status == 1, run.told)
            for secret in Self.secrets { #expect(!run.errorText.contains(secret), run.told) }
            let sealed = try place.run(
                "append",
                "--seal",
                Self.person("P1", id: "1").text,
                "--json"
            )
            #expect(sealed.status == 0, sealed.told)
            let again = try place.run("append", "--seal", Self.person("P1", id: "1").text)
            #expect(again.outputText.contains("duplicate"), again.told)
            #expect(try place.eventCount() == 1)
        }
    }

    @Test("CSV columns of personal fields are sealed too")
    func csv() throws {
        try withWorkplace { place in
            try place.write(
                "id,time,subject,person,name\n1,2019-07-01T10:00:00+08:00,person/P1,P1,\(Self.name)\n",
                to: "people.csv"
            )
            let words = [
                "import", "--type", "person.registered", "--source", "/synthetic/csv", "people.csv",
            ]
            let refused = try place.run(words)
            #expect(refused.status != 0, refused.told)
            let run = try place.run(words + ["--seal"])
            #expect(run.status == 0, run.told)
            #expect(try place.run("events", "--unseal").outputText.contains(Self.name))
        }
    }

    @Test("An erased subject takes no new personal fields, and a key brought back is destroyed")
    func staysErased() throws {
        try withWorkplace { place in
            try place.run("append", "--seal", Self.person("P1", id: "1").text)
            let file = try #require(try keyFiles(place).first)
            let key = place.bytes(of: file)
            #expect(try place.run("erase", "person/P1", "--authority", "x").status == 0)
            try place.write(key, to: file)
            // Whoever only reads sees it as erased all the same.
            let shown = try place.run("events", "--unseal", "--json")
            #expect(!shown.outputText.contains(Self.phone), shown.told)
            let run = try place.run("append", "--seal", Self.person("P1", id: "2").text)
            #expect(run.status == 1 && run.errorText.contains("erased at position 1"), run.told)
            #expect(try keyFiles(place).isEmpty)
            let twice = try place.run("erase", "person/P1", "--authority", "x", "--json")
            #expect(twice.status == 1, twice.told)
            #expect(try twice.errorJSON()["error"]?.stringValue == "alreadyErased")
            let unknown = try place.run("erase", "person/P9", "--authority", "x", "--json")
            #expect(try unknown.errorJSON()["error"]?.stringValue == "unknownSubject")
        }
    }

    @Test("A sealed value that is moved to another person's event does not open")
    func movedValue() throws {
        try withWorkplace { place in
            try place.run("append", "--seal", Self.person("P1", id: "1").text)
            try place.run("append", "--seal", Self.person("P2", id: "2").text)
            let lines = try place.run("events", "--json").outputLines.map {
                try JSONValue(parsing: $0)
            }
            let stolen = try #require(lines[0]["data"]?["phone"])
            var moved = Self.person("P2", id: "3")
            moved.data = #"{"person":"P2","phone":\#(stolen.compact)}"#
            let run = try place.run("append", moved.text)
            #expect(run.status == 0, run.told)
            let shown = try place.run("events", "--unseal", "--json", "--from-position", "2")
            #expect(shown.outputText.contains(stolen.compact), shown.told)
        }
    }
}
