import EventModel
import Foundation
import Testing

/// A folder with two ledgers of invented events, what the first proved, and both verifiers.
struct EvidencePlace {
    let place: Workplace
    let key: String
    let otherKey: String

    static let eventCount = 41
    /// Events under the older of the two checkpoints.
    static let olderCount = 29

    /// Two ledgers with equal beginnings; the first has checkpoints over 29 and 41 events.
    init(_ place: Workplace) throws {
        self.place = place
        var keys: [String] = []
        for ledger in ["first", "second"] {
            let made = try place.run(
                "init",
                "--ledger",
                ledger,
                "--origin",
                "cairn.example/\(ledger)",
                "--json"
            )
            try #require(made.status == 0, made.told)
            keys.append(try #require(try made.json()["key"]?.stringValue))
        }
        (key, otherKey) = (keys[0], keys[1])
        for (ledger, ids) in [("first", 0..<29), ("first", 29..<41), ("second", 100..<141)] {
            let lines = ids.map { SampleLine.scanned($0) }
            let run = try place.run("import", "--ledger", ledger, "-", input: lines.bytes)
            try #require(run.status == 0, run.told)
            let note = try place.run("checkpoint", "--ledger", ledger)
            try #require(note.status == 0, note.told)
            try place.write(note.output, to: "\(ledger)-\(ids.upperBound).txt")
        }
        try save("prove", "17", as: "proof.json")
        try save("prove", "18", as: "next.json")
        try save("prove", "17", "--size", "29", as: "older-proof.json")
        try save("prove", "--extends", "29", as: "extends.json")
        try save("events", "--json", as: "events.ndjson")
        try save("query", "funds", "--as-of", "2019-12-31", "--json", as: "answer.json")
        let other = try place.run("prove", "17", "--ledger", "second")
        try place.write(other.output, to: "second-proof.json")
    }

    private func save(_ words: String..., as name: String) throws {
        let run = try place.run(words + ["--ledger", "first"])
        try #require(run.status == 0, run.told)
        try place.write(run.output, to: name)
    }

    func json(_ name: String) throws -> JSONValue { try JSONValue(parsing: place.bytes(of: name)) }

    /// What `cairn verify --proof` says of a file: `nil` if it holds, else the name of the refusal.
    func cairn(_ bytes: [UInt8], key: String? = nil) throws -> String? {
        try place.write(bytes, to: "forged.json")
        let run = try place.run(
            "verify",
            "--proof",
            "forged.json",
            "--key",
            key ?? self.key,
            "--json"
        )
        guard run.status != 0 else { return nil }
        #expect(run.status == 7, run.told)
        return try run.errorJSON()["error"]?.stringValue
    }

    /// What `verify.py` says: `nil` if it holds, else the name of the refusal.
    func python(_ words: [String], key: String? = nil) throws -> String? {
        let run = try Self.verifier(words + ["--key", key ?? self.key], in: place)
        guard run.status != 0 else { return nil }
        try #require(run.status == 1 && run.errorText.hasPrefix("refused: "), run.told)
        return run.errorText.dropFirst(9).split(separator: ":").first.map(String.init)
    }

    /// A run of `verify.py`.
    static func verifier(_ words: [String], in place: Workplace) throws -> CommandRun {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized.path
        return try place.run(
            ["-B", root + "/Replay/verifier/verify.py"] + words,
            program: root + "/.ci/python"
        )
    }

    func python(_ what: String, _ bytes: [UInt8], key: String? = nil) throws -> String? {
        try place.write(bytes, to: "forged.json")
        return try python([what, "forged.json"], key: key)
    }
}

/// Runs a body with the evidence of two small ledgers.
func withEvidence(_ body: (EvidencePlace) throws -> Void) throws {
    try withWorkplace(ledger: false) { place in try body(try EvidencePlace(place)) }
}

extension JSONValue {
    /// The value with a member replaced, or left out where there is no new value.
    func with(_ path: String..., value: JSONValue?) -> JSONValue { with(path[...], value) }

    private func with(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
        guard let name = path.first, let members = objectValue else { return self }
        return .object(
            members.compactMap { member in
                guard member.name == name else { return member }
                guard path.count == 1 else {
                    return (name, member.value.with(path.dropFirst(), value))
                }
                return value.map { (name, $0) }
            }
        )
    }
}
