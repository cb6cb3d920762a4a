import EventModel

/// A text signed by one or more keys.
///
/// - SeeAlso: c2sp.org/signed-note
package struct SignedNote: Hashable, Sendable {
    /// The signed text; ends in a line break.
    package let text: String
    /// Signatures in the order of the note; at least one.
    package private(set) var signatures: [NoteSignature]

    /// Longest note that is read, in bytes.
    package static let limitBytes = 65_536
    /// Most signatures that a note may bear.
    package static let signatureCountMax = 64

    /// Makes a note.
    ///
    /// - Parameters:
    ///   - text: Ends in a line break.
    ///   - signature: The first one.
    package init(text: String, signature: NoteSignature) {
        self.text = text
        signatures = [signature]
    }

    /// Reads a note.
    ///
    /// - Throws: ``NoteError/notANote(_:)``.
    package init(parsing note: String) throws(NoteError) {
        guard note.utf8.count <= Self.limitBytes else {
            throw .notANote("it is longer than \(Self.limitBytes) bytes")
        }
        guard !note.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A }) else {
            throw .notANote("it holds control characters")
        }
        guard note.utf8.last == 0x0A else { throw .notANote("its last line has no end") }
        let bytes = Array(note.utf8)
        // The last empty line parts text and signatures.
        guard
            let blank = bytes.indices.dropFirst().last(where: {
                bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A
            })
        else { throw .notANote("no empty line parts text and signatures") }
        let lines = String(decoding: bytes[(blank + 1)...], as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard !lines.isEmpty else { throw .notANote("it bears no signature") }
        guard lines.count <= Self.signatureCountMax else {
            throw .notANote("it bears more than \(Self.signatureCountMax) signatures")
        }
        var signatures: [NoteSignature] = []
        for line in lines {
            guard let signature = NoteSignature(parsing: line) else {
                throw .notANote("a line behind the text is not a signature")
            }
            signatures.append(signature)
        }
        text = String(decoding: bytes[..<blank], as: UTF8.self)
        self.signatures = signatures
    }

    /// Checks that the note is signed by a key.
    ///
    /// - Returns: The key's signature.
    /// - Throws: ``NoteError/notSigned(by:)``, ``NoteError/badSignature(by:)``: do not believe the text.
    @discardableResult
    package func verify(by key: VerifierKey) throws(NoteError) -> NoteSignature {
        let said = signatures.filter { $0.isSaidToBe(by: key) }
        guard let first = said.first else { throw .notSigned(by: key.name) }
        for signature in said where !signature.isValid(over: text, by: key) {
            throw .badSignature(by: key.name)
        }
        return first
    }

    /// Adds a signature, in the place of an older one by the same key.
    package mutating func add(_ signature: NoteSignature) {
        signatures.removeAll {
            $0.keyID == signature.keyID && $0.keyName.hasSameBytes(as: signature.keyName)
        }
        signatures.append(signature)
    }
}

extension SignedNote: CustomStringConvertible {
    /// The whole note; ends in a line break.
    package var description: String {
        text + "\n" + signatures.map { "\($0)\n" }.joined()
    }
}
