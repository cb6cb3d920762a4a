import Answers
import ArgumentParser
import Evidence

/// Keys and files of evidence as people give them on the command line.
enum EvidenceOptions {
    static let logKeyHelp = HelpTexts.help(
        zh: "账本的公钥(cairn checkpoint 显示;应另行可靠取得)",
        en: "The ledger's public key (`cairn checkpoint` prints it; get it by a way you trust).",
        value: "key"
    )

    /// A public key.
    static func verifierKey(
        _ text: String,
        kind: SignatureKind = .log
    ) throws(CommandFailure) -> VerifierKey {
        let key: VerifierKey
        do throws(NoteError) {
            key = try VerifierKey(parsing: text)
        } catch {
            throw CommandFailure(.usage, EvidenceMessages.badKey(text, error))
        }
        guard key.kind == kind else {
            throw CommandFailure(
                .usage,
                EvidenceMessages.badKey(
                    text,
                    .notAKey(
                        kind == .log ? "a log's key is expected" : "a witness's key is expected"
                    )
                )
            )
        }
        return key
    }

    /// A witness's private key.
    static func witnessKey(inFile path: String) throws -> SigningKey {
        let text = String(decoding: try WholeFile.read(path), as: UTF8.self)
        do throws(NoteError) {
            let key = try SigningKey(parsing: text)
            guard key.verifierKey.kind == .cosignature else {
                throw .notAKey("a witness's key is expected")
            }
            return key
        } catch {
            throw CommandFailure(.failed, EvidenceMessages.badKey(path, error))
        }
    }

    /// A checkpoint; nothing is verified.
    static func checkpoint(inFile path: String) throws -> SignedCheckpoint {
        let bytes = try WholeFile.read(path)
        do throws(NoteError) {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw .notANote("it is not UTF-8")
            }
            return try SignedCheckpoint(parsing: text)
        } catch {
            throw CommandFailure(EvidenceError.note(error), file: path)
        }
    }

    /// The bytes of a file of evidence.
    static func bytes(ofFile path: String) throws(EvidenceError) -> [UInt8] {
        do {
            return try WholeFile.read(path)
        } catch {
            throw .malformed("it cannot be read")
        }
    }
}
