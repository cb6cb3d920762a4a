import EventModel

/// A JSON file of evidence, read member by member.
struct EvidenceFile {
    private let value: JSONValue

    /// Reads a file that names its format.
    init(parsing bytes: [UInt8], format: String) throws(EvidenceError) {
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch { throw .malformed("it is not JSON (\(error))") }
        guard value["format"]?.stringValue == format else {
            throw .malformed("`format` is not \(format)")
        }
    }

    subscript(name: String) -> JSONValue? { value[name] }

    /// A member that is a whole number from 0 on.
    func number(_ name: String) throws(EvidenceError) -> UInt64 {
        guard let number = value[name]?.integerValue.flatMap(UInt64.init(exactly:)) else {
            throw .malformed("`\(name)` is not a whole number")
        }
        return number
    }

    /// A member that is a list of hashes.
    func hashes(_ name: String) throws(EvidenceError) -> [SHA256Digest] {
        guard let elements = value[name]?.arrayValue else {
            throw .malformed("`\(name)` is not a list")
        }
        var hashes: [SHA256Digest] = []
        for element in elements {
            guard let hash = element.stringValue.flatMap(SHA256Digest.init(hex:)) else {
                throw .malformed("`\(name)` holds something else than hashes of 64 hex digits")
            }
            hashes.append(hash)
        }
        return hashes
    }

    /// A member that is a signed checkpoint.
    func checkpoint(_ name: String) throws(EvidenceError) -> SignedCheckpoint {
        guard let text = value[name]?.stringValue else {
            throw .malformed("`\(name)` is not a checkpoint")
        }
        do throws(NoteError) {
            return try SignedCheckpoint(parsing: text)
        } catch { throw .note(error) }
    }
}
