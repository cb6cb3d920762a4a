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
        var key: String?
    }

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

    @Test("A proof holds as it is, and not after any of these changes")
    func proofs() throws {
        try withEvidence { evidence in
            let proof = try evidence.json("proof.json")
            #expect(try evidence.cairn(proof.compactText) == nil)
            #expect(try evidence.python("proof", proof.compactText) == nil)
            let next = try evidence.json("next.json")
            let older = try evidence.json("older-proof.json")
            let other = try evidence.json("second-proof.json")
            let path = try #require(proof["path"]?.arrayValue)
            let note = try #require(proof["checkpoint"]?.stringValue)
            func changed(_ member: String, _ value: JSONValue?) -> JSONValue {
                proof.with(member, value: value)
            }
            func event(_ member: String, _ value: JSONValue?) -> JSONValue {
                proof.with("event", member, value: value)
            }
            let zero = JSONValue.string(String(repeating: "0", count: 64))
            try check(
                [
                    Attack(
                        what: "swapped leaf",
                        forged: changed("event", next["event"]),
                        refusal: "otherPosition"
                    ),
                    Attack(
                        what: "swapped leaf that says the right position",
                        forged: changed("event", next["event"]).with(
                            "event",
                            "sequence",
                            value: .string("000000000017")
                        ),
                        refusal: "otherRoot"
                    ),
                    Attack(
                        what: "old root",
                        forged: changed("checkpoint", older["checkpoint"]),
                        refusal: "otherSize"
                    ),
                    Attack(
                        what: "old root under the new size",
                        forged: changed("checkpoint", older["checkpoint"]).with(
                            "treeSize",
                            value: .integer(29)
                        ),
                        refusal: "pathTooLong"
                    ),
                    Attack(
                        what: "two mixed logs",
                        forged: changed("checkpoint", other["checkpoint"]),
                        refusal: "otherLog"
                    ),
                    Attack(
                        what: "two mixed logs, with the other log's key",
                        forged: changed("checkpoint", other["checkpoint"]),
                        refusal: "otherRoot",
                        key: evidence.otherKey
                    ),
                    Attack(
                        what: "wrong key",
                        forged: proof,
                        refusal: "otherLog",
                        key: evidence.otherKey
                    ),
                    Attack(
                        what: "the right name with another log's key",
                        forged: proof,
                        refusal: "notSigned",
                        key: try sameName(as: evidence.key)
                    ),
                    Attack(
                        what: "truncated path",
                        forged: changed("path", .array(path.dropLast())),
                        refusal: "pathTooShort"
                    ),
                    Attack(
                        what: "path too long",
                        forged: changed("path", .array(path + [zero])),
                        refusal: "pathTooLong"
                    ),
                    Attack(
                        what: "no path",
                        forged: changed("path", .array([])),
                        refusal: "pathTooShort"
                    ),
                    Attack(
                        what: "reordered pair in the path",
                        forged: changed("path", .array(path.reversed())),
                        refusal: "otherRoot"
                    ),
                    Attack(
                        what: "another index",
                        forged: changed("leafIndex", .integer(18)),
                        refusal: "otherPosition"
                    ),
                    Attack(
                        what: "an index beside the tree",
                        forged: changed("leafIndex", .integer(41)).with(
                            "event",
                            "sequence",
                            value: .string("000000000041")
                        ),
                        refusal: "indexOutsideTree"
                    ),
                    Attack(
                        what: "another size",
                        forged: changed("treeSize", .integer(40)),
                        refusal: "otherSize"
                    ),
                    Attack(
                        what: "a size that is no number",
                        forged: changed("treeSize", .string("41")),
                        refusal: "malformed"
                    ),
                    Attack(what: "no event", forged: changed("event", nil), refusal: "malformed"),
                    Attack(
                        what: "a later time of recording",
                        forged: event("recordedtime", .string("2019-07-01T02:00:00.000Z")),
                        refusal: "otherRoot"
                    ),
                    Attack(
                        what: "a time spelled otherwise",
                        forged: event("recordedtime", .string("2019-07-01T02:00:00Z")),
                        refusal: "malformed"
                    ),
                    Attack(
                        what: "another position",
                        forged: event("sequence", .string("000000000018")),
                        refusal: "otherPosition"
                    ),
                    Attack(
                        what: "a position spelled otherwise",
                        forged: event("sequence", .string("17")),
                        refusal: "malformed"
                    ),
                    Attack(
                        what: "another id",
                        forged: event("id", .string("scan-18")),
                        refusal: "otherRoot"
                    ),
                    Attack(
                        what: "a member more",
                        forged: event("id", .string("scan-17")).adding("actor", .string("x")),
                        refusal: "otherRoot"
                    ),
                    Attack(
                        what: "the signature gone",
                        forged: changed("checkpoint", .string(withoutSignature(note))),
                        refusal: "notANote"
                    ),
                    Attack(
                        what: "the root changed",
                        forged: changed("checkpoint", .string(withRoot(note))),
                        refusal: "badSignature"
                    ),
                    Attack(
                        what: "the format of another file",
                        forged: changed("format", .string("cairn-proof/2")),
                        refusal: "malformed"
                    ),
                ],
                "proof",
                evidence
            )
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
            let zero = JSONValue.string(String(repeating: "0", count: 64))
            func changed(_ member: String, _ value: JSONValue?) -> JSONValue {
                proof.with(member, value: value)
            }
            try check(
                [
                    Attack(
                        what: "the two the wrong way round",
                        forged: changed("old", proof["new"]).with("new", value: proof["old"]),
                        refusal: "sizesReversed"
                    ),
                    Attack(
                        what: "another log's newer checkpoint",
                        forged: changed("new", other),
                        refusal: "otherLog"
                    ),
                    Attack(
                        what: "wrong key",
                        forged: proof,
                        refusal: "otherLog",
                        key: evidence.otherKey
                    ),
                    Attack(
                        what: "truncated path",
                        forged: changed("path", .array(path.dropLast())),
                        refusal: "pathTooShort"
                    ),
                    Attack(
                        what: "path too long",
                        forged: changed("path", .array(path + [zero])),
                        refusal: "pathTooLong"
                    ),
                    Attack(
                        what: "no path",
                        forged: changed("path", .array([])),
                        refusal: "pathTooShort"
                    ),
                    Attack(
                        what: "forked history",
                        forged: changed("path", .array([zero] + path.dropFirst())),
                        refusal: "otherOldRoot"
                    ),
                    Attack(
                        what: "the same checkpoint twice with a path",
                        forged: changed("old", proof["new"]),
                        refusal: "pathTooLong"
                    ),
                    Attack(
                        what: "no older checkpoint",
                        forged: changed("old", nil),
                        refusal: "malformed"
                    ),
                ],
                "consistency",
                evidence
            )
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
