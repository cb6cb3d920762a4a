import EventModel
import Evidence
import Testing

@Suite("Signed notes, keys and checkpoints")
struct NoteTests {
    private static let exampleKey =
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    private static let exampleNote = """
        This is an example message.

        \u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """
    private static let exampleCheckpoint = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

        """

    @Test("The example of c2sp.org/signed-note verifies, and not after a change")
    func exampleVerifies() throws {
        let key = try VerifierKey(parsing: Self.exampleKey)
        #expect(key.description == Self.exampleKey)
        let note = try SignedNote(parsing: Self.exampleNote)
        #expect(note.text == "This is an example message.\n")
        #expect(note.description == Self.exampleNote)
        try note.verify(by: key)
        let changed = try SignedNote(
            parsing: Self.exampleNote.replacing("an example", with: "no example")
        )
        #expect(throws: NoteError.badSignature(by: "example.com/foo")) {
            try changed.verify(by: key)
        }
    }

    @Test("The example of c2sp.org/tlog-cosignature reads back as it is written")
    func exampleCheckpointIsRead() throws {
        let signed = try SignedCheckpoint(parsing: Self.exampleCheckpoint)
        #expect(signed.checkpoint.origin == "example.com/behind-the-sofa")
        #expect(signed.checkpoint.treeSize == 20_852_163)
        #expect(
            Base64.encode(signed.checkpoint.rootHash.bytes)
                == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
        )
        #expect(signed.note.signatures.count == 2)
        #expect(signed.note.signatures[1].seconds == 1_679_315_147)
        #expect(signed.description == Self.exampleCheckpoint)
    }

    private func log(_ seed: UInt8 = 1, name: String = "cairn.example/shigatse") throws
        -> SigningKey
    {
        try SigningKey(name: name, kind: .log, seed: [UInt8](repeating: seed, count: 32))
    }

    private func witness() throws -> SigningKey {
        try SigningKey(
            name: "audit.example/bureau",
            kind: .cosignature,
            seed: [UInt8](repeating: 9, count: 32)
        )
    }

    @Test("A checkpoint verifies by its log's key and its witness's, and by no other")
    func signAndCosign() throws {
        let (log, witness) = (try log(), try witness())
        var signed = SignedCheckpoint(treeSize: 12, rootHash: .zero, by: log)
        signed.cosign(by: witness, at: 1_577_836_799)
        let read = try SignedCheckpoint(parsing: signed.description)
        #expect(read == signed)
        try read.verify(by: log.verifierKey)
        let seconds = try read.verifyCosignature(by: witness.verifierKey)
        #expect(seconds == 1_577_836_799)
        let other = try self.log(2).verifierKey
        #expect(throws: NoteError.notSigned(by: other.name)) { try read.verify(by: other) }
        let foreign = try self.log(1, name: "cairn.example/lhasa").verifierKey
        #expect(
            throws: NoteError.otherLog(
                expected: "cairn.example/lhasa",
                found: "cairn.example/shigatse"
            )
        ) { try read.verify(by: foreign) }
    }

    @Test("Every bit of a checkpoint matters")
    func everyBit() throws {
        let (log, witness) = (try log(), try witness())
        var signed = SignedCheckpoint(treeSize: 12, rootHash: .zero, by: log)
        signed.cosign(by: witness, at: 1_577_836_799)
        let bytes = Array(signed.description.utf8)
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                guard let text = String(validating: changed, as: UTF8.self) else { continue }
                #expect(throws: NoteError.self, "byte \(place), bit \(bit)") {
                    let read = try SignedCheckpoint(parsing: text)
                    try read.verify(by: log.verifierKey)
                    _ = try read.verifyCosignature(by: witness.verifierKey)
                }
            }
        }
    }

    @Test("Keys read back as they are written, and no changed character passes")
    func keysReadBack() throws {
        let key = try log()
        let text = key.verifierKey.description
        #expect(try VerifierKey(parsing: text + "\n") == key.verifierKey)
        let back = try SigningKey(parsing: key.privateText)
        #expect(back.verifierKey == key.verifierKey)
        #expect(back.privateText == key.privateText)
        for place in text.utf8.indices {
            var units = Array(text.utf8)
            let offset = text.utf8.distance(from: text.startIndex, to: place)
            units[offset] ^= 1
            let changed = String(decoding: units, as: UTF8.self)
            #expect(throws: NoteError.self, "\(changed)") { try VerifierKey(parsing: changed) }
        }
        #expect(throws: NoteError.self) { try SigningKey(parsing: text) }
        #expect(throws: NoteError.self) { try SigningKey(name: "a b", kind: .log) }
        #expect(throws: NoteError.self) { try SigningKey(name: "", kind: .log) }
    }

    @Test("Two new keys differ")
    func newKeysDiffer() throws {
        let keys = [try SigningKey(name: "a", kind: .log), try SigningKey(name: "a", kind: .log)]
        #expect(keys[0].verifierKey != keys[1].verifierKey)
    }

    @Test(
        "What is no note or checkpoint is refused",
        arguments: [
            "", "\n", "text\n", "text\n\n", "text\n\nno signature\n", "text\n\n\u{2014} a AAAA\n",
            "text\n\n\u{2014} a b AAAAAAAA\n", "te\txt\n\n\u{2014} a AAAAAAAA\n",
            "text\n\n\u{2014} a AAAAAAAA",
        ]
    )
    func malformedNotes(text: String) {
        #expect(throws: NoteError.self) { try SignedNote(parsing: text) }
    }

    @Test(
        "What is no checkpoint is refused",
        arguments: [
            "", "a\n", "a\n1\n", "a\n01\n\(zeros)\n", "a\n+1\n\(zeros)\n", "a\n-1\n\(zeros)\n",
            "a\n1\nAAAA\n", "a\n1\n\(zeros)", "a\n1\n\(zeros)\n\n", "\n1\n\(zeros)\n",
            "a\n9223372036854775808\n\(zeros)\n",
        ]
    )
    func malformedCheckpoints(text: String) {
        #expect(throws: NoteError.self) { try Checkpoint(parsing: text) }
    }

    private static let zeros = Base64.encode(SHA256Digest.zero.bytes)

    @Test("Extension lines are kept")
    func extensionLines() throws {
        let text = "a\n1\n\(Self.zeros)\nmore\nand more\n"
        #expect(try Checkpoint(parsing: text).text == text)
    }
}
