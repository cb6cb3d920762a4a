import Answers
import EventModel
import Foundation
import Importing

/// Event types that a deployment adds: JSON Schema files in a folder.
enum DeploymentSchemas {
    /// Reads every `*.json` file of a folder, in order of name.
    ///
    /// - Throws: ``CommandFailure`` that names the file at fault.
    static func load(from folder: String, into registry: SchemaRegistry) throws -> SchemaRegistry {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw CommandFailure(
                .failed,
                FailureMessages.unreadable(folder, reason: SystemReason.text(of: error))
            )
        }
        var schemas: [EventSchema] = []
        for name in names.sorted() where name.hasSuffix(".json") {
            let path = "\(folder)/\(name)"
            let bytes = try WholeFile.read(path)
            do {
                schemas.append(try SchemaRegistry.schema(fromJSONSchema: bytes))
            } catch {
                throw CommandFailure(.failed, FailureMessages.unreadable(path, reason: "\(error)"))
            }
        }
        if let contradiction = registry.contradictions(in: schemas).first {
            throw CommandFailure(
                .failed,
                FailureMessages.unreadable(
                    folder,
                    reason: Phrase(
                        zh: "\(contradiction.urn) 与已有定义不同",
                        en: "\(contradiction.urn) differs from the definition already known"
                    ).spoken
                )
            )
        }
        return registry.adding(schemas)
    }
}

/// Reads files that are small by nature: maps, questions, events on the command line.
enum WholeFile {
    private static let limitBytes = 64 << 20

    /// Reads a file, plain or compressed, or standard input for `-`.
    ///
    /// - Throws: ``CommandFailure`` if it cannot be read or exceeds 64 MiB.
    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do throws(ImportError) {
            let source = try FileSource(path: path)
            var bytes: [UInt8] = []
            while try source.read(into: &bytes) {
                guard bytes.count <= limitBytes else {
                    throw .unusable(
                        file: path,
                        line: nil,
                        reason: "\(bytes.count) bytes",
                        accepted: "at most \(limitBytes) bytes"
                    )
                }
            }
            return bytes
        } catch {
            throw CommandFailure(error)
        }
    }
}
