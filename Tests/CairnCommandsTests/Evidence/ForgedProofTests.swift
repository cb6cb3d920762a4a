import CairnTestSupport
import EventModel
import Foundation
import Testing

/// Each attack goes to both verifiers, which are two programs; each must refuse it, by the same name.
@Suite("Forged proofs")
struct ForgedProofTests {
    private struct Attack {
        let what: String
        let forged: JSONValue
        let refusal: String
        let key: String?

        init(_ what: String, _ forged: JSONValue, _ refusal: String, key: String? = nil) {
            self.what = what
            self.forged = forged
            self.refusal = refusal
            self.key = key
        }
    }

    private static let zero = JSONValue.string(String(repeating: "0", count: 64))

    private func check(_ attacks: [Attack], _ what: String, _ evidence: EvidencePlace) throws {
        for attack in attacks {
            let bytes = attack.forged.compactText
            let answers = [
                try evidence.cairn(bytes, key: attack.key),
                try evidence.python(what, bytes, key: attack.key),
            ]
            #expect(answers == [attack.refusal, attack.refusal], "\(attack.what)")
        }
    }

    @Test("A proof holds as it is")
    func soundProof() throws {
        try withEvidence { evidence in
            for name in ["proof.json", "next.json", "older-proof.json"] {
                let bytes = evidence.place.bytes(of: name)
                let answers = [try evidence.cairn(bytes), try evidence.python("proof", bytes)]
                #expect(answers == [nil, nil], "\(name)")
            }
        }
    }

    @Test("Another leaf, root, log or key is refused")
    func otherParts() throws {
        try withEvidence { evidence in
            let proof = try evidence.json("proof.json")
            let swapped = proof.with("event", value: try evidence.json("next.json")["event"])
            let renumbered = swapped.with("event", "sequence", value: .string("000000000017"))
            let old = proof.with(
                "checkpoint",
                value: try evidence.json("older-proof.json")["checkpoint"]
            )
            let mixed = proof.with(
                "checkpoint",
                value: try evidence.json("second-proof.json")["checkpoint"]
            )
            let other = evidence.otherKey
            let impostor = try sameName(as: evidence.key)
            let attacks = [
                Attack("swapped leaf", swapped, "otherPosition"),
                Attack("swapped leaf that says the right position", renumbered, "otherRoot"),
                Attack("old root", old, "otherSize"),
                Attack(
                    "old root and size",
                    old.with("treeSize", value: .integer(29)),
                    "pathTooLong"
                ),
                Attack("two mixed logs", mixed, "otherLog"),
                Attack("two mixed logs, by the other's key", mixed, "otherRoot", key: other),
                Attack("wrong key", proof, "otherLog", key: other),
                Attack("another key of the right name", proof, "notSigned", key: impostor),
            ]
            try check(attacks, "proof", evidence)
        }
    }

    @Test("Another path, index or size is refused")
    func otherPaths() throws {
        try withEvidence { evidence in
            let proof = try evidence.json("proof.json")
            let path = try #require(proof["path"]?.arrayValue)
            func along(_ path: [JSONValue]) -> JSONValue { proof.with("path", value: .array(path)) }
            let outside = proof.with("leafIndex", value: .integer(41))
                .with("event", "sequence", value: .string("000000000041"))
            let attacks = [
                Attack("truncated path", along(path.dropLast()), "pathTooShort"),
                Attack("path too long", along(path + [Self.zero]), "pathTooLong"),
                Attack("no path", along([]), "pathTooShort"),
                Attack("reordered path", along(path.reversed()), "otherRoot"),
                Attack("a path of no hashes", along([.string("x")]), "malformed"),
                Attack(
                    "another index",
                    proof.with("leafIndex", value: .integer(18)),
                    "otherPosition"
                ),
                Attack("an index beside the tree", outside, "indexOutsideTree"),
                Attack("another size", proof.with("treeSize", value: .integer(40)), "otherSize"),
                Attack("no number", proof.with("treeSize", value: .string("41")), "malformed"),
                Attack(
                    "a number below 0",
                    proof.with("leafIndex", value: .integer(-1)),
                    "malformed"
                ),
                Attack(
                    "another format",
                    proof.with("format", value: .string("cairn-proof/2")),
                    "malformed"
                ),
            ]
            try check(attacks, "proof", evidence)
        }
    }

    @Test("A changed event or checkpoint is refused")
    func changedParts() throws {
        try withEvidence { evidence in
            let proof = try evidence.json("proof.json")
            let note = try #require(proof["checkpoint"]?.stringValue)
            func event(_ member: String, _ text: String) -> JSONValue {
                proof.with("event", member, value: .string(text))
            }
            func under(_ text: String) -> JSONValue {
                proof.with("checkpoint", value: .string(text))
            }
            let attacks = [
                Attack("no event", proof.with("event", value: nil), "malformed"),
                Attack(
                    "another time",
                    event("recordedtime", "2019-07-01T02:00:00.000Z"),
                    "otherRoot"
                ),
                Attack(
                    "a time spelled otherwise",
                    event("recordedtime", "2019-07-01T02:00:00Z"),
                    "malformed"
                ),
                Attack("another position", event("sequence", "000000000018"), "otherPosition"),
                Attack("a position spelled otherwise", event("sequence", "17"), "malformed"),
                Attack("another id", event("id", "scan-18"), "otherRoot"),
                Attack("a member more", proof.adding("actor", .string("x")), "otherRoot"),
                Attack("the signature gone", under(withoutSignature(note)), "notANote"),
                Attack("the root changed", under(withRoot(note)), "badSignature"),
            ]
            try check(attacks, "proof", evidence)
        }
    }

    @Test("A flipped bit in any field of a proof is refused by both verifiers, by the same name")
    func flippedBits() throws {
        try withEvidence { evidence in
            let bytes = evidence.place.bytes(of: "proof.json")
            var random = SplitMix64(seed: 11)
            var tried = 0
            // A bit of every line, so of every field, and more of the long ones.
            var start = 0
            for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
                let range = start..<start + line.count
                start = range.upperBound + 1
                for _ in 0..<(1 + line.count / 200) where line.contains(where: { $0 > 0x20 }) {
                    var forged = bytes
                    var place = Int.random(in: range, using: &random)
                    while bytes[place] <= 0x20 { place = Int.random(in: range, using: &random) }
                    forged[place] ^= 1 << UInt8.random(in: 0...6, using: &random)
                    let said = (
                        try evidence.cairn(forged), try evidence.python("proof", forged)
                    )
                    #expect(
                        said.0 != nil && said.0 == said.1,
                        "byte \(place) \(String(decoding: bytes[max(0, place - 20)..<min(place + 20, bytes.count)], as: UTF8.self)): \(said)"
                    )
                    tried += 1
                }
            }
            #expect(tried > 20)
        }
    }

    @Test("A proof of extension holds as it is, and not after any of these changes")
    func extensions() throws {
        try withEvidence { evidence in
            let proof = try evidence.json("extends.json")
            #expect(try evidence.cairn(proof.compactText) == nil)
            #expect(try evidence.python("consistency", proof.compactText) == nil)
            let other = JSONValue.string(evidence.place.text(of: "second-141.txt"))
            let path = try #require(proof["path"]?.arrayValue)
            func along(_ path: [JSONValue]) -> JSONValue { proof.with("path", value: .array(path)) }
            let reversed = proof.with("old", value: proof["new"]).with("new", value: proof["old"])
            let attacks = [
                Attack("the two the wrong way round", reversed, "sizesReversed"),
                Attack("another log's checkpoint", proof.with("new", value: other), "otherLog"),
                Attack("wrong key", proof, "otherLog", key: evidence.otherKey),
                Attack("truncated path", along(path.dropLast()), "pathTooShort"),
                Attack("path too long", along(path + [Self.zero]), "pathTooLong"),
                Attack("no path", along([]), "pathTooShort"),
                Attack("forked history", along([Self.zero] + path.dropFirst()), "otherOldRoot"),
                Attack("one twice", proof.with("old", value: proof["new"]), "pathTooLong"),
                Attack("no older checkpoint", proof.with("old", value: nil), "malformed"),
            ]
            try check(attacks, "consistency", evidence)
        }
    }

    /// Another key under the same name.
    private func sameName(as key: String) throws -> String {
        try withWorkplace(ledger: false) { place in
            let name = try #require(key.split(separator: "+").first)
            let made = try place.run("init", "--origin", String(name), "--json")
            return try #require(try made.json()["key"]?.stringValue)
        }
    }

    private func withoutSignature(_ note: String) -> String {
        String(note[..<(note.range(of: "\n\n")?.upperBound ?? note.endIndex)])
    }

    private func withRoot(_ note: String) -> String {
        var lines = note.components(separatedBy: "\n")
        lines[2] = Base64.encode([UInt8](repeating: 7, count: 32))
        return lines.joined(separator: "\n")
    }
}

extension JSONValue {
    /// An object whose `event` has one member more.
    fileprivate func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        let event = self["event"]?.objectValue ?? []
        return with("event", value: .object(event + [(name, value)]))
    }
}
